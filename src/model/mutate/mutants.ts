// The mutants of some functions. In: a program and names of its functions, or of these only some statements. Out: every
// program that one operator makes of it in one place, in the order of the text; no two are equal, none is the program.

import type { FunctionDef, Program, Stmt } from '../ast.ts';
import { printFunctionC } from '../print/c.ts';
import { drops } from './drop.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';
import { negations } from './negate.ts';
import { type Change, lineOf, type Subject } from './operator.ts';
import { pairs } from './pair.ts';
import { type Place, placesOf } from './places.ts';
import { swaps } from './swap.ts';
import { weakenings } from './weaken.ts';

export type { Mutant, Operator } from './mutant.ts';

/** The mutants of these functions, each by itself; `isAsked` leaves only those that change one of these statements. */
export function mutantsOf(
  program: Program,
  functions: readonly string[],
  isAsked: (s: Stmt) => boolean = () => true,
): Mutant[] {
  return functions.flatMap((name) => {
    const fn = program.functions.get(name);
    return fn ? mutantsIn(program, fn, isAsked) : [];
  });
}

function mutantsIn(program: Program, fn: FunctionDef, isAsked: (s: Stmt) => boolean): Mutant[] {
  const subject: Subject = { program, fn, isAsked, printed: printFunctionC(fn, program) };
  const places = placesOf(fn);
  const known = new Set([subject.printed.text]);
  return places.flatMap((place) =>
    changesAt(subject, place, places).flatMap(({ edits, ...change }): Mutant[] => {
      const mutant = edited(program, fn, edits);
      const { text } = printFunctionC(mutant.functions.get(fn.name)!, mutant);
      if (known.has(text)) return [];
      known.add(text);
      return [{ ...change, function: fn.name, line: lineOf(subject, change.statements[0]!), program: mutant }];
    }),
  );
}

function changesAt(subject: Subject, place: Place, places: readonly Place[]): Change[] {
  const own = subject.isAsked(place.statement)
    ? [
        ...drops(subject, place),
        ...pairs(subject, place, places),
        ...weakenings(subject, place),
        ...negations(subject, place),
      ]
    : [];
  return [...own, ...swaps(subject, place)];
}
