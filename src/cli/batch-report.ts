import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../batch/store.ts';
import type { Funnel, History, ThreadResult } from '../batch/survey.ts';
import { factsOf } from './batch.ts';
import { systemWords } from './errno.ts';
import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';

export interface BatchReportOptions {
  readonly store: string;
  readonly jsonl?: true;
  /** Folder for pages. */
  readonly html?: string;
  readonly limit?: string;
}

/** `patchcheck batch report`: what a store says, for a person, as lines of JSON or as pages. */
export async function batchReport(options: BatchReportOptions): Promise<ExitCode> {
  if (options.jsonl && options.html !== undefined)
    throw new CommandError(2, 'Cannot write --jsonl and --html at once: give one of them.');
  if (!existsSync(options.store))
    throw new CommandError(
      3,
      `Cannot read ${options.store}: there is no such file. \`patchcheck batch ARCHIVE\` makes it.`,
    );
  const { openStore } = await import('../batch/store.ts');
  const { historiesOf, survey } = await import('../batch/survey.ts');
  const { isWithin } = await import('../report/limit.ts');
  const store = openStore(options.store);
  try {
    const program = store.setting('program') ?? '';
    const limit = options.limit ?? '';
    const isWanted = (r: ThreadResult): boolean => isWithin(factsOf(r.triage, r.outcome), limit);
    const report: Report = {
      store,
      program,
      funnel: survey(store, program, packageRoot(), isWanted),
      histories: [...historiesOf(store, program)],
      isWanted,
    };
    if (options.html !== undefined) await writePages(options.html, report);
    else if (options.jsonl) await printLines(report);
    else {
      const { funnelText } = await import('../batch/funnel-text.ts');
      write(1, funnelText(report.funnel, report.histories));
    }
    return 0;
  } finally {
    store.close();
  }
}

interface Report {
  readonly store: Store;
  readonly program: string;
  readonly funnel: Funnel;
  readonly histories: readonly History[];
  readonly isWanted: (result: ThreadResult) => boolean;
}

async function printLines({ store, program, funnel, histories, isWanted }: Report): Promise<void> {
  const { functionRecords, funnelRecord, historyRecord, threadRecord } = await import('../batch/jsonl.ts');
  const { resultsOf } = await import('../batch/survey.ts');
  if (!write(1, funnelRecord(funnel))) return;
  for (const result of resultsOf(store, program)) if (isWanted(result) && !write(1, threadRecord(result))) return;
  for (const record of functionRecords(funnel)) if (!write(1, record)) return;
  for (const history of histories) if (!write(1, historyRecord(history))) return;
}

async function writePages(folder: string, { store, program, funnel, histories, isWanted }: Report): Promise<void> {
  const { filesOfThread, indexHtml } = await import('../batch/html.ts');
  const { resultsOf } = await import('../batch/survey.ts');
  const listed: ThreadResult[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const result of resultsOf(store, program)) {
      if (!isWanted(result) || !(result.judgement || result.problem)) continue;
      listed.push(result);
      for (const { name, bytes } of filesOfThread(store, program, result.content)) await save(folder, name, bytes);
    }
    await save(folder, 'index.html', indexHtml(funnel, listed, histories));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandError(3, `Cannot write to ${folder}: ${systemWords(error as NodeJS.ErrnoException)}.`);
  }
  write(1, `${join(folder, 'index.html')}\n`);
}

/** A page that is there is whole. */
async function save(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, `.${name}.tmp`), content);
  await rename(join(folder, `.${name}.tmp`), join(folder, name));
}
