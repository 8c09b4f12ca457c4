// What ladders come to, behind the verdict in a sentence: how far the answers stay as they are, where they do not, and
// what ended the climb.

import { countOf, type Direction } from '../verdict/ladder/grow.ts';
import type { Climb, Climbed, Ladder } from '../verdict/ladder/ladder.ts';
import type { ThreadVerdict } from '../verdict/thread-verdict.ts';
import { counted } from './bounds-text.ts';
import { count } from './words.ts';

/** `the same with up to 4 tasks, or 3 entries of swap; with 5 tasks: more than 250,000 states`; '' without ladders. */
export function ladderSentence({ ladders }: Pick<ThreadVerdict, 'ladders'>): string {
  if (!ladders || ladders.length === 0) return '';
  const climbs = ladders.flatMap((ladder) =>
    ladder.programs.flatMap((program) => program.climbs.map((climb) => ({ ladder, program, climb }))),
  );
  const said = [...turns(climbs).slice(0, 2), ...reach(climbs), ...cuts(climbs), ...stiff(ladders)];
  return said.join('; ');
}

interface At {
  readonly ladder: Ladder;
  readonly program: Climbed;
  readonly climb: Climb;
}

/** How many there are of what a direction is about: `3 tasks`. */
export function howMany(
  { grown }: { grown: Climbed['declared']['grown'] },
  ladder: Ladder,
  direction: Direction,
  by: number,
): string {
  const { model } = grown;
  if (direction.kind === 'task') return count(ladder.scenario.tasks.length + by, 'task');
  if (direction.kind === 'objects') return count(countOf(model, ladder.scenario, direction, by), 'object');
  return counted(
    countOf(model, ladder.scenario, direction, by),
    model.grows.find((d) => d.name === direction.name)!.about,
  );
}

/** Rungs on which an answer is another one than below all of them. */
function turns(climbs: readonly At[]): string[] {
  return climbs.flatMap(({ ladder, program, climb }) => {
    const { answer } = program.declared.answer;
    const turn = climb.rungs.find((r) => r.answer.answer !== answer && r.answer.answer !== 'unknown');
    if (!turn) return [];
    const when = program.id === 'before' ? 'before the patch' : `after ${program.id}`;
    const many = howMany(program.declared, ladder, climb.direction, turn.by);
    const more = climb.direction.kind === 'task' ? ` (${turn.by} more like ${climb.direction.name})` : '';
    return [`with ${many}${more}, ${ladder.check.id} is ${turn.answer.answer} ${when}`];
  });
}

/** How far all answers stay as they are, whichever task there is more of. */
function reach(climbs: readonly At[]): string[] {
  const kinds = new Map<string, { text: string; by: number }>();
  for (const { ladder, program, climb } of climbs) {
    const { direction, rungs } = climb;
    const { answer } = program.declared.answer;
    if (answer === 'unknown') continue;
    const turn = rungs.findIndex((r) => r.answer.answer !== answer);
    const by = turn < 0 ? rungs.length : turn;
    const key =
      direction.kind === 'task' ? 'task' : `${direction.kind} ${direction.kind === 'dimension' && direction.name}`;
    const known = kinds.get(key);
    if (known === undefined || by < known.by)
      kinds.set(key, { by, text: howMany(program.declared, ladder, direction, by) });
  }
  const far = [...kinds.values()].filter(({ by }) => by > 0).map(({ text }) => text);
  return far.length === 0 ? [] : [`the same with up to ${far.join(', or ')}`];
}

/** The first search that hit a bound; one that left an answer open before one that did not. */
function cuts(climbs: readonly At[]): string[] {
  const cut = climbs.filter(({ climb }) => climb.top.kind === 'bound');
  const isOpen = ({ climb, program }: At) => (climb.rungs.at(-1) ?? program.declared).answer.answer === 'unknown';
  const rank = (at: At): number => at.climb.rungs.length + (isOpen(at) ? 0 : 100);
  const [first] = [...cut].sort((a, b) => rank(a) - rank(b));
  if (!first) return [];
  const { ladder, program, climb } = first;
  const many = howMany(program.declared, ladder, climb.direction, climb.rungs.length);
  return [`with ${many}${isOpen(first) ? '' : ' not all was searched'}: ${climb.top.reason}`];
}

/** Scenarios in which there can be more of nothing. */
function stiff(ladders: readonly Ladder[]): string[] {
  const names = ladders.flatMap((l) => (l.programs.every((p) => p.climbs.length === 0) ? [l.scenario.name] : []));
  return names.length === 0 ? [] : [`nothing can grow in ${[...new Set(names)].join(', ')}`];
}
