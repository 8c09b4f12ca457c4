import type { FunctionDef } from '../../model/ast.ts';
import type { Routine } from '../instr.ts';
import { body } from './call.ts';
import { Lowering, type LowerOptions } from './lowering.ts';

/** A task's function: arrives, runs, ends. */
export function taskRoutine(fn: FunctionDef, options: LowerOptions): Routine {
  const l = new Lowering(options);
  l.emit({ op: 'point', kind: 'arrival', switch: -1, site: { fn, statement: undefined, caller: undefined } });
  body(l, fn);
  l.emit({ op: 'end', result: undefined });
  return l.finish(fn.name);
}

/** A function that runs in one go: the scenario's setup, a property's condition. */
export function pureRoutine(fn: FunctionDef, options: LowerOptions): Routine {
  const l = new Lowering(options);
  l.atomic = 1;
  const [result] = body(l, fn);
  l.emit({ op: 'end', result });
  return l.finish(fn.name);
}
