import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Hands } from '../batch/hands.ts';
import type { Outcome, Triage } from '../batch/record.ts';
import type { Setting } from '../batch/task.ts';
import { systemWords } from './errno.ts';
import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { loadQueue } from './load-queue.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { openProgress } from './progress.ts';
import { version } from './version.ts';

export interface BatchCommandOptions {
  readonly store: string;
  readonly jobs?: number;
  /** Milliseconds. */
  readonly since?: number;
  readonly limit?: string;
  readonly triage?: true;
  readonly described?: true;
  readonly maxStates?: number;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly maxMemory: number;
  readonly config: Readonly<Record<string, boolean>>;
  readonly failOn: readonly string[];
  readonly queue?: string;
}

/** `patchcheck batch ARCHIVE…`: says of each thread of archives what it is, and judges those that a model covers. */
export async function batch(archives: readonly string[], options: BatchCommandOptions): Promise<ExitCode> {
  if (archives.includes('-'))
    throw new CommandError(2, 'Cannot go through standard input: what is resumed has to be found again. Give a file.');
  const { openStore } = await import('../batch/store.ts');
  const { runBatch } = await import('../batch/batch.ts');
  const { engineOf, programOf } = await import('../batch/program.ts');
  const { isWithin } = await import('../report/limit.ts');
  // Not loaded at the end: hours later another version may be installed.
  const { historiesOf, survey } = await import('../batch/survey.ts');
  const { funnelText } = await import('../batch/funnel-text.ts');
  const root = packageRoot();
  const engine = engineOf(root, version);
  const setting = settingOf(options);
  const program = programOf(engine, setting);
  const limit = options.limit ?? '';
  const store = openStore(options.store);
  const progress = openProgress();
  const warn = (text: string): void => {
    progress.clear();
    write(2, `patchcheck: ${text}\n`);
  };
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    store.set('program', program);
    await runBatch(store, {
      program,
      setting,
      roots: archives.map((path) => resolve(path)),
      since: options.since ?? null,
      judges: !options.triage,
      isWanted: (triage) => isWithin(factsOf(triage, null), limit),
      openHands: () => handsFor(options, root, engine, setting, warn),
      signal: stop.signal,
      tell: progress.tell,
      warn,
    });
    progress.clear();
    if (stop.signal.aborted) {
      write(2, 'patchcheck: interrupted. What is done is kept; the same command goes on from there.\n');
      return 130;
    }
    const funnel = survey(store, program, root);
    write(1, funnelText(funnel, [...historiesOf(store, program)]));
    return options.failOn.some((verdict) => funnel.outcomes.has(verdict as Outcome)) ? 1 : 0;
  } catch (error) {
    progress.clear();
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || path === undefined) throw error;
    throw new CommandError(3, `Cannot read ${path}: ${systemWords(error as NodeJS.ErrnoException)}.`);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    store.close();
  }
}

async function handsFor(
  { jobs, queue }: BatchCommandOptions,
  root: string,
  engine: string,
  { maxMemory }: Setting,
  warn: (text: string) => void,
): Promise<Hands> {
  if (queue !== undefined) {
    const { openQueue } = await loadQueue();
    return openQueue(queue, engine, warn);
  }
  const { openPool } = await import('../batch/pool.ts');
  return openPool(join(root, 'dist', 'batch-worker.mjs'), root, jobs ?? availableParallelism(), maxMemory);
}

function settingOf({ described, maxStates, config, timeout, maxMemory }: BatchCommandOptions): Setting {
  const sorted = Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    scope: described ? 'described' : 'every',
    maxStates: maxStates ?? null,
    config: sorted,
    timeout,
    maxMemory,
  };
}

/** What `--limit` is held against. */
export function factsOf(
  triage: Triage | null,
  outcome: Outcome | null,
): Parameters<typeof import('../report/limit.ts').isWithin>[0] {
  return {
    subject: triage?.subject ?? '',
    author: triage?.author ?? '',
    date: triage?.date ?? null,
    functions: [...(triage?.functions ?? []).map((f) => f.name), ...(triage?.claims ?? []).flatMap((c) => c.functions)],
    claims: triage?.claims.map((c) => c.class) ?? [],
    verdict: outcome ?? 'unjudged',
  };
}
