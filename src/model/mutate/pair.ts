// A whole section less: a lock with the unlocks of the same thing, a get with its puts. Without one of the two a
// program is out of balance, which every model sees; without both it only lacks what they are for.

import type { Stmt } from '../ast.ts';
import { printExprC } from '../print/c.ts';
import { expressionsOf } from '../walk.ts';
import type { Edits } from './edit.ts';
import { type Call, type Change, callIn, headOf, type Subject } from './operator.ts';
import type { Place } from './places.ts';
import { pairOf } from './words.ts';

interface Part {
  readonly statement: Stmt;
  readonly opens: boolean;
}

/** The section that begins at a place, if it is the first to open it. */
export function pairs(subject: Subject, { statement }: Place, places: readonly Place[]): Change[] {
  const call = callIn(statement);
  const key = call && keyOf(subject, call);
  if (!call || key === undefined) return [];
  const parts = places.flatMap(({ statement: s }): Part[] => {
    const other = callIn(s);
    return other && keyOf(subject, other) === key ? [{ statement: s, opens: opens(subject, other) }] : [];
  });
  const first = parts.find((p) => p.opens);
  const closers = parts.filter((p) => !p.opens);
  if (first?.statement !== statement || closers.length === 0) return [];
  // One whose result is used cannot go without the others.
  const all = [...expressionsOf(subject.fn.body)].filter((e) => e.kind === 'call' && keyOf(subject, e) === key);
  if (all.length !== parts.length || !parts.every((p) => subject.isAsked(p.statement))) return [];
  const edits: Edits = new Map(parts.map((p) => [p.statement, []]));
  const heads = [...new Set(parts.map((p) => `\`${headOf(subject, p.statement)}\``))];
  const text = `without ${heads.slice(0, -1).join(', ')} and ${heads.at(-1)}`;
  return [{ operator: 'drop-pair', statements: parts.map((p) => p.statement), text, edits }];
}

/** What a call opens or closes: the kind, and of which object. */
function keyOf({ program }: Subject, { callee, args }: Call): string | undefined {
  const pair = pairOf(program, callee);
  return pair && `${pair.closer}(${args[0] ? printExprC(args[0]) : ''})`;
}

function opens({ program }: Subject, { callee }: Call): boolean {
  const role = pairOf(program, callee)?.role;
  return role === 'lock' || role === 'get';
}
