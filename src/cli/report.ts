import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemWords } from './errno.ts';
import { CommandError, explain } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { cannotRead, readInputs } from './input.ts';
import { checkOptions } from './judge.ts';
import type { VerdictOptions } from './options.ts';
import { write } from './output.ts';
import { openSearchLine } from './search-line.ts';

export interface ReportOptions extends VerdictOptions {
  readonly html: string;
}

/** `patchcheck report INPUT… --html DIR`: judges each thread and writes a page for it, and an index of all. */
export async function report(inputs: readonly string[], options: ReportOptions): Promise<ExitCode> {
  const { html: folder } = options;
  const onto = await readInputs(options.onto);
  const files = await filesOf(inputs);
  const { checkThread } = await import('../check.ts');
  const { HtmlReport } = await import('../report/html/report.ts');
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  const pages = new HtmlReport();
  const line = openSearchLine();
  const save = ({ name, html }: { readonly name: string; readonly html: string }): Promise<void> =>
    onDisk(join(folder, name), async () => {
      // A page that is there is whole.
      await writeFile(join(folder, `.${name}.tmp`), html);
      await rename(join(folder, `.${name}.tmp`), join(folder, name));
    });
  let exit: ExitCode = 0;
  for (const file of files) {
    try {
      const [input] = await readInputs([file]);
      const asked = { ...checkOptions(options), onto, look: line.tell };
      const page = pages.add(await checkThread(input!, asked).finally(line.clear), file);
      await save(page);
      write(1, `${join(folder, page.name)}\n`);
    } catch (error) {
      const { message, isBug } = explain(error);
      if (isBug || error instanceof CannotWrite) throw error;
      pages.fail(file, message);
      write(2, `${message}\n`);
      exit = 3;
    }
  }
  const index = pages.index();
  await save(index);
  write(1, `${join(folder, index.name)}\n`);
  return exit;
}

/** Files as they are; of a folder those in it, by name. */
async function filesOf(inputs: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const input of inputs) {
    const isFolder =
      input !== '-' && (await stat(input).catch((e) => Promise.reject(cannotRead(input, e)))).isDirectory();
    if (!isFolder) files.push(input);
    else {
      const entries = await readdir(input, { withFileTypes: true });
      const names = entries.filter((e) => !e.isDirectory() && !e.name.startsWith('.')).map((e) => e.name);
      files.push(...names.sort().map((name) => join(input, name)));
    }
  }
  return files;
}

class CannotWrite extends CommandError {}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new CannotWrite(3, `Cannot write ${path}: ${systemWords(error as NodeJS.ErrnoException)}.`);
  }
}
