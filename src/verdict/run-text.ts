// A run in one word, to be printed in a report and typed into a shell:
//
//   owner:12,owner=1,looper:4,@,looper:20
//
// Names of tasks in the order of their moves, `:n` for n moves, `=1` for one whose `choose` came out true; what stands
// behind `@` goes on for ever.

import type { Lasso, Move } from '../machine/trace.ts';
import type { Task } from '../model/model.ts';

/** A run that cannot be read, or that names a task which the scenario does not have. */
export class WrongRun extends Error {
  constructor(what: string, help: string) {
    super(`Cannot read the run: ${what}.\n${help}`);
    this.name = 'WrongRun';
  }
}

/** The moves of a run, by the names of their tasks. */
export function printRun({ prefix, cycle }: Lasso, tasks: readonly Pick<Task, 'name'>[]): string {
  const parts = partsOf(prefix, tasks);
  if (cycle.length > 0) parts.push('@', ...partsOf(cycle, tasks));
  return parts.join(',');
}

function partsOf(moves: readonly Move[], tasks: readonly Pick<Task, 'name'>[]): string[] {
  const parts: string[] = [];
  for (let i = 0; i < moves.length; ) {
    const { task, choice } = moves[i]!;
    let n = 1;
    if (choice === 0) while (moves[i + n]?.task === task && moves[i + n]?.choice === 0) n++;
    const { name } = tasks[task]!;
    parts.push(choice > 0 ? `${name}=${choice}` : n > 1 ? `${name}:${n}` : name);
    i += n;
  }
  return parts;
}

/** The longest run that is read. */
const MOST_MOVES = 1_000_000;

/** Reads what `printRun` writes. Throws `WrongRun`. */
export function parseRun(text: string, tasks: readonly Pick<Task, 'name'>[]): Lasso {
  const prefix: Move[] = [];
  const cycle: Move[] = [];
  let moves = prefix;
  const names = tasks.map((t) => t.name).join(', ');
  for (const part of text === '' ? [] : text.split(',')) {
    if (part === '@' && moves === prefix) {
      moves = cycle;
      continue;
    }
    const m = /^([^:=@]+)(?::([1-9]\d*)|=([01]))?$/.exec(part);
    if (!m)
      throw new WrongRun(
        `\`${part}\` is no move`,
        'Moves are written `task`, `task:3` or `task=1`, and joined by commas.',
      );
    const task = tasks.findIndex((t) => t.name === m[1]);
    if (task < 0) throw new WrongRun(`there is no task \`${m[1]}\``, `The scenario has ${names}.`);
    const n = Number(m[2] ?? 1);
    if (n + prefix.length + cycle.length > MOST_MOVES)
      throw new WrongRun(`it has more than ${MOST_MOVES} moves`, 'A run that the search prints is shorter.');
    for (let i = 0; i < n; i++) moves.push({ task, choice: Number(m[3] ?? 0) });
  }
  if (moves === cycle && cycle.length === 0)
    throw new WrongRun('nothing stands behind `@`', 'Leave it out if the run ends.');
  return { prefix, cycle };
}
