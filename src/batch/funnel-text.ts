// The funnel for a person: each line is part of the one above.

import { escapeLine } from '../report/escape.ts';
import { headline } from '../report/words.ts';
import type { Outcome } from './record.ts';
import type { Funnel, History } from './survey.ts';

const MOST_FUNCTIONS = 20;
const MOST_HISTORIES = 20;

/** The whole report. */
export function funnelText(funnel: Funnel, histories: readonly History[]): string {
  const { threads, read, unread, missing } = funnel;
  const width = Math.max(...countsIn(funnel).map(([n]) => digits(n).length));
  const row = ([n, text]: readonly [number, string]): string => `${digits(n).padStart(width + 2)}  ${text}`;
  const lines = countsIn(funnel).map(row);
  if (threads > read) lines.push(row([threads - read, 'threads are not read yet']));
  if (unread > 0) lines.push(row([unread, 'threads could not be read']));
  if (missing > 0) lines.push(row([missing, 'mails are missing from the archive']));
  if (funnel.classes.length > 0) {
    lines.push('', 'Concurrency bugs, by class and how they were recognised (threads with a diff)');
    for (const { class: name, threads: n, by } of funnel.classes)
      lines.push(
        `${row([n, name.padEnd(18)])} ${[...by].map(([way, k]) => `${way} ${digits(k)}`).join(', ')}`.trimEnd(),
      );
  }
  if (funnel.unmodelled.length > 0) {
    lines.push('', 'Functions that race fixes touch most and no model covers (threads)');
    for (const { name, file, threads: n } of funnel.unmodelled.slice(0, MOST_FUNCTIONS))
      lines.push(row([n, escapeLine(file === '' ? `${name}()` : `${name}()  ${file}`)]));
    if (funnel.unmodelled.length > MOST_FUNCTIONS)
      lines.push(`  … and ${digits(funnel.unmodelled.length - MOST_FUNCTIONS)} more (--jsonl has all)`);
  }
  if (histories.length > 0) {
    lines.push('', 'Verdicts across versions');
    for (const history of histories.slice(0, MOST_HISTORIES)) lines.push(`  ${historyLine(history)}`);
    if (histories.length > MOST_HISTORIES) lines.push(`  … and ${histories.length - MOST_HISTORIES} more`);
  }
  return `${lines.join('\n')}\n`;
}

/** `mm: fix x (Ann Author)   v1 not-fixed → v2 fixed`. */
export function historyLine({ title, author, versions }: History): string {
  const steps = versions.map((v) => `v${v.version} ${v.verdict ?? 'not judged'}`);
  return `${escapeLine(`${title} (${author})`)}   ${steps.filter((s, i) => s !== steps[i - 1]).join(' → ')}`;
}

/** Each count with what it counts. */
export function countsIn(f: Funnel): readonly (readonly [number, string])[] {
  const verdicts = [...f.verdicts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [
    [f.mails, 'mails'],
    [f.threads, 'threads'],
    ...(f.triaged < f.read ? [[f.triaged, 'that meet --limit'] as const] : []),
    [f.withDiff, 'with a diff'],
    [f.races, 'that describe a concurrency bug'],
    [f.functions, `functions touched by these, ${digits(f.modelledFunctions)} of them in a model`],
    [f.covered, `threads covered by a model, ${digits(f.coveredRaces)} of them such fixes`],
    [f.judged, 'judged'],
    ...verdicts.map(([verdict, n]) => [n, `  ${outcomeWord(verdict)}`] as const),
  ];
}

function outcomeWord(outcome: Outcome): string {
  return outcome === 'error' ? 'ERROR' : headline(outcome);
}

/** `33,000`. */
export function digits(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
