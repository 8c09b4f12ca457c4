// `Reviewed-by: Ann <ann@x>`: the lines in which people answer for a patch, in its commit text and in answers to it.

import { parseMailbox } from '../mail/address.ts';
import type { Mailbox } from '../mail/message.ts';

export interface Trailer {
  /** As the kernel spells it: `Reviewed-by`, `Fixes`, `Cc`. */
  readonly name: string;
  /** On one line. */
  readonly value: string;
  /** Whom it names; null where it names a commit or a link. */
  readonly person: Mailbox | null;
  /** 1-based line in the text of the message. */
  readonly line: number;
}

const form = /^([A-Za-z]+(?:-[A-Za-z]+)*)\s?:[ \t]*(\S.*)$/;
const links = ['Fixes', 'Link', 'Closes', 'Message-ID', 'Change-Id', 'Depends-on', 'BugLink'];
const known = new Map(['Cc', ...links].map((name) => [name.toLowerCase(), name]));

/** The trailers among some lines of a text: `lines` is 1-based, the second one behind the end. Quoted ones are none. */
export function trailersIn(text: string, lines: readonly [number, number] = [1, Infinity]): Trailer[] {
  const all = text.split('\n');
  const found: Trailer[] = [];
  for (let i = lines[0] - 1; i < Math.min(all.length, lines[1] - 1); i++) {
    const read = form.exec(all[i]!);
    const name = read && nameOf(read[1]!);
    if (!name) continue;
    const line = i + 1;
    let value = read[2]!.trim();
    while (i + 2 < lines[1] && isContinued(name, value, all[i + 1])) value = `${value} ${all[++i]!.trim()}`;
    const isLink = links.includes(name);
    const person = isLink ? null : parseMailbox(value.replace(/\s*#.*$/, ''));
    if (!isLink && !isPerson(person!, value)) continue;
    found.push({ name, value, person, line });
  }
  return found;
}

function nameOf(word: string): string | null {
  const lower = word.toLowerCase();
  if (/^(?:[a-z]+-)+by$/.test(lower)) return lower[0]!.toUpperCase() + lower.slice(1);
  return known.get(lower) ?? null;
}

/** `Fixes: 12ab ("a title that goes on` is folded without a blank. */
function isContinued(name: string, value: string, next: string | undefined): boolean {
  if (next === undefined || next.trim() === '' || value.length > 1000) return false;
  if (/^[ \t]+\S/.test(next)) return /[^>)]$/.test(value);
  return name === 'Fixes' && value.includes('("') && !value.includes('")') && !form.test(next);
}

/** "Suggested-by: nobody in particular" is prose; a name or an address is not. */
function isPerson(person: Mailbox, value: string): boolean {
  return person.address !== null || /^[\p{Lu}][\p{L}.'-]*(?: [\p{L}.'-]+){0,4}$/u.test(value);
}
