import type { Stmt } from '../ast.ts';
import { expressionsOf } from '../walk.ts';
import { areIndependent } from './effects.ts';
import { type Change, headOf, type Subject, whyIdle } from './operator.ts';
import type { Place } from './places.ts';

/** A statement and the next one, the other way round, if anybody can see it. */
export function swaps(subject: Subject, { statement: a, next: b }: Place): Change[] {
  if (!b || !(subject.isAsked(a) || subject.isAsked(b))) return [];
  // Behind a jump nothing runs: that is the other one dropped.
  if (isJump(a) || isJump(b) || mentions(a, b) || areIndependent(a, b, subject.fn)) return [];
  const text = `\`${headOf(subject, a)}\` behind \`${headOf(subject, b)}\``;
  const edits = new Map([
    [a, [b]],
    [b, [a]],
  ]);
  const equivalent = whyIdle(subject, a) ?? whyIdle(subject, b);
  return [{ operator: 'swap', statements: [a, b], text, edits, ...(equivalent && { equivalent }) }];
}

function isJump({ kind }: Stmt): boolean {
  return kind === 'goto' || kind === 'return' || kind === 'break' || kind === 'continue';
}

/** Whether the second one needs what the first declares. */
function mentions(a: Stmt, b: Stmt): boolean {
  if (a.kind !== 'declare') return false;
  const names = new Set(a.names.map((d) => d.name));
  return [...expressionsOf(b)].some((e) => e.kind === 'name' && names.has(e.name));
}
