// What a verdict rests on: the lines of the patch, the warnings, the model and its bounds.

import type { Warning } from '../verdict/thread-verdict.ts';
import { escapeLine } from './escape.ts';
import { labelled, type Page } from './page.ts';
import { count } from './words.ts';

/** What the verdict rests on. */
export function restBlock(page: Page): string[] {
  const { v, width, newest, paint } = page;
  const lines: string[] = [];
  if (newest && newest.patches.length > 0 && v.model) lines.push(...lineCounts(page));
  for (const text of warningTexts(page))
    lines.push(...labelled(width, 'warning', text).map((l) => l.replace(/^warning/, paint.bad)));
  if (v.model) {
    const { name, kernel, assumes } = v.model;
    const see = v.asked.list === 'all' ? ':' : ' (--all to see them)';
    lines.push(...labelled(width, 'model', `${name}, Linux ${kernel}; ${count(assumes.length, 'assumption')}${see}`));
    if (v.asked.list === 'all') for (const a of assumes) lines.push(...labelled(width, '', `- ${a}`));
  }
  if (v.asked.scope === 'described' && v.checks.length > 0)
    lines.push(
      ...labelled(
        width,
        'bounds',
        'only the described checks were judged; what the patch breaks elsewhere was not asked',
      ),
    );
  return lines;
}

/** The warnings about the thread and its newest candidate; those that differ in their line alone are one. */
function warningTexts({ v, newest }: Page): string[] {
  const about = v.warnings.filter((w) => w.candidate === undefined || w.candidate === newest?.id);
  const mail = (w: Warning) => (v.thread.messages.length > 1 ? `message ${(w.message ?? 0) + 1}` : 'the mail');
  const grouped = new Map<string, Warning[]>();
  for (const w of about) grouped.set(`${w.text}\n${mail(w)}`, [...(grouped.get(`${w.text}\n${mail(w)}`) ?? []), w]);
  return [...grouped.values()].map((same) => {
    const lines = same.flatMap((w) => (w.line === undefined ? [] : [w.line]));
    const where =
      lines.length === 0 ? '' : ` (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} of ${mail(same[0]!)})`;
    return escapeLine(same[0]!.text) + where;
  });
}

function lineCounts({ v, width, newest }: Page): string[] {
  const total = { added: 0, deleted: 0, addedAccounted: 0, deletedAccounted: 0 };
  for (const { lines } of newest!.patches)
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += lines[key];
  const text = `${total.addedAccounted} of ${total.added} added, ${total.deletedAccounted} of ${total.deleted} removed accounted for`;
  const elided = v.model!.elides.filter((e) => newest!.touched.includes(e.function));
  const left = elided.length === 0 ? '' : `; elided ${elided.length}: ${elided.map((e) => e.text).join(', ')}`;
  return labelled(width, 'lines', text + left);
}
