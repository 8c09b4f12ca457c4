import type { ExitCode } from './exit.ts';
import { readInputs } from './input.ts';
import type { ModelOptions } from './options.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { page } from './pager.ts';

/** `patchcheck model diff FILE`: prints what the patches of a thread do to a model, in TypeScript and in C. */
export async function modelDiff(file: string, options: ModelOptions): Promise<ExitCode> {
  const [input, ...onto] = await readInputs([file, ...options.onto]);
  const { diffThread } = await import('../report/model-diff.ts');
  const { text, problems } = await diffThread(input!, { root: packageRoot(), onto, config: options.config });
  if (text) await page(text, options);
  for (const problem of problems) write(2, `patchcheck: ${problem}\n`);
  return problems.length > 0 ? 125 : 0;
}
