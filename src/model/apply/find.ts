// Finds the functions that a hunk is about. In: a hunk's pre-image and the functions of its file. Out: where it
// surely fits (the function's head stands in the hunk), and where its first lines, up to that head, may fit.

import type { Hunk } from '../../patch/patch.ts';
import type { Known } from '../c/known.ts';
import { closing } from '../c/tokens.ts';
import { addsInside, changes, type Fit, fitAt, type PreImage, type Skips } from './fit.ts';
import { itemsOf, STATEMENT_WORDS } from './items.ts';
import { readSection, type Section } from './section.ts';
import type { Unit } from './unit.ts';

export interface Found {
  readonly section: Section;
  /** Fits that begin with the function's head. */
  readonly sure: readonly Fit[];
  /** Functions whose head stands in the hunk but whose text does not fit. */
  readonly misfits: readonly { readonly unit: Unit; readonly from: number; readonly to: number }[];
  /** Where the first head stands; behind the end if none does. */
  readonly firstHead: number;
  /** Something changes before the first head. */
  readonly changesBefore: boolean;
  /** Where what is before it may fit; one of them is right. */
  readonly options: readonly Fit[];
  /** What the hunk has is the end of a function, and whole functions are added behind it. */
  readonly addsBehind: boolean;
}

export function find(hunk: Hunk, pre: PreImage, skips: Skips, units: readonly Unit[], known: Known): Found {
  const section = readSection(hunk.section);
  const sure: Fit[] = [];
  const misfits: { unit: Unit; from: number; to: number }[] = [];
  let firstHead = pre.tokens.length;
  for (const k of heads(pre)) {
    const unit = units.find((u) => u.fn.name === pre.tokens[k]!.norm);
    if (!unit) continue;
    const from = Math.max(0, k - unit.name);
    const start = Math.max(0, unit.name - k);
    const fit = fitAt(pre, skips, from, unit, start);
    firstHead = Math.min(firstHead, from);
    if (!fit) misfits.push({ unit, from, to: endOfFunction(pre, k) });
    else if (changes(fit, pre)) sure.push(fit);
  }
  const changesBefore =
    pre.removed.some((r, i) => r && i < firstHead) ||
    [...pre.added.keys()].some((at) => at < firstHead || (at === firstHead && firstHead === pre.tokens.length));
  const where = allowed(section, units, known);
  const options = changesBefore ? fitsAnywhere(pre, skips, firstHead, where) : [];
  const addsBehind = options.length === 0 && isEndOf(pre, skips, where);
  return {
    section,
    sure: sure.sort((a, b) => a.from - b.from),
    misfits,
    firstHead,
    changesBefore,
    options,
    addsBehind,
  };
}

/** Whether a pre-image is the end of a function and all that is added to it are whole functions behind that end. */
function isEndOf(pre: PreImage, skips: Skips, units: readonly Unit[]): boolean {
  if (pre.tokens.length === 0 || pre.removed.includes(true)) return false;
  if ([...pre.added.keys()].some((at) => at < pre.tokens.length) || definitions(pre).length === 0) return false;
  return units.some((unit) =>
    unit.tokens.some((_, start) => {
      const fit = start > 0 ? fitAt(pre, skips, 0, unit, start) : undefined;
      return fit?.to === pre.tokens.length && fit.end === unit.tokens.length;
    }),
  );
}

/** Every way in which a pre-image fits from its first token on, up to `limit`. */
export function fitsAnywhere(pre: PreImage, skips: Skips, limit: number, units: readonly Unit[]): Fit[] {
  const found = new Map<string, Fit>();
  if (pre.tokens.length === 0) return [];
  const definedAt = definitions(pre);
  for (const unit of units) {
    for (let start = 1; start < unit.tokens.length; start++) {
      const fit = fitAt(pre, skips, 0, unit, start);
      if (!fit || fit.to > limit || !changes(fit, pre) || definedAt.some((at) => addsInside(fit, at))) continue;
      // Leading statements that the model lacks make one place look like several.
      const key = `${unit.fn.name}:${fit.end}:${fit.places.join()}`;
      if (!found.has(key)) found.set(key, fit);
    }
  }
  return [...found.values()];
}

/** Where whole functions are added: a brace before one closes a function, whatever other braces it fits. */
function definitions(pre: PreImage): number[] {
  const adds = [...pre.added].filter(([, tokens]) => itemsOf(tokens).some((i) => i.kind === 'function' && i.complete));
  return adds.map(([at]) => at);
}

/** Places of names that are followed by parameters and a body. */
export function heads(pre: PreImage): number[] {
  const { tokens } = pre;
  const found: number[] = [];
  let depth = 0;
  for (const [k, t] of tokens.entries()) {
    if (t.kind === 'punct' && t.norm === '(') depth++;
    if (t.kind === 'punct' && t.norm === ')') depth = Math.max(0, depth - 1);
    if (t.kind !== 'word' || tokens[k + 1]?.norm !== '(' || depth > 0) continue;
    const before = tokens[k - 1];
    const isTyped =
      before !== undefined &&
      ((before.kind === 'word' && !STATEMENT_WORDS.has(before.norm)) || (before.norm === '*' && k > 1));
    if (k > 0 && !isTyped) continue;
    const close = closing(tokens, k + 1);
    const behind = tokens[close + 1];
    if (behind?.norm === '{' || (behind === undefined && k > 0 && isTypeStart(pre, k))) found.push(k);
  }
  return found;
}

/** Whether the words before a name go back to the start of a definition, so that `x = a * f(` is none. */
function isTypeStart(pre: PreImage, k: number): boolean {
  let i = k - 1;
  while (i >= 0 && (pre.tokens[i]!.kind === 'word' || pre.tokens[i]!.norm === '*')) i--;
  return i < 0 || [';', '}'].includes(pre.tokens[i]!.norm) || pre.tokens[i]!.kind === 'directive';
}

function endOfFunction(pre: PreImage, name: number): number {
  const open = closing(pre.tokens, name + 1) + 1;
  return open < pre.tokens.length ? closing(pre.tokens, open) + 1 : pre.tokens.length;
}

/** What the section says decides: a function that the model has, or one that it does not have. */
function allowed(section: Section, units: readonly Unit[], known: Known): readonly Unit[] {
  switch (section.kind) {
    case 'none':
      return units;
    case 'struct':
      return [];
    case 'function':
      // A macro that makes a function hides the function's own name.
      if (/^[A-Z0-9_]+$/.test(section.name) && !known.program.functions.has(section.name)) return units;
      return units.filter((u) => u.fn.name === section.name);
    case 'beginning':
      return units.filter((u) => u.fn.name.startsWith(section.name));
  }
}
