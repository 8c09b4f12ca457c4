// The report of a store for machines: one record a line (docs/batch.md). Fields may be added, never taken away.

import { escapeJson } from '../report/escape.ts';
import type { Funnel, History, ThreadResult } from './survey.ts';

/** The counts. */
export function funnelRecord({ verdicts, classes, unmodelled, outcomes: _, ...counts }: Funnel): string {
  return line({
    kind: 'funnel',
    schema: 'patchcheck.batch/1',
    ...counts,
    verdicts: Object.fromEntries(verdicts),
    classes: classes.map(({ by, ...c }) => ({ ...c, by: Object.fromEntries(by) })),
  });
}

/** A thread. */
export function threadRecord({ content, triage, judgement, problem, outcome }: ThreadResult): string {
  return line({ kind: 'thread', content, verdict: outcome, ...triage, judgement, problem });
}

/** Functions that race fixes touch and no model has, most touched first. */
export function* functionRecords({ unmodelled }: Funnel): Generator<string> {
  for (const { name, file, threads } of unmodelled) yield line({ kind: 'function', name, file, threads });
}

/** The verdicts of the versions of a series. */
export function historyRecord(history: History): string {
  return line({ kind: 'history', ...history });
}

function line(record: object): string {
  return `${escapeJson(JSON.stringify(record))}\n`;
}
