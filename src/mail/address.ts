import type { Mailbox } from './message.ts';

/** The first mailbox of a `From:` value: `Name <a@b>`, `"Name, A." <a@b>`, `a@b (Name)`, `a@b` or a bare name. */
export function parseMailbox(value: string): Mailbox {
  const text = value.slice(0, 2000).trim();
  const angle = /^(.*?)<([^<>]*)>/s.exec(text);
  if (angle) {
    const address = angle[2]!.trim() || null;
    return { name: unquote(angle[1]!) || address || '', address };
  }
  const comment = /^(\S+@\S+)\s*\((.*)\)\s*$/s.exec(text);
  if (comment) return { name: unquote(comment[2]!) || comment[1]!, address: comment[1]! };
  if (/^\S+@\S+$/.test(text)) return { name: text, address: text };
  return { name: unquote(text), address: null };
}

function unquote(name: string): string {
  const text = name.trim();
  const quoted = /^"(.*)"$/s.exec(text);
  return (quoted ? quoted[1]!.replace(/\\(.)/g, '$1') : text).replace(/\s+/g, ' ').trim();
}

/** Whether two mailboxes are one person's, as far as redacted addresses and differing names let one say. */
export function samePerson(a: Mailbox, b: Mailbox): boolean {
  const x = a.name.toLowerCase();
  if (x !== '' && x === b.name.toLowerCase()) return true;
  if (a.address === null || b.address === null || /@x+(\.x+)*$/i.test(a.address)) return false;
  return a.address.toLowerCase() === b.address.toLowerCase();
}
