import type { FunctionDef, Program } from '../ast.ts';
import { wholeStatement } from '../c/known.ts';
import { tokenize } from '../c/tokens.ts';
import { printFunctionC } from '../print/c.ts';
import { statementsOf } from '../walk.ts';
import { type LaidOut, layOut } from './laid-out.ts';

/** A function of the model as the text that hunks are matched against. */
export interface Unit {
  readonly fn: FunctionDef;
  readonly lines: readonly string[];
  readonly tokens: readonly LaidOut[];
  /** Index of the function's name. */
  readonly name: number;
  /** Statements that the model leaves out: first token to the one behind the last. */
  readonly elided: ReadonlyMap<number, { readonly end: number; readonly reason: string }>;
}

/** The unit of a function, which is printed when it is first looked at: most are only asked for their names. */
export function unitOf(fn: FunctionDef, program: Program): Unit {
  let printed: Omit<Unit, 'fn'> | undefined;
  const get = (): Omit<Unit, 'fn'> => {
    printed ??= print(fn, program);
    return printed;
  };
  return {
    fn,
    get lines() {
      return get().lines;
    },
    get tokens() {
      return get().tokens;
    },
    get name() {
      return get().name;
    },
    get elided() {
      return get().elided;
    },
  };
}

function print(fn: FunctionDef, program: Program): Omit<Unit, 'fn'> {
  const { text, lines } = printFunctionC(fn, program);
  const tokens = layOut(text);
  const elided = new Map<number, { end: number; reason: string }>();
  for (const s of statementsOf(fn.body)) {
    if (s.kind !== 'elided') continue;
    const first = tokens.findIndex((t) => t.line === lines.get(s)! - 1);
    const count = tokenize(wholeStatement(s.text)).length;
    if (first >= 0) elided.set(first, { end: first + count, reason: s.reason });
  }
  const name = tokens.findIndex((t, i) => t.norm === fn.name && tokens[i + 1]?.norm === '(');
  return { lines: text.split('\n'), tokens, name, elided };
}
