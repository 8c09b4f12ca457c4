// What a verdict rests on: the lines of the patch, the warnings, the model and its bounds.

import type { Warning } from '../verdict/thread-verdict.ts';
import { ofCandidate } from './answers.ts';
import { coverageText } from './coverage-text.ts';
import { escapeLine } from './escape.ts';
import { labelled, type Page } from './page.ts';
import { messageLine } from './place.ts';
import { count } from './words.ts';

/** What the verdict rests on. */
export function restBlock(page: Page): string[] {
  const { v, width, newest, paint } = page;
  const lines: string[] = [];
  if (newest && newest.patches.length > 0 && v.model) lines.push(...lineCounts(page));
  const ran = newest?.coverage ? coverageText(newest.coverage) : '';
  if (ran !== '') lines.push(...labelled(width, 'coverage', ran + ofCandidate(v, newest!)));
  for (const text of warningTexts(page))
    lines.push(...labelled(width, 'warning', text).map((l) => l.replace(/^warning/, paint.bad)));
  if (v.model) {
    const { name, kernel, assumes } = v.model;
    const see = v.asked.list === 'all' ? ':' : ' (--all to see them)';
    lines.push(...labelled(width, 'model', `${name}, Linux ${kernel}; ${count(assumes.length, 'assumption')}${see}`));
    if (v.asked.list === 'all') for (const a of assumes) lines.push(...labelled(width, '', `- ${a}`, false, 2));
  }
  if (v.asked.scope === 'described' && v.checks.length > 0)
    lines.push(
      ...labelled(
        width,
        'bounds',
        'only the described checks were judged; what the patch breaks elsewhere was not asked',
      ),
    );
  if (v.asked.scope === 'every' && v.model && newest?.introduced === null)
    lines.push(
      ...labelled(width, 'bounds', 'the other checks were not asked: nothing could be judged after the patch'),
    );
  return lines;
}

/** The warnings about the thread and its newest candidate; those that differ in their line alone are one. */
function warningTexts(page: Page): string[] {
  const { v, newest } = page;
  const isTold = (w: Warning) => v.asked.list === 'all' || w.code !== 'premise-not-reached' || w.check !== undefined;
  // How a proposal was read is no matter of its verdict alone.
  const isAbout = (w: Warning) =>
    w.candidate === undefined || w.candidate === newest?.id || w.code === 'unspecified-branch';
  const about = v.warnings.filter((w) => isTold(w) && isAbout(w));
  const grouped = new Map<string, Warning[]>();
  for (const w of about) {
    const key = JSON.stringify([w.text, w.message, w.onto]);
    grouped.set(key, [...(grouped.get(key) ?? []), w]);
  }
  return [...grouped.values()].map((same) => {
    const lines = same.flatMap((w) => w.lines ?? (w.line === undefined ? [] : [w.line]));
    const { text, onto, message = 0 } = same[0]!;
    if (onto !== undefined) return escapeLine(`${onto}: ${text}${linesIn(lines)}`);
    return escapeLine(text) + (lines.length === 0 ? '' : ` (${messageLine(page, message, lines)})`);
  });
}

/** Lines of an earlier thread. */
function linesIn(lines: readonly number[]): string {
  return lines.length === 0 ? '' : ` (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} of its message)`;
}

function lineCounts({ v, width, newest }: Page): string[] {
  const total = { added: 0, deleted: 0, addedAccounted: 0, deletedAccounted: 0 };
  for (const { lines } of newest!.patches)
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += lines[key];
  const text = `${total.addedAccounted} of ${total.added} added, ${total.deletedAccounted} of ${total.deleted} removed accounted for`;
  const elided = v.model!.elides.filter((e) => newest!.touched.includes(e.function));
  const texts = elided.map((e) => e.text);
  const told = v.asked.list === 'all' || texts.length <= 5 ? texts : [...texts.slice(0, 4), `${texts.length - 4} more`];
  const left = elided.length === 0 ? '' : `; elided ${elided.length}: ${told.join(', ')}`;
  return labelled(width, 'lines', text + left + ofCandidate(v, newest!));
}
