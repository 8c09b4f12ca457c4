import type { FunctionDef, Program } from '../model/ast.ts';
import { printConstantC, printFunctionC, printGlobalC, printStructC } from '../model/print/c.ts';

const printed = new WeakMap<FunctionDef, string>();

/** What tells a program from others that are made of the same one: all that is not the very same there, in C. */
export function programKey(program: Program, base: Program): string {
  const changed = <D>(of: (p: Program) => ReadonlyMap<string, D>, print: (d: D) => string): string[] => {
    const [now, before] = [of(program), of(base)];
    const gone = [...before.keys()].filter((name) => !now.has(name)).map((name) => `no ${name}`);
    return [...[...now].flatMap(([name, d]) => (before.get(name) === d ? [] : [print(d)])), ...gone].sort();
  };
  return [
    ...changed(
      (p) => p.functions,
      (fn) => textOf(fn, program),
    ),
    ...changed((p) => p.structs, printStructC),
    ...changed((p) => p.globals, printGlobalC),
    ...changed((p) => p.constants, printConstantC),
    ...program.initcalls.map((i) => `${i.level} ${i.function}`),
  ].join('\n');
}

function textOf(fn: FunctionDef, program: Program): string {
  let text = printed.get(fn);
  if (text === undefined) {
    text = printFunctionC(fn, program).text;
    printed.set(fn, text);
  }
  return text;
}
