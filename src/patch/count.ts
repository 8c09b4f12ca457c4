import type { PatchDamage } from './damage.ts';
import { type LineKind, weight } from './line-kind.ts';
import type { ViewLine } from './view.ts';
import type { Counts } from './window.ts';

export interface Reading {
  /** One for each line taken. */
  readonly kinds: readonly LineKind[];
  /** The counts are satisfied. */
  readonly exact: boolean;
  readonly damage: readonly PatchDamage[];
}

/** A reading of lines one by one, and how many lines were still wanted at its end. */
export interface Counted extends Reading {
  readonly left: Counts;
}

/** Reads lines one by one until the counts are satisfied, or would be exceeded, or a line is of no kind. */
export function readAs(
  lines: readonly ViewLine[],
  header: string,
  want: Counts,
  kindOf: (text: string, before: string) => LineKind | null,
  from = 0,
  stops: (at: number, kind: LineKind) => boolean = () => false,
): Counted {
  const kinds: LineKind[] = [];
  let { old, new: fresh } = want;
  let stripped = false;
  let unindented = false;
  let before = header;
  for (let at = from; at < lines.length; at++) {
    const { text } = lines[at]!;
    const kind = kindOf(text, before);
    if (kind === null || stops(at, kind)) break;
    if (old === 0 && fresh === 0 && kind !== 'no-newline' && kind !== 'rest') break;
    const counts = weight[kind];
    if (old < counts.old || fresh < counts.new) break;
    old -= counts.old;
    fresh -= counts.new;
    if (kind === 'context' && text.charCodeAt(0) !== 0x20) {
      if (text === '') stripped = true;
      else unindented = true;
    }
    kinds.push(kind);
    before = text;
  }
  const damage: PatchDamage[] = unindented ? ['context-unindented'] : stripped ? ['blank-context-stripped'] : [];
  return { kinds, exact: old === 0 && fresh === 0, damage, left: { old, new: fresh } };
}
