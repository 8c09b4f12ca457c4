import { first, type Head } from './headers.ts';

/** The ids of a header, with their brackets; old mailers write words around them, or leave the brackets out. */
export function messageIds(head: Head, name: string): string[] {
  const values = head.values.get(name);
  if (!values) return [];
  const bracketed = values.join(' ').match(/<[^<>\s]+>/g);
  if (bracketed) return [...new Set(bracketed)];
  const bare = first(head, name);
  return bare.length < 1000 && /^[^\s<>]+@[^\s<>]+$/.test(bare) ? [`<${bare}>`] : [];
}
