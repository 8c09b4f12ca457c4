// Hunks of a file stand in the order of the file. Of all the ways in which they fit, this leaves the one that the
// order allows; two ways that give the same text are one.

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Fit, PreImage } from './fit.ts';
import { type HunkName, messages } from './messages.ts';
import { splicedTokens } from './splice.ts';

export interface Choice {
  readonly name: HunkName;
  readonly pre: PreImage;
  readonly sure: readonly Fit[];
  readonly options: readonly Fit[];
}

export interface Refused {
  readonly hunk: number;
  readonly diagnostic: Diagnostic;
}

const LIMIT = 2000;

/** The fit of each hunk's first lines, or none for a hunk without options; or the hunk that has no place of its own. */
export function choose(hunks: readonly Choice[]): readonly (Fit | undefined)[] | Refused {
  const found: (Fit | undefined)[][] = [];
  let tried = 0;
  let deepest = 0;
  const step = (at: number, chosen: (Fit | undefined)[]): void => {
    if (++tried > LIMIT || found.length > 64) return;
    deepest = Math.max(deepest, at);
    const hunk = hunks[at];
    if (!hunk) {
      found.push(chosen);
      return;
    }
    for (const option of hunk.options.length > 0 ? hunk.options : [undefined]) {
      const next = [...chosen, option];
      if (inOrder(hunks, next)) step(at + 1, next);
    }
  };
  step(0, []);
  const first = found[0];
  if (!first) return { hunk: deepest, diagnostic: { message: messages.outOfOrder(hunks[deepest]!.name) } };
  const result = (fits: readonly (Fit | undefined)[]): string => spliced(hunks, fits);
  const other = found.find((fits) => result(fits) !== result(first));
  if (!other && tried <= LIMIT && found.length <= 64) return first;
  const at = hunks.findIndex((h, i) => h.options.length > 1 && first[i] !== other?.[i]);
  const places = hunks[at]!.options.map((f) => `${f.unit.fn.name}() at \`${lineOf(f)}\``);
  const diagnostic = { message: messages.ambiguous(hunks[at]!.name, places), help: messages.ambiguousHelp };
  return { hunk: at, diagnostic };
}

function lineOf(fit: Fit): string {
  const line = fit.unit.tokens[fit.start]?.line ?? 0;
  return `line ${line + 1}: ${fit.unit.lines[line]?.trim() ?? ''}`;
}

/** Whether the newest fits stand behind those of the hunks before, function by function. */
function inOrder(hunks: readonly Choice[], chosen: readonly (Fit | undefined)[]): boolean {
  const ends = new Map<string, number>();
  for (const [i, fit] of chosen.entries()) {
    for (const f of fit ? [fit, ...hunks[i]!.sure] : hunks[i]!.sure) {
      if (f.start < (ends.get(f.unit.fn.name) ?? 0)) return false;
      ends.set(f.unit.fn.name, f.end);
    }
  }
  return true;
}

function spliced(hunks: readonly Choice[], fits: readonly (Fit | undefined)[]): string {
  const units = new Set(fits.flatMap((f, i) => [...(f ? [f] : []), ...hunks[i]!.sure]).map((f) => f.unit));
  const edits = hunks.flatMap((h, i) =>
    [...(fits[i] ? [fits[i]] : []), ...h.sure].map((fit) => ({ fit, pre: h.pre, hunk: i })),
  );
  return [...units]
    .map((u) =>
      splicedTokens(u, edits)
        .map((t) => t.token.norm)
        .join(' '),
    )
    .join('\n');
}
