// A patch mail as `git mailinfo` splits it: headers in the body, commit text, and what is no part of the commit. In: the
// text of a mail; out: line numbers and what the headers say. Nothing is taken out of the text.
//
//   > It leaks, see below.             with scissors on: everything above the line goes
//   -- >8 --
//   From: Ann Author <ann@x>           headers in the body override those of the mail
//   Subject: mm: fix the leak
//
//   The page is never put.             commit text …
//   Signed-off-by: …
//   ---                                … up to here, or to the diff
//   v2: rebased

import { parseMailbox } from '../mail/address.ts';
import { parseDate } from '../mail/date.ts';
import type { Mailbox } from '../mail/message.ts';

export interface CommitMail {
  /** Null where the body does not override the header. */
  readonly from: Mailbox | null;
  readonly subject: string | null;
  readonly date: Date | null;
  /** 1-based lines of the commit text, the second one behind its end. */
  readonly lines: readonly [number, number];
  /** 1-based line of the first scissors, whether they were asked for or not. */
  readonly scissors: number | null;
}

const header = /^(From|Subject|Date|To|Cc|Message-ID|In-Reply-To|Content-Type|Author):[ \t]+(.*)$/i;
const end = /^(?:---\s*$|diff -|Index: \S|@@ -\d|-- $|--- \S)/;

/** Splits the text of a patch mail. With `scissors`, what stands above such a line does not count. */
export function splitCommit(text: string, options: { readonly scissors?: boolean } = {}): CommitMail {
  const lines = text.split('\n');
  const cut = scissorsIn(text, lines);
  let at = (options.scissors && cut) || 0;
  while (at < lines.length && lines[at]!.trim() === '') at++;
  const found = new Map<string, string>();
  const start = at;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    const read = header.exec(line);
    const name = read?.[1]?.toLowerCase();
    const last = [...found.keys()].at(-1);
    if (name !== undefined && !found.has(name)) found.set(name, read![2]!.trim());
    else if (last && /^[ \t]+\S/.test(line)) found.set(last, `${found.get(last)!} ${line.trim()}`);
    else break;
  }
  // `Cc:` alone is a trailer in a mail of trailers, `To:` a paragraph.
  const overrides = ['from', 'subject', 'date', 'author'].some((name) => found.has(name));
  if (!overrides || (at < lines.length && lines[at]!.trim() !== '' && !end.test(lines[at]!))) {
    at = start;
    found.clear();
  }
  const stop = lines.findIndex((line, i) => i >= at && end.test(line));
  const from = found.get('from') ?? found.get('author');
  return {
    from: from === undefined ? null : parseMailbox(from),
    subject: found.get('subject') ?? null,
    date: parseDate(found.get('date') ?? ''),
    lines: [at + 1, (stop < 0 ? lines.length : stop) + 1],
    scissors: cut,
  };
}

/** The 1-based line of the first scissors in a text. */
export function scissorsIn(text: string, lines: readonly string[] = text.split('\n')): number | null {
  const at = blade.some((b) => text.includes(b)) ? lines.findIndex(isScissors) : -1;
  return at < 0 ? null : at + 1;
}

const blade = ['8<', '>8', '%<', '>%'];
const blades = />8|8<|>%|%</;

/** A line of at least eight columns that is mostly `-` and scissors; words between ("cut here") may be a third of it. */
function isScissors(line: string): boolean {
  const text = line.trim();
  if (text.length < 8 || text.length > 200 || /^>(?![8%])/.test(text) || !blades.test(text)) return false;
  const perforated = text.match(/(?:-|>8|8<|>%|%<)(?:\s*(?:-|>8|8<|>%|%<))*\s*/g) ?? [];
  const columns = perforated.reduce((n, piece) => n + piece.length, 0);
  const gaps = perforated.reduce((n, piece) => n + piece.replace(/\S/g, '').length, 0);
  return text.length < columns * 3 && gaps * 2 < columns;
}
