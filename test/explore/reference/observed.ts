// A program that can be asked what its shared memory holds: a function that makes one number of all globals and of what
// they lead to, and a condition for each of its lowest bits.

import { globalsOf, reachedFrom } from '../../../src/machine/reached.ts';
import type { Expr, FunctionDef, Program, Stmt, Type } from '../../../src/model/ast.ts';

const NUMBER = 'observed_number';
const BITS = ['observed_bit_0', 'observed_bit_1', 'observed_bit_2'];
/** Pointers that are followed on the way to a cell. */
const DEPTH = 2;
/** Cells of one array that are looked at. */
const ITEMS = 4;
const MOST_CELLS = 150;

const span = { source: { name: 'observed', text: '' }, start: 0, end: 0 };
const int = (value: number): Expr => ({ kind: 'int', value, span });
const name = (text: string): Expr => ({ kind: 'name', name: text, span });
const paren = (inner: Expr): Expr => ({ kind: 'paren', inner, span });
const binary = (op: Extract<Expr, { kind: 'binary' }>['op'], left: Expr, right: Expr): Expr => ({
  kind: 'binary',
  op,
  left: paren(left),
  right: paren(right),
  span,
});
const UINT: Type = { kind: 'int', name: 'unsigned int', bits: 32, signed: false };

/** The program with its observer, which sees the globals that these functions use. */
export function observed(
  program: Program,
  roots: readonly string[],
): {
  readonly program: Program;
  readonly observer: { readonly number: string; readonly bits: readonly string[] };
} {
  const used = globalsOf(program, reachedFrom(program, roots));
  const cells = used.flatMap((g) => cellsOf(program, g.type, name(g.name), DEPTH)).slice(0, MOST_CELLS);
  const set = (value: Expr): Stmt => ({
    kind: 'expression',
    expr: { kind: 'assign', op: '=', target: name('sum'), value, span },
    span,
  });
  const mixed = (by: number): Stmt => set(binary('^', name('sum'), binary('>>', name('sum'), int(by))));
  const body: Stmt[] = [
    { kind: 'declare', names: [{ name: 'sum', type: UINT, init: int(17), span }], span },
    ...cells.map((cell) => set(binary('+', binary('*', name('sum'), int(31)), cell))),
    mixed(15),
    set(binary('*', name('sum'), int(0x2c1b3c6d))),
    mixed(12),
    { kind: 'return', value: name('sum'), span },
  ];
  const call: Expr = { kind: 'call', callee: NUMBER, args: [], span };
  const bits = BITS.map((bit, i) => {
    const value = binary('!=', binary('&', binary('>>', call, int(i)), int(1)), int(0));
    return functionOf(bit, { kind: 'bool' }, [{ kind: 'return', value, span }]);
  });
  const functions = new Map(program.functions);
  for (const fn of [functionOf(NUMBER, UINT, body), ...bits]) functions.set(fn.name, fn);
  return { program: { ...program, functions }, observer: { number: NUMBER, bits: BITS } };
}

function functionOf(of: string, result: Type, body: readonly Stmt[]): FunctionDef {
  return {
    kind: 'function',
    name: of,
    params: [],
    result,
    body: { kind: 'block', body, span },
    atomic: false,
    declares: false,
    variadic: false,
    span,
  };
}

/** An expression for each cell of what lies at a place. An address may stand in an integer, and is compared only. */
function cellsOf(program: Program, type: Type, at: Expr, depth: number): Expr[] {
  switch (type.kind) {
    case 'bool':
      return [at];
    case 'int':
      if (type.bits < 32) return [at];
      return [
        [1, 2],
        [2, 4],
        [3, 8],
      ].reduce<Expr[]>(
        ([sum], [value, weight]) => [binary('+', sum!, binary('*', binary('==', at, int(value!)), int(weight!)))],
        [binary('==', at, int(0))],
      );
    case 'pointer': {
      const isNull = binary('==', at, { kind: 'null', span });
      if (depth === 0 || type.to.kind !== 'struct') return [isNull];
      const fields = program.structs.get(type.to.name)?.fields ?? [];
      const inside = fields.flatMap((f) =>
        cellsOf(program, f.type, { kind: 'member', object: at, field: f.name, arrow: true, span }, depth - 1),
      );
      return [isNull, ...inside.map((cell) => binary('||', isNull, cell))];
    }
    case 'struct': {
      const fields = program.structs.get(type.name)?.fields ?? [];
      return fields.flatMap((f) =>
        cellsOf(program, f.type, { kind: 'member', object: at, field: f.name, arrow: false, span }, depth),
      );
    }
    case 'array':
      return Array.from({ length: Math.min(type.length, ITEMS) }, (_, i): Expr[] =>
        cellsOf(program, type.of, { kind: 'index', object: at, index: int(i), span }, depth),
      ).flat();
    default:
      return [];
  }
}
