// Where the pre-image of a hunk fits a function, token by token. A statement that the model leaves out may be missing
// on either side; nothing else may.

import { type Known, wholeStatement } from '../c/known.ts';
import { closing, sameToken, type Token, tokenize } from '../c/tokens.ts';
import type { LaidOut } from './laid-out.ts';
import type { Script } from './script.ts';
import type { Unit } from './unit.ts';

/** The tokens that a hunk wants to find, and between them the places where it adds. */
export interface PreImage {
  readonly tokens: readonly LaidOut[];
  readonly removed: readonly boolean[];
  /** Additions by the number of pre-image tokens before them. */
  readonly added: ReadonlyMap<number, readonly LaidOut[]>;
}

export interface Fit {
  readonly unit: Unit;
  /** First pre-image token inside the function, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** The same in the function. If `from > 0`, this begins the function; if `to` is not the end, this ends it. */
  readonly start: number;
  readonly end: number;
  /** For each pre-image token from `from` on its place in the function, or -1 if the model leaves it out. */
  readonly places: readonly number[];
}

export function preImageOf(script: Script): PreImage {
  const tokens: LaidOut[] = [];
  const removed: boolean[] = [];
  const added = new Map<number, LaidOut[]>();
  for (const { kind, token } of script.ops) {
    if (kind === 'add') {
      added.set(tokens.length, [...(added.get(tokens.length) ?? []), token]);
    } else {
      tokens.push(token);
      removed.push(kind === 'remove');
    }
  }
  return { tokens, removed, added };
}

/** The same hunk read backwards: what it would have to find if it were applied already. */
export function postImageOf(script: Script): PreImage {
  const swap = { keep: 'keep', remove: 'add', add: 'remove' } as const;
  const ops = script.ops.map((op) => ({ ...op, kind: swap[op.kind] }));
  return preImageOf({ ...script, ops });
}

/** Statements that may be missing: by the index of their first token, the one behind their last. */
export type Skips = (at: number) => readonly number[];

/** Finds in a pre-image the statements that the model leaves out. */
export function skipsOf(tokens: readonly Token[], known: Known, texts: readonly string[]): Skips {
  const rules = texts.map((t) => tokenize(wholeStatement(t))).filter((r) => r.length > 1);
  const cache = new Map<number, number[]>();
  const find = (at: number): number[] => {
    const before = tokens[at - 1]?.norm;
    if (before !== undefined && !STATEMENT_STARTS.has(before)) return [];
    const ends = rules.filter((r) => r.every((t, k) => tokens[at + k]?.norm === t.norm)).map((r) => at + r.length);
    const first = tokens[at];
    if (first?.kind === 'word' && known.elidedCalls.has(first.norm) && tokens[at + 1]?.norm === '(') {
      const close = closing(tokens, at + 1);
      if (tokens[close + 1]?.norm === ';') ends.push(close + 2);
    }
    return ends;
  };
  return (at) => {
    const known = cache.get(at) ?? find(at);
    cache.set(at, known);
    return known;
  };
}

const STATEMENT_STARTS = new Set([';', '{', '}', ')', ':', 'else', 'do']);

/** Fits a pre-image from one place on, if every token agrees until the pre-image or the function ends. */
export function fitAt(pre: PreImage, skips: Skips, from: number, unit: Unit, start: number): Fit | undefined {
  const n = pre.tokens.length;
  const m = unit.tokens.length;
  const places: number[] = [];
  // Places where a statement may be skipped instead, tried last in, first out.
  const choices: { i: number; a: number; known: number }[] = [];
  const tried = new Set<number>();
  let i = from;
  let a = start;
  const offer = (ni: number, na: number): void => {
    const key = ni * (m + 1) + na;
    if (tried.has(key)) return;
    tried.add(key);
    choices.push({ i: ni, a: na, known: places.length });
  };
  for (;;) {
    if (i >= n || a >= m) return { unit, from, to: i, start, end: a, places };
    for (const end of skips(i)) offer(end, a);
    const left = unit.elided.get(a);
    if (left) offer(i, left.end);
    if (sameToken(pre.tokens[i]!, unit.tokens[a]!)) {
      places.push(a);
      i++;
      a++;
      continue;
    }
    const next = choices.pop();
    if (!next) return undefined;
    places.length = next.known;
    while (from + places.length < next.i) places.push(-1);
    i = next.i;
    a = next.a;
  }
}

/** Whether something that the hunk adds before pre-image token `at` falls inside the function. */
export function addsInside(fit: Fit, at: number): boolean {
  if (at < fit.from || at > fit.to) return false;
  if (at === fit.from && fit.start === 0) return false;
  return !(at === fit.to && fit.end === fit.unit.tokens.length);
}

/** Whether the hunk changes anything inside the function. */
export function changes(fit: Fit, pre: PreImage): boolean {
  for (let i = fit.from; i < fit.to; i++) if (pre.removed[i]) return true;
  return [...pre.added.keys()].some((at) => addsInside(fit, at));
}
