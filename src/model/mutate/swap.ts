import type { Stmt } from '../ast.ts';
import { expressionsOf } from '../walk.ts';
import { areIndependent } from './effects.ts';
import { type Change, changeBy, headOf, type Subject, whyIdle } from './operator.ts';
import type { Place } from './places.ts';

/** A statement and the next one, the other way round, if anybody can see it. */
export function swaps(subject: Subject, { statement: a, next: b }: Place): Change[] {
  if (!b || !(subject.isAsked(a) || subject.isAsked(b))) return [];
  if ([a, b].some((s) => isFixed(subject, s)) || mentions(a, b) || areIndependent(a, b, subject.fn)) return [];
  const text = `\`${headOf(subject, a)}\` behind \`${headOf(subject, b)}\``;
  const edits = new Map([
    [a, [b]],
    [b, [a]],
  ]);
  const idle = [a, b].find((s) => changeBy(subject, s) === 'nothing');
  return [{ operator: 'swap', statements: [a, b], text, edits, ...(idle && { equivalent: whyIdle(idle) }) }];
}

/** A statement whose place says nothing: behind a jump nothing runs, a name is one anywhere, an assertion only looks. */
function isFixed(subject: Subject, s: Stmt): boolean {
  if (s.kind === 'declare') return s.names.every((d) => !d.init);
  return /^(?:goto|return|break|continue)$/.test(s.kind) || changeBy(subject, s) === 'asserts';
}

/** Whether the second one needs what the first declares. */
function mentions(a: Stmt, b: Stmt): boolean {
  if (a.kind !== 'declare') return false;
  const names = new Set(a.names.map((d) => d.name));
  return [...expressionsOf(b)].some((e) => e.kind === 'name' && names.has(e.name));
}
