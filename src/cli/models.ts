import type { ModelFolder } from '../model/load.ts';
import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { page } from './pager.ts';
import { width } from './screen.ts';
import { version } from './version.ts';

export interface ModelsOptions {
  readonly json?: true;
  /** False with `--no-pager`. */
  readonly pager: boolean;
}

/** Lines longer than that are hard to read. */
const WIDEST = 80;

/** `patchcheck models`: lists the models. */
export async function listModels(options: ModelsOptions): Promise<ExitCode> {
  const { findModels, loadModel } = await import('../model/load.ts');
  const models = findModels(packageRoot()).map((folder) => loadModel(folder, 'unchecked'));
  if (options.json) {
    const { modelsJson } = await import('../report/models-json.ts');
    write(1, `${JSON.stringify(modelsJson(models, version), null, 2)}\n`);
  } else {
    const { modelsText } = await import('../report/models.ts');
    await page(modelsText(models, Math.min(width(), WIDEST)), options);
  }
  return 0;
}

/** `patchcheck models show NAME`: prints all of a model. */
export async function showModel(name: string, options: ModelsOptions): Promise<ExitCode> {
  const { findModels, loadModel } = await import('../model/load.ts');
  const folders = findModels(packageRoot());
  const folder = folders.find((f) => f.name === name) ?? (await unknownModel('show', name, folders));
  const model = loadModel(folder, 'unchecked');
  if (options.json) {
    const { modelsJson } = await import('../report/models-json.ts');
    write(1, `${JSON.stringify(modelsJson([model], version, 'whole'), null, 2)}\n`);
  } else {
    const { modelText } = await import('../report/models.ts');
    await page(modelText(model, Math.min(width(), WIDEST)), options);
  }
  return 0;
}

/** `patchcheck models check [NAME]`: prints what is wrong with a model, or with each. */
export async function checkModels(name: string | undefined): Promise<ExitCode> {
  const { findModels } = await import('../model/load.ts');
  const { checkModel } = await import('../verdict/check-model.ts');
  const { renderDiagnostic } = await import('../base/diagnostic.ts');
  const folders = findModels(packageRoot());
  const asked = name === undefined ? folders : folders.filter((f) => f.name === name);
  if (name !== undefined && asked.length === 0) await unknownModel('check', name, folders);
  let exit: ExitCode = 0;
  for (const folder of asked) {
    const wrong = checkModel(folder);
    if (wrong.length > 0) exit = 1;
    const count = wrong.length === 0 ? 'no error' : wrong.length === 1 ? '1 error' : `${wrong.length} errors`;
    write(1, `${folder.name}: ${count}\n${wrong.map((d) => `\n${renderDiagnostic(d)}\n`).join('')}`);
    if (wrong.length > 0 && folder !== asked.at(-1)) write(1, '\n');
  }
  return exit;
}

async function unknownModel(verb: string, name: string, folders: readonly ModelFolder[]): Promise<never> {
  const { nearest } = await import('../model/c/preprocess.ts');
  const names = folders.map((f) => f.name);
  const near = nearest(name, names);
  const known = names.length > 0 ? `There is ${names.join(', ')}.` : 'There is none.';
  throw new CommandError(
    2,
    `Cannot ${verb} the model \`${name}\`: there is none of that name.\n${near ? `Did you mean \`${near}\`? ` : ''}${known}`,
  );
}
