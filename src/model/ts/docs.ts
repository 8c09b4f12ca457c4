// What a definition says in its doc comment: `/** mm/swap_state.c @atomic */`.

import type { Comment } from './oxc.ts';

export interface Doc {
  /** Kernel path, if that is the first word. */
  readonly file?: string;
  readonly atomic: boolean;
  readonly declares: boolean;
  readonly variadic: boolean;
  readonly byName: readonly string[];
  readonly stable: readonly string[];
  readonly isEnum: boolean;
}

/** Doc comments by the offset of what stands behind them. */
export type Docs = ReadonlyMap<number, string>;

export const NO_DOC: Doc = { atomic: false, declares: false, variadic: false, byName: [], stable: [], isEnum: false };

/** Each doc comment of a text, found by where the next code begins. */
export function docsOf(comments: readonly Comment[], text: string): Docs {
  const docs = new Map<number, string>();
  const behind = new Map<number, number>();
  for (const comment of [...comments].reverse()) {
    let next = comment.end;
    while (/\s/.test(text[next] ?? '')) next++;
    next = behind.get(next) ?? next;
    behind.set(comment.start, next);
    const isDoc = comment.type === 'Block' && comment.value.startsWith('*');
    if (isDoc && !docs.has(next)) docs.set(next, comment.value.slice(1));
  }
  return docs;
}

/** A doc comment read. */
export function readDoc(comment: string | undefined): Doc {
  if (comment === undefined) return NO_DOC;
  const text = comment.replace(/^[ \t]*\*/gm, '').trim();
  const path = /^[\w.-]+(?:\/[\w.-]+)*\.[ch](?![\w/])/.exec(text)?.[0];
  if (!text.includes('@')) return { ...NO_DOC, ...(path !== undefined && { file: path }) };
  const tags = new Map([...text.matchAll(/(?<=^|\s)@(\w+)([^@\n]*)/g)].map((m) => [m[1], m[2]!.trim()]));
  return {
    ...(path !== undefined && { file: path }),
    atomic: tags.has('atomic'),
    declares: tags.has('declares'),
    variadic: tags.has('variadic'),
    byName: listed(tags.get('byname')),
    stable: listed(tags.get('stable')),
    isEnum: tags.has('enum'),
  };
}

function listed(names = ''): string[] {
  return names.split(/[\s,]+/).filter(Boolean);
}
