// A run as a screen steps through it: what each step does, the rows that are told with it, memory and locks after it. The
// interpreter goes along the run once more; nothing is searched.

import { placeOf as placeInSource } from '../../base/source.ts';
import type { Cell } from '../../machine/interpret/cells.ts';
import type { StepEvent } from '../../machine/interpret/events.ts';
import type { Run, Status } from '../../machine/interpret/run.ts';
import type { Program } from '../../model/ast.ts';
import type { FollowedMove } from '../../verdict/follow.ts';
import { type Open, Standing } from '../../verdict/standing.ts';
import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { type Row, STOPS } from '../rows.ts';
import { placeOf } from '../shorten.ts';
import { toldRun } from '../told-run.ts';
import { valueText } from '../value.ts';
import { aboutTask } from '../words.ts';
import { Locks } from './locks.ts';
import { toldOf } from './runs.ts';
import type { PlaceView, RowView, RunView, StateView, StepView, TraceView } from './view.ts';

/** A run of a verdict, step by step. Made anew at each call: it takes as long as the run has steps, and no search. */
export function traceView(v: ThreadVerdict, run: RunView): TraceView {
  const told = toldOf(v, run);
  const { program, scenario, check, lasso } = told;
  const snapshots: (readonly Cell[])[] = [];
  const { followed, rows, all, cycleFrom, end, parting } = toldRun(told, {
    watch: (r: Run) => void snapshots.push(r.cells()),
  });
  const { prefix, cycle } = lasso;
  const moves = followed.moves.slice(0, prefix.length + cycle.length);
  const states = statesOf(snapshots.slice(0, moves.length + 1), moves, program);
  const last = moves.length - 1;
  const rowView = (r: Row): RowView => {
    const { task, text, indent } = r;
    return { task, text, indent, step: Math.min(r.told, last) };
  };
  const texts = textsOf(program, followed.started, moves);
  const steps = moves.map(
    (move, i): StepView => ({
      ...states[i + 1]!,
      task: move.move.task,
      kind: kindOf(move),
      ...texts[i]!,
      rows: all.filter((r) => r.told === i).map(rowView),
    }),
  );
  const isFair = check.schedule === 'fair';
  return {
    ...run,
    tasks: scenario.tasks.map((t) => ({
      name: t.name,
      about: isFair ? aboutTask(t.about) : t.about,
      cpu: t.cpu,
      onCpu: !isFair,
    })),
    start: states[0]!,
    steps,
    loop: cycle.length > 0 ? prefix.length : null,
    rows: rows.map(rowView),
    rowLoop: cycle.length > 0 ? cycleFrom : null,
    end: cycle.length > 0 ? 'these steps repeat for ever' : end,
    parting: parting ? { step: parting.move, text: parting.text } : null,
  };
}

function statesOf(
  snapshots: readonly (readonly Cell[])[],
  moves: readonly FollowedMove[],
  program: Program,
): StateView[] {
  const locked = program.constants.get('PG_locked')?.value;
  const locks = new Locks(locked?.kind === 'int' ? locked.value : undefined);
  const values = new Map<string, Set<string>>();
  for (const { name, value } of snapshots.flat()) values.set(name, (values.get(name) ?? new Set()).add(value.text));
  const shown = new Set(
    snapshots
      .flat()
      .filter((c) => values.get(c.name)!.size > 1 || (c.value.number !== 0 && !isOfVocabulary(c.name, program)))
      .map((c) => c.name),
  );
  let before = new Map<string, string>();
  return snapshots.map((cells, i) => {
    const memory = cells
      .filter((c) => shown.has(c.name))
      .map(({ name, value }) => ({ name, value: value.text, changed: i > 0 && before.get(name) !== value.text }));
    before = new Map(memory.map((m) => [m.name, m.value]));
    return { memory, locks: locks.after(i === 0 ? null : moves[i - 1]!.move.task, cells) };
  });
}

/** A variable that models share: where it never changes it says nothing about this one. */
function isOfVocabulary(cell: string, program: Program): boolean {
  const at = program.globals.get(/^\w+/.exec(cell)?.[0] ?? '')?.span.source.name;
  return at?.startsWith('models/kernel/') ?? false;
}

function kindOf({ move, events, statuses }: FollowedMove): StepView['kind'] {
  const has = (kind: StepEvent['kind']): boolean => events.some((e) => e.kind === kind && e.task === move.task);
  const status: Status = statuses[move.task]!;
  if (has('stop')) return 'stop';
  if (has('done')) return 'done';
  if (has('arrive')) return 'arrive';
  if (has('wake')) return 'wake';
  if (status === 'asleep' || status === 'asleep-timed') return 'sleep';
  return status === 'waiting' || status === 'spinning' ? 'wait' : 'step';
}

/** What each move does, in C: the innermost statement that its task stood in, with its value if it has one then. */
function textsOf(
  program: Program,
  started: readonly StepEvent[],
  moves: readonly FollowedMove[],
): { readonly text: string; readonly at: PlaceView | null }[] {
  const standing = new Standing(Math.max(0, ...moves.map((m) => m.statuses.length)));
  for (const e of started) standing.note(e);
  return moves.map(({ move, events }) => {
    const at = standing.of(move.task).at(-1);
    for (const e of events) standing.note(e);
    const stop = events.find((e) => e.kind === 'stop');
    const tail = stop ? `  stops: ${STOPS[stop.reason]}` : '';
    if (events[0]?.kind === 'arrive') return { text: `arrives${tail}`, at: null };
    if (!at) return { text: `goes on${tail}`, at: null };
    const value = events.find((e) => e.kind === 'value' && e.statement === at.statement);
    const shown = value?.kind === 'value' ? valueText(value.expression, value.value, program) : undefined;
    const wakes = events[0]?.kind === 'wake' ? 'wakes in ' : '';
    const text = `${wakes}${at.function.name}(): ${placeOf(at.statement)}${shown === undefined ? '' : ` → ${shown}`}${tail}`;
    return { text, at: placeView(at) };
  });
}

function placeView({ function: fn, statement, depth }: Open): PlaceView {
  const { source, start } = statement.span;
  // The text of a patched function is its own: its lines are no lines of a file.
  const model = source.name.endsWith('.ts') ? { path: source.name, line: placeInSource(source, start).line } : null;
  return { function: fn.name, file: fn.file ?? '', depth, model };
}
