// "On Thu, May 21, 2020 at 10:56:20PM -0700, Hugh Dickins wrote:": who is quoted, and when he wrote it.

import { parseMailbox } from './address.ts';
import { parseZonedDate } from './date.ts';
import type { Mailbox } from './message.ts';
import type { QuotedLine } from './quote.ts';

export interface Attribution {
  readonly from: Mailbox;
  readonly date: Date | null;
  /** Of the date, in minutes east of Greenwich; null if it names none. */
  readonly zone: number | null;
  /** 1-based line on which it ends. */
  readonly line: number;
  /** Level of the attribution itself; what it introduces is quoted one deeper. */
  readonly level: number;
}

const verb = /\s(?:wrote|writes|said|schrieb|a écrit|skrev|escribió)\s*:\s*$/i;
/** What a date ends in, in any order that is in use: the sender's name stands behind the last of these. */
const dateEnds = [
  /\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m\b)?(?:\s*[+-]\d{4}\b)?(?:\s*\([A-Z]{1,5}\)|\s[A-Z]{3,4}\b(?=,))?/i,
  /\b(?:19|20)\d{2}\b(?:-\d{1,2}-\d{1,2})?/,
  /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/,
];

/** Every attribution in a text. One may be wrapped over up to three lines. */
export function attributionsOf(lines: readonly QuotedLine[]): Attribution[] {
  const found: Attribution[] = [];
  for (const [i, last] of lines.entries()) {
    if (!endsInColon(last.text) || !verb.test(last.text)) continue;
    const one = attributionAt(lines, i);
    if (one) found.push(one);
  }
  return found;
}

function attributionAt(lines: readonly QuotedLine[], i: number): Attribution | null {
  const last = lines[i]!;
  for (let count = 1; count <= 3; count++) {
    const block = lines.slice(Math.max(0, i + 1 - count), i + 1);
    if (block.length < count || block.some((l) => l.level !== last.level || l.text.trim() === '')) break;
    const found = readAttribution(block.map((l) => l.text.trim()).join(' '));
    if (found) return { ...found, line: last.line, level: last.level };
  }
  const from = parseMailbox(last.text.replace(verb, '').trim());
  return from.name === '' || from.name.length > 60
    ? null
    : { from, date: null, zone: null, line: last.line, level: last.level };
}

/** Few lines do: the others need not be searched. */
function endsInColon(text: string): boolean {
  let end = text.length - 1;
  while (end >= 0 && text.charCodeAt(end) <= 0x20) end--;
  return text.charCodeAt(end) === 0x3a || text.charCodeAt(end) > 0x7f;
}

function readAttribution(text: string): Pick<Attribution, 'from' | 'date' | 'zone'> | null {
  const until = text.replace(verb, '');
  if (!/^(?:on|am|le|den|el)\b/i.test(until)) return null;
  const searched = until.replace(/<[^<>]*>?/g, (address) => ' '.repeat(address.length));
  const end = Math.max(0, ...dateEnds.map((form) => form.exec(searched)).map((m) => (m ? m.index + m[0].length : 0)));
  if (end === 0) return null;
  const from = parseMailbox(until.slice(end).replace(/^[,\s]+|[,\s]+$/g, ''));
  if (from.name === '') return null;
  const written = parseZonedDate(until.slice(0, end));
  return { from, date: written?.date ?? null, zone: written?.zone ?? null };
}
