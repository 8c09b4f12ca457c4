// Makes the new text of a function: tokens of the model stay, removed ones go, added ones come in between. Lines stay
// as they were, those of the model as printed and those of the mail as sent; each knows where it came from.

import { addsInside, type Fit, type PreImage } from './fit.ts';
import type { LaidOut } from './laid-out.ts';
import type { Unit } from './unit.ts';

export type Origin =
  | { readonly kind: 'model'; readonly function: string; readonly line: number }
  /** `line` is an index into the lines of the hunk, `hunk` one into those of the file. */
  | { readonly kind: 'added'; readonly hunk: number; readonly line: number };

export interface Piece {
  readonly token: LaidOut;
  readonly origin: Origin;
}

export interface Edit {
  readonly fit: Fit;
  readonly pre: PreImage;
  readonly hunk: number;
}

/** The tokens of a function after all edits of it. */
export function splicedTokens(unit: Unit, edits: readonly Edit[]): Piece[] {
  const removed = new Set<number>();
  const added = new Map<number, Piece[]>();
  for (const { fit, pre, hunk } of edits) {
    if (fit.unit !== unit) continue;
    for (let i = fit.from; i < fit.to; i++) {
      const place = fit.places[i - fit.from]!;
      if (pre.removed[i] && place >= 0) removed.add(place);
    }
    for (const [at, tokens] of pre.added) {
      if (!addsInside(fit, at)) continue;
      const anchor = anchorOf(fit, at);
      const pieces = tokens.map((token): Piece => ({ token, origin: { kind: 'added', hunk, line: token.line } }));
      added.set(anchor, [...(added.get(anchor) ?? []), ...pieces]);
    }
  }
  const out: Piece[] = [];
  for (let a = 0; a <= unit.tokens.length; a++) {
    out.push(...(added.get(a) ?? []));
    const token = unit.tokens[a];
    if (token && !removed.has(a))
      out.push({ token, origin: { kind: 'model', function: unit.fn.name, line: token.line } });
  }
  return out;
}

/** The token of the function before which something is added: behind the last one that the hunk has seen. */
function anchorOf(fit: Fit, at: number): number {
  for (let i = at - 1; i >= fit.from; i--) {
    const place = fit.places[i - fit.from]!;
    if (place >= 0) return place + 1;
  }
  return fit.start;
}

export interface Text {
  readonly text: string;
  /** Of each line. */
  readonly origins: readonly Origin[];
}

/** Writes pieces as text, a new line wherever the line they came from changes. */
export function write(pieces: readonly Piece[]): Text {
  const lines: string[] = [];
  const origins: Origin[] = [];
  let last: Piece | undefined;
  for (const piece of pieces) {
    const { token, origin } = piece;
    if (!last || !sameLine(last, piece)) {
      lines.push(token.lead + token.text);
      origins.push(origin);
    } else {
      const glued = token.lead === '' && last.token.end !== token.start;
      lines.push(`${lines.pop()!}${glued ? ' ' : token.lead}${token.text}`);
    }
    last = piece;
  }
  return { text: lines.map((l) => `${l}\n`).join(''), origins };
}

function sameLine(a: Piece, b: Piece): boolean {
  if (a.origin.line !== b.origin.line || a.origin.kind !== b.origin.kind) return false;
  if (a.token.kind === 'directive' || b.token.kind === 'directive') return false;
  return a.origin.kind === 'added' && b.origin.kind === 'added'
    ? a.origin.hunk === b.origin.hunk
    : a.origin.kind === 'model' && b.origin.kind === 'model' && a.origin.function === b.origin.function;
}
