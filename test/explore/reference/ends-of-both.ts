// What everything can end in, and every stop, in the search in which tasks go alone and in the one that leaves nothing
// out. The states of the first are made whole again: what is private to a task is live.

import { Refusal } from '../../../src/base/diagnostic.ts';
import { atOnce } from '../../../src/base/work.ts';
import { MAY_SLEEP } from '../../../src/explore/mode.ts';
import { searchingReduced } from '../../../src/explore/reduced.ts';
import { mayNotSleep } from '../../../src/explore/reduced-answer.ts';
import { BOUND, OK, STOPPED } from '../../../src/machine/generate/codes.ts';
import { LIVE, layOut, PRIVATE } from '../../../src/machine/layout.ts';
import { compile, type Machine } from '../../../src/machine/machine.ts';
import { HELD, MODE_MASK } from '../../../src/machine/mode.ts';
import { globalsOf, reachedFrom } from '../../../src/machine/reached.ts';
import type { Space } from '../../../src/machine/space.ts';
import type { Question } from './interpreted.ts';

interface Ends {
  readonly ends: Set<string>;
  readonly stops: Set<string>;
}

/** What nobody goes on from; who is stopped, or sleeps and may not, and where. */
function endsOf(machine: Machine, space: Space, statuses: readonly number[]): Ends {
  const ends = new Set<string>();
  const stops = new Set<string>();
  const stopped = new Set(Object.keys(STOPPED));
  const cells = new Int32Array(machine.size);
  for (let n = 0; n < space.count; n++) {
    space.read(n, cells);
    for (const cell of statuses) if (cells[cell] === PRIVATE) cells[cell] = LIVE;
    for (const t of machine.tasks.keys()) {
      const { kind } = machine.pcs[space.pc(n, t)]!;
      if (stopped.has(kind)) stops.add(`${t} ${kind}`);
      if (MAY_SLEEP.has(kind) && mayNotSleep(space.frameCells(space.frame(n, t))))
        stops.add(`${t} sleeps at ${space.pc(n, t)}`);
    }
    if (isEnd(machine, cells)) ends.add(cells.join(' '));
  }
  return { ends, stops };
}

function isEnd(machine: Machine, cells: Int32Array): boolean {
  if (machine.modes(cells).some((mode) => (mode & MODE_MASK) === HELD)) return false;
  for (const t of machine.tasks.keys()) {
    const { kind } = machine.pcs[cells[machine.frames[t]!]!]!;
    if (kind === 'done' || kind in STOPPED) continue;
    for (let choice = 0; choice < machine.outcomes(cells, t); choice++)
      if (machine.move(cells.slice(), t, choice) & (OK | BOUND)) return false;
  }
  return true;
}

/** The sizes of both searches; what they differ in; nothing if the full one is too large, or refused. */
export function compareReduced(
  asked: Question,
  names: readonly string[],
  most: number,
  look: number,
): { full: number; reduced: number } | string | undefined {
  const spec = {
    program: asked.program,
    scenario: asked.scenario,
    pools: asked.pools,
    switches: names,
    conditions: asked.always,
  };
  let machine: Machine;
  try {
    machine = compile(spec);
    machine.initial();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
  const on = asked.switchesOn.reduce((mask, name) => mask | (1 << names.indexOf(name)), 0);
  const space = machine.space(on, { isRecording: true, maxStates: most, maxBytes: 1e9 });
  if (space.run(0, most) < space.count) return undefined;
  if (space.takeBound() !== undefined) return undefined;
  const solo = compile({ ...spec, isReduced: true });
  const search = atOnce(searchingReduced(solo, on, { maxStates: most, look, invariants: asked.always }));
  const { space: less } = search;
  const statuses = statusesOf(asked);
  const all = endsOf(machine, space, statuses);
  const left = endsOf(machine, less, statuses);
  for (const of of ['ends', 'stops'] as const) {
    for (const one of all[of]) if (!left[of].has(one)) return `${of}: only in the full search: ${one}`;
    for (const one of left[of]) if (!all[of].has(one)) return `${of}: only in the reduced search: ${one}`;
  }
  const cells = new Int32Array(machine.size);
  for (const name of asked.always) {
    const failsFull = states(space).some((n) => {
      space.read(n, cells);
      return !machine.condition(name, cells);
    });
    const failsReduced = states(less).some((n) => search.failing.get(name)!.has(less.shared(n)));
    if (failsFull !== failsReduced)
      return `${name}: ${failsFull} in the full search, ${failsReduced} in the reduced one`;
  }
  return { full: space.count, reduced: less.count };
}

const states = (space: Space): number[] => Array.from({ length: space.count }, (_, n) => n);

/** Cells of the statuses of pool objects. */
function statusesOf({ program, scenario, pools, always }: Question): number[] {
  const reached = reachedFrom(program, [scenario.setup, ...scenario.tasks.map((t) => t.run), ...always]);
  const { objects } = layOut(program, globalsOf(program, reached), pools);
  return objects.flatMap(({ status }) => (status < 0 ? [] : [status]));
}
