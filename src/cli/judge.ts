import { stage } from '../base/stage.ts';
import type { CheckOptions } from '../check.ts';
import { ASCII_GROWS } from '../report/ascii.ts';
import { type ExitCode, exitCodeOf } from './exit.ts';
import { readInputs } from './input.ts';
import type { VerdictOptions } from './options.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { page } from './pager.ts';
import { hasColor, isAscii, width } from './screen.ts';
import { version } from './version.ts';

/** `patchcheck FILE`: prints the verdict of a thread. */
export async function judge(file: string, options: VerdictOptions): Promise<ExitCode> {
  const [input, ...onto] = await readInputs([file, ...options.onto]);
  const { checkThread } = await import('../check.ts');
  const verdict = await checkThread(input!, { ...checkOptions(options), onto });
  if (options.json) {
    const { toJson } = await import('../report/json.ts');
    write(1, `${JSON.stringify(toJson(verdict, version), null, 2)}\n`);
  } else {
    const { renderText } = await import('../report/text.ts');
    // A text that is not UTF-8 has no lines to be found again.
    const content = file === '-' ? '' : Buffer.from(input!.bytes).toString();
    const columns = isAscii() ? Math.min(width(), 100) - ASCII_GROWS : width();
    const screen = { width: columns, color: hasColor(options), file, content };
    await page(
      stage('report', () => renderText(verdict, screen)),
      options,
    );
  }
  return exitCodeOf(verdict);
}

function checkOptions({ check, all, described, maxStates, timeout, config }: VerdictOptions): CheckOptions {
  return {
    root: packageRoot(),
    checks: check,
    asked: {
      scope: described ? 'described' : 'every',
      list: all ? 'all' : 'relevant',
      config,
      ...(maxStates !== undefined && { maxStates }),
      ...(timeout !== undefined && { deadline: timeout * 1000 }),
    },
  };
}
