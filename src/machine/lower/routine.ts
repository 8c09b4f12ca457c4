import type { FunctionDef } from '../../model/ast.ts';
import type { Routine } from '../instr.ts';
import { body, call } from './call.ts';
import { cells, scalar } from './expr.ts';
import { Lowering, type LowerOptions } from './lowering.ts';
import { placeOf, writePlace } from './place.ts';
import { convert } from './values.ts';

/** A task's function: arrives, runs, ends. */
export function taskRoutine(fn: FunctionDef, options: LowerOptions): Routine {
  const l = new Lowering(options);
  l.emit({ op: 'point', kind: 'arrival', switch: -1, site: { fn, statement: undefined, caller: undefined } });
  body(l, fn);
  l.emit({ op: 'end', result: [] });
  return l.finish(fn.name);
}

/** What comes before the setup: globals get their first values, then the initcalls run. */
export function startRoutine(options: LowerOptions): Routine {
  const l = new Lowering(options);
  l.atomic = l.alone = 1;
  const block = l.enter(nothing);
  const { globals, initcalls } = l.program;
  for (const { name, type, init, span } of globals.values()) {
    if (!init || !l.options.layout.globals.has(name)) continue;
    const isWhole = type.kind === 'struct' || type.kind === 'array';
    const values = isWhole ? cells(l, init, block) : [convert(scalar(l, init, block), type)];
    writePlace(l, placeOf(l, { kind: 'name', name, span }, block), values);
  }
  for (const { function: callee, span } of initcalls) call(l, { kind: 'call', callee, args: [], span }, block);
  l.leave();
  l.emit({ op: 'end', result: [] });
  return l.finish(nothing.name);
}

const span: FunctionDef['span'] = { source: { name: 'start', text: '' }, start: 0, end: 0 };
const nothing: FunctionDef = {
  kind: 'function',
  name: 'start',
  params: [],
  result: { kind: 'void' },
  body: { kind: 'block', body: [], span },
  atomic: true,
  declares: false,
  variadic: false,
  span,
};

/** A function that runs in one go: the scenario's setup, a property's condition. */
export function pureRoutine(fn: FunctionDef, options: LowerOptions): Routine {
  const l = new Lowering(options);
  l.atomic = l.alone = 1;
  l.emit({ op: 'end', result: body(l, fn) });
  return l.finish(fn.name);
}
