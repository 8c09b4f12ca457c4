import { stage } from '../base/stage.ts';
import type { CheckOptions } from '../check.ts';
import { ASCII_GROWS } from '../report/ascii.ts';
import { type ExitCode, exitCodeOf } from './exit.ts';
import { readInputs } from './input.ts';
import { endBy } from './interrupt.ts';
import { openLook } from './look.ts';
import { formatOf, type VerdictOptions } from './options.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { page } from './pager.ts';
import { hasColor, isAscii, width } from './screen.ts';
import { version } from './version.ts';

/** `patchcheck FILE`: prints the verdict of a thread; of one that was interrupted, what is known. */
export async function judge(file: string, options: VerdictOptions): Promise<ExitCode> {
  const format = formatOf(options);
  const [input, ...onto] = await readInputs([file, ...options.onto]);
  const { checkThread } = await import('../check.ts');
  const { look, interrupt, close } = openLook();
  const verdict = await checkThread(input!, { ...checkOptions(options), onto, look }).finally(close);
  if (options.witness) {
    const { renderWitnesses } = await import('../report/witnesses/witnesses.ts');
    const { witness } = options;
    const text = stage('report', () =>
      renderWitnesses(witness, verdict, { file, version, input: input!, onto, width: width() }),
    );
    if (text === undefined) write(2, 'patchcheck: no check that was asked for is violated: there is no run to show\n');
    else if (witness === 'text') await page(text, options);
    else write(1, text);
  } else if (format !== 'text') {
    const { render } = await import('../report/format/format.ts');
    write(
      1,
      stage('report', () => render(format, verdict, { file, version })),
    );
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
  if (!interrupt.signal) return exitCodeOf(verdict);
  endBy(interrupt.signal);
  return 130;
}

/** What a verdict is asked with. */
export function checkOptions({
  check,
  all,
  described,
  ladder,
  maxStates,
  maxMemory,
  timeout,
  config,
}: VerdictOptions): CheckOptions {
  return {
    root: packageRoot(),
    checks: check,
    asked: {
      scope: described ? 'described' : 'every',
      list: all ? 'all' : 'relevant',
      config,
      ...(ladder && { ladder }),
      ...(maxStates !== undefined && { maxStates }),
      ...(maxMemory !== undefined && { maxMemory }),
      ...(timeout !== undefined && { deadline: timeout * 1000 }),
    },
  };
}
