// `Re: [RFC PATCH v2 3/7] mm: fix x`: the words in front of the title, read and taken off.

export interface Subject {
  /** Without `Re:` and `[…]`. */
  readonly title: string;
  /** Begins with `Re:`, `Aw:`, `Fwd:` and so on. */
  readonly reply: boolean;
  /** Words in the brackets but for version and part: `RFC`, `PATCH`, `mmotm`. */
  readonly tags: readonly string[];
  /** 1 if the subject has none. */
  readonly version: number;
  /** [n, m] of `n/m`; [1, 1] if the subject has none. */
  readonly part: readonly [number, number];
  readonly isPatch: boolean;
}

/** Reads the prefixes of a subject line. */
export function parseSubject(subject: string): Subject {
  let rest = subject.replace(/\s+/g, ' ').trim();
  let reply = false;
  let version: number | null = null;
  let part: readonly [number, number] | null = null;
  const tags: string[] = [];
  for (;;) {
    const re = /^(?:re|aw|fwd?|sv|antw?)(?:\[\d+\]|\(\d+\))?\s*:\s*/i.exec(rest);
    const bracket = re ? null : /^\[([^\][]*)\]\s*/.exec(rest);
    const taken = re ?? bracket;
    if (!taken) break;
    rest = rest.slice(taken[0].length);
    if (re) reply = true;
    for (const word of (bracket?.[1] ?? '').split(/[\s,]+/).filter(Boolean)) {
      const numbered = /^(\d{1,4})\/(\d{1,4})$/.exec(word);
      const versioned = /^(PATCH|RFC)?-?v(\d{1,3})(?:\.\d+)?$/i.exec(word);
      const glued = /^(PATCH|RFC)(?:v(\d{1,3}))?(\d{1,4})\/(\d{1,4})$/i.exec(word);
      if (numbered) part = [Number(numbered[1]), Number(numbered[2])];
      else if (versioned) version = Number(versioned[2]);
      else if (glued) part = [Number(glued[3]), Number(glued[4])];
      if (glued?.[2]) version = Number(glued[2]);
      const tag = numbered ? undefined : versioned ? versioned[1] : glued ? glued[1] : word;
      if (tag) tags.push(tag);
    }
  }
  // "[PATCH] memcg: fix stale swap cache leak v5"
  version ??= Number(/[\s(]v(\d{1,3})\)?$/i.exec(rest)?.[1] ?? 1);
  const isPatch = tags.some((t) => /patch/i.test(t));
  return { title: rest, reply, tags, version, part: part ?? [1, 1], isPatch };
}
