// Mails that seem to be posted together, though numbers occur twice: a series that was sent twice, or two that look
// alike. In: mails, oldest first; out: sets in which no number occurs twice.

import { isCopy } from './copy.ts';
import type { Doubt } from './doubt.ts';
import type { PatchMail } from './posting.ts';

export interface Told {
  readonly mails: readonly PatchMail[];
  /** Sent again unchanged. */
  readonly repeated: readonly PatchMail[];
  readonly doubts: readonly Doubt[];
}

/** By what mails are told apart, the surest first. */
const marks: readonly (readonly [what: string, mark: (mail: PatchMail) => string | null])[] = [
  ['the Message-IDs that one run of a mailer gives', ({ message }) => stampOf(message.messageId)],
  ['what they answer', ({ message }) => message.inReplyTo ?? 'nothing'],
  ['the words in their brackets', ({ subject }) => [...subject.tags].sort().join(' ').toLowerCase()],
];

/** Mails that cannot be told apart stay alone. */
export function tellApart(all: readonly PatchMail[]): Told[] {
  const repeated = all.filter((m, i) => all.slice(0, i).some((n) => isSame(m, n)));
  const mails = all.filter((m) => !repeated.includes(m));
  if (isUnique(mails)) return [{ mails, repeated, doubts: [] }];
  const [by, sets] = partition(mails);
  const doubt: Doubt = {
    kind: 'split',
    messages: mails.map((m) => m.message.index),
    text:
      by === null
        ? 'parts came more than once, and nothing tells which belong together: each stands alone'
        : `parts came more than once: told apart by ${by}`,
  };
  return sets.map((set) => ({
    mails: set,
    repeated: repeated.filter((m) => set.some((n) => isSame(m, n))),
    doubts: [doubt],
  }));
}

function partition(mails: readonly PatchMail[]): [by: string | null, sets: PatchMail[][]] {
  for (const [what, mark] of marks) {
    const sets = groupBy(mails, mark);
    if (sets?.every(isUnique)) return [what, sets];
  }
  const runs = runsOf(mails);
  const numbers = (set: readonly PatchMail[]): string => set.map(numberOf).join();
  if (runs.every((run) => numbers(run) === numbers(runs[0]!))) return ['the order of their dates', runs];
  return [null, mails.map((m) => [m])];
}

function groupBy(mails: readonly PatchMail[], mark: (mail: PatchMail) => string | null): PatchMail[][] | null {
  const sets = new Map<string, PatchMail[]>();
  for (const mail of mails) {
    const key = mark(mail);
    if (key === null) return null;
    sets.set(key, [...(sets.get(key) ?? []), mail]);
  }
  return [...sets.values()];
}

/** `1 2 3 1 2 3` is two runs. */
function runsOf(mails: readonly PatchMail[]): PatchMail[][] {
  const runs: PatchMail[][] = [];
  for (const mail of mails) {
    const last = runs.at(-1);
    if (last && numberOf(last.at(-1)!) < numberOf(mail)) last.push(mail);
    else runs.push([mail]);
  }
  return runs;
}

const numberOf = ({ subject }: PatchMail): number => subject.part[0];

function isUnique(mails: readonly PatchMail[]): boolean {
  return new Set(mails.map(numberOf)).size === mails.length;
}

/** The same number, title and diffs. */
function isSame(a: PatchMail, b: PatchMail): boolean {
  if (numberOf(a) !== numberOf(b) || a.subject.title !== b.subject.title) return false;
  if (a.sent.length === 0 || b.sent.length === 0)
    return a.sent.length === b.sent.length && a.message.text === b.message.text;
  return isCopy(merged(a), b.sent) && isCopy(merged(b), a.sent);
}

function merged({ sent }: PatchMail): PatchMail['sent'][number] {
  return { ...sent[0]!, files: sent.flatMap((p) => p.files) };
}

/**
 * What mails that one run of a tool sent have in common: `git send-email`, `git format-patch --thread` and b4 number
 * the mails in their Message-IDs.
 */
function stampOf(id: string | null): string | null {
  const forms = [
    /^<(\d{14}\.\d+)-\d+-/,
    /^<(\d{9,10}-\d+)-\d+-git-send-email-/,
    /^<(?:cover|[0-9a-f]{40})\.(\d+\.git\..+)>$/,
    /^<(\d{8}-.+-v\d+)-\d+-[0-9a-f]+@/,
  ];
  return forms.map((f) => f.exec(id ?? '')?.[1]).find((stamp) => stamp !== undefined) ?? null;
}
