import type { Program } from '../ast.ts';
import { calleesOf, callsOf } from '../call-graph.ts';

const WAITS: ReadonlySet<string> = new Set([
  'sleep',
  'sleep_timed',
  'wait_until',
  'spin_until',
  'idle_until',
  'resched',
]);

const known = new WeakMap<Program, Map<string, boolean>>();

/** Whether a call of a function may let others run before it returns: it waits, sleeps or offers the CPU. */
export function mayWait(program: Program, name: string): boolean {
  const found = known.get(program) ?? new Map<string, boolean>();
  known.set(program, found);
  const ask = (at: string): boolean => {
    const before = found.get(at);
    if (before !== undefined) return before;
    const fn = program.functions.get(at);
    if (!fn) return WAITS.has(at);
    found.set(at, false);
    const waits = callsOf(fn).some((call) => calleesOf(program, fn, call).some(ask));
    found.set(at, waits);
    return waits;
  };
  return ask(name);
}
