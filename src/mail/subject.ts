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
  /** The brackets say `PATCH`, `RFC` or a part. */
  readonly isPatch: boolean;
  readonly isRfc: boolean;
  readonly isResend: boolean;
  /** Which of version and part stand in the brackets. */
  readonly says: { readonly version: boolean; readonly part: boolean };
}

const answer = /^(?:re|aw|fwd?|sv|antw?|回复|答复|转发)(?:\[\d+\]|\(\d+\))?\s*[:：]\s*/i;
const kinds = '(PATCH(?:SET|ES)?|RFC|RFT|RESEND|PATCH/RFC|RFC/PATCH)?';
const versioned = new RegExp(`^${kinds}[-_/#]?v(\\d{1,3})(?:\\.(\\d{1,3}))?$`, 'i');
const glued = new RegExp(`^${kinds}(?:[-_]?v(\\d{1,3}))?[-_:]?(\\d{1,4})/(\\d{1,4})$`, 'i');
/** "[PATCH] memcg: fix stale swap cache leak v5", but not "[PATCH] docs: memory.high of cgroup v2". */
const behindTitle = /(\S+)[\s(]+v(\d{1,3})\)?$/i;
const hasVersions = /^(?:c?groups?|gic|its|ip|nfs|smb|tls|api|abi|uapi|protocol|format|version|revision|smmu|spec)$/i;

/** Subjects that were read, the last ones: whoever looks at a mail asks for its subject. */
const read = new Map<string, Subject>();
const MOST_READ = 500;

/** Reads the prefixes of a subject line. */
export function parseSubject(subject: string): Subject {
  const known = read.get(subject);
  if (known) return known;
  const parsed = parse(subject);
  if (read.size >= MOST_READ) read.clear();
  read.set(subject, parsed);
  return parsed;
}

function parse(subject: string): Subject {
  let rest = subject.replace(/\s+/g, ' ').trim();
  let reply = false;
  let version: number | null = null;
  let part: readonly [number, number] | null = null;
  const tags: string[] = [];
  for (;;) {
    const re = answer.exec(rest);
    const bracket = re ? null : /^\[([^\][]*)\]\s*/.exec(rest);
    // Pasted with its name: "[PATCH 0/2] Subject: [PATCH 0/2] poll patches".
    const taken = re ?? bracket ?? /^subject:\s*(?=\[)/i.exec(rest);
    if (!taken) break;
    rest = rest.slice(taken[0].length);
    if (re) reply = true;
    for (const word of wordsOf(bracket?.[1] ?? '')) {
      const read = readWord(word);
      version = read.version ?? version;
      part = read.part ?? part;
      if (read.tag) tags.push(read.tag);
    }
  }
  const says = { version: version !== null, part: part !== null };
  // The end is enough, and keeps the time of a hostile subject linear.
  const behind = behindTitle.exec(rest.slice(-200));
  version ??= behind && !hasVersions.test(behind[1]!) ? Number(behind[2]) : 1;
  const tagged = (form: RegExp): boolean => tags.some((t) => form.test(t));
  return {
    title: rest,
    reply,
    tags,
    version,
    part: part ?? [1, 1],
    isPatch: says.part || tagged(/patch|^rf[ct]$/i),
    isRfc: tagged(/\brfc\b/i),
    isResend: tagged(/\b(?:resen[dt]|repost)\b/i),
    says,
  };
}

/** `2 of 5` is how hg writes `2/5`. */
function wordsOf(bracket: string): string[] {
  return bracket
    .replace(/\b(\d{1,4}) of (\d{1,4})\b/gi, '$1/$2')
    .split(/[\s,]+/)
    .filter(Boolean);
}

interface Word {
  readonly tag?: string | undefined;
  readonly version?: number;
  readonly part?: readonly [number, number];
}

function readWord(word: string): Word {
  const numbered = glued.exec(word);
  if (numbered) {
    const [, tag, version, n, m] = numbered;
    return { tag, part: [Number(n), Number(m)], ...(version !== undefined && { version: Number(version) }) };
  }
  const v = versioned.exec(word);
  if (!v || isRelease(Number(v[2]), v[3])) return { tag: word };
  return { tag: v[1], version: Number(v[2]) };
}

/** `v5.10` is a kernel, `v2.1` the second version once more. */
function isRelease(major: number, minor: string | undefined): boolean {
  if (minor === undefined) return false;
  return major > 3 || (major === 3 && Number(minor) > 1) || (major === 2 && minor === '6');
}
