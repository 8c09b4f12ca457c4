import { createHash } from 'node:crypto';
import { openSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ReadStream } from 'node:tty';
import type { ReviewThread, Source } from '../tui/threads.ts';
import { CommandError, explain } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { readInputs } from './input.ts';
import { checkOptions, judge } from './judge.ts';
import type { VerdictOptions } from './options.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { ownMailbox } from './reply.ts';
import { canPage, hasColor, isAscii } from './screen.ts';
import { version } from './version.ts';
import { cacheFolder, dataFolder } from './xdg.ts';

/** More searches at once than that need more memory than a desk has. */
const MOST_WORKERS = 4;

/** `patchcheck review INPUT…`: the review screens; the reports, where there is no terminal. */
export async function review(names: readonly string[], options: VerdictOptions): Promise<ExitCode> {
  const keyboard = keyboardFor(names);
  if (!keyboard) return printAll(names, options);
  const onto = await readInputs(options.onto);
  const cache = cacheFolder();
  const { threads, problems } = await readThreads(names, join(cache, 'threads'));
  const root = packageRoot();
  const worker = join(root, 'dist', 'judge-worker.mjs');
  const { review: show } = await import('../tui/review.ts');
  await show({
    threads,
    setting: {
      root,
      onto,
      checks: options.check,
      asked: checkOptions(options).asked ?? {},
      from: ownMailbox() ?? null,
    },
    worker,
    workers: Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1)),
    dataFolder: dataFolder(),
    cacheFolder: cache,
    // The names of the chunks that it loads are made of what they hold.
    program: `${version} ${createHash('sha256').update(readFileSync(worker)).digest('hex')}`,
    hasColor: hasColor(options),
    isAscii: isAscii(),
    input: keyboard,
    output: process.stdout,
  });
  for (const problem of problems) write(2, `patchcheck: ${problem}\n`);
  return problems.length > 0 ? 3 : 0;
}

/** Where keys come from: standard input, or the terminal itself while the mail comes from there. */
function keyboardFor(names: readonly string[]): ReadStream | null {
  if (!canPage() || process.env.CI) return null;
  if (process.stdin.isTTY) {
    if (names.includes('-'))
      throw new CommandError(2, 'Cannot read mail from the terminal: pipe it in, or name a file.');
    return process.stdin;
  }
  if (!names.includes('-')) return null;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return null;
  }
}

/** The reports of all, one behind the other; the exit code is the worst. */
async function printAll(names: readonly string[], options: VerdictOptions): Promise<ExitCode> {
  let worst: ExitCode = 0;
  for (const name of names) {
    const code = await judge(name, options);
    if (code > worst) worst = code;
  }
  return worst;
}

interface Inputs {
  readonly threads: readonly ReviewThread[];
  /** Why inputs could not be read. */
  readonly problems: readonly string[];
}

/** The threads of all inputs. One that cannot be read keeps no other from being shown; if none can, it throws. */
async function readThreads(names: readonly string[], folder: string): Promise<Inputs> {
  const { threadsIn } = await import('../tui/threads.ts');
  const threads: ReviewThread[] = [];
  const problems: string[] = [];
  for (const name of names) {
    try {
      for (const source of await sourcesOf(name)) threads.push(...(await threadsIn(source, folder)));
    } catch (error) {
      const { message, isBug } = explain(error);
      if (isBug) throw error;
      problems.push(message);
    }
  }
  if (threads.length === 0) throw new CommandError(3, problems.join('\npatchcheck: '));
  return { threads, problems };
}

async function sourcesOf(name: string): Promise<readonly Source[]> {
  const isFolder = name !== '-' && statSync(name, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? [{ path: name }] : readInputs([name]);
}
