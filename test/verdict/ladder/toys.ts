// Toy models whose scenarios grow, and the ladders of their checks.

import { rmSync } from 'node:fs';
import { findModels, loadModel } from '../../../src/model/load.ts';
import { parseCheckId } from '../../../src/verdict/checks.ts';
import { type Ladder, ladderOf } from '../../../src/verdict/ladder/ladder.ts';
import { Watch } from '../../../src/verdict/watch.ts';
import { modelRoot } from '../model-root.ts';

export interface Toy {
  /** Functions; what no toy changes is added. */
  readonly text: string;
  /** Inside the braces of `tasks`. */
  readonly tasks: string;
  readonly pools?: string;
  /** Inside the braces of `grows`. */
  readonly grows?: string;
}

export function loadToy({ text, tasks, pools = '', grows = '' }: Toy) {
  const model = `
import { model } from '../../src/model/dialect.ts'
export default model({
  title: 'a toy', kernel: 'v1', pools: { ${pools} }, config: {}, switches: {}, schedules: ['fair', 'coop'],
  properties: { returns: { about: 'it returns', kind: 'progress' } },
  scenarios: { toy: { about: 'a toy', setup, properties: ['returns'], tasks: { ${tasks} } } },
  describes: [], grows: { ${grows} },
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`;
  const root = modelRoot('toy', { 'model.ts': model, 'toy.ts': `export function setup(): void {}\n${text}` });
  try {
    return loadModel(findModels(root)[0]!);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The ladder of a check of a toy, climbed with the toy alone. */
export async function climbToy(toy: Toy, check: string, maxStates = 20_000): Promise<Ladder> {
  const model = loadToy(toy);
  const bounds = { maxStates, deadline: Infinity, maxMemory: Infinity };
  const options = { ...bounds, name: 'before', watch: new Watch(bounds) };
  return ladderOf(parseCheckId(check, model), model, [{ id: 'before', program: model.program, options }]);
}

/** What a ladder says, a line for each rung: `user+1 violated +2`. */
export function rungsOf({ programs }: Ladder): string[] {
  return programs.flatMap(({ declared, climbs }) => [
    `declared ${declared.answer.answer}`,
    ...climbs.flatMap(({ direction, rungs, top }) => {
      const name = direction.kind === 'objects' ? 'objects' : direction.name;
      const end = `${name} ${top.kind}${top.reason === undefined ? '' : `: ${top.reason}`}`;
      return [...rungs.map((r) => `${name}+${r.by} ${r.answer.answer}, ${r.added.length} new`), end];
    }),
  ]);
}
