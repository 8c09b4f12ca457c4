// What of a mail is quoted in the answer to it: the lines that make the claim, and no more than a few of them.

import type { Message } from '../../mail/message.ts';
import { escapeLine } from '../escape.ts';
import type { ClaimView } from '../view/view.ts';
import { dayText } from '../words.ts';
import { wrap } from '../wrap.ts';

const MOST = 14;
const CUT = '> [...]';

/** The attribution and the quoted lines. */
export function quoteOf(message: Message, claims: readonly ClaimView[]): string[] {
  const own = claims.filter((c) => c.message === message.index && c.lines[0] > 0);
  const text = message.text.split('\n');
  const [from, to] = own[0]?.lines ?? firstParagraph(text);
  const lines = text.slice(from - 1, Math.min(to, from - 1 + MOST));
  const isFirst = text.slice(0, from - 1).every((l) => l.trim() === '');
  const isLast = text.slice(Math.min(to, from - 1 + MOST)).every((l) => l.trim() === '');
  const who = escapeLine(message.from.name || 'somebody');
  const when = message.date === null ? '' : `On ${dayText(message.date)}, `;
  return [
    ...wrap(`${when}${who} wrote:`, 72),
    ...(isFirst ? [] : [CUT]),
    ...lines.map((l) => quoted(l)),
    ...(isLast ? [] : [CUT]),
  ];
}

function quoted(line: string): string {
  const shown = line.replace(/[^\t]+/g, escapeLine).trimEnd();
  return shown === '' ? '>' : shown.startsWith('>') ? `>${shown}` : `> ${shown}`;
}

function firstParagraph(text: readonly string[]): readonly [number, number] {
  const from = text.findIndex((l) => l.trim() !== '');
  const end = text.findIndex((l, i) => i > from && l.trim() === '');
  return [Math.max(0, from) + 1, end < 0 ? text.length : end];
}
