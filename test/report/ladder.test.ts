import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { exitCodeOf } from '../../src/cli/exit.ts';
import { toJson } from '../../src/report/json.ts';
import { replayText } from '../../src/report/replay.ts';
import { renderText } from '../../src/report/text.ts';
import { verdictSentence } from '../../src/report/verdict-sentence.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { diffOf, mbox } from '../verdict/mails.ts';
import { modelRoot } from '../verdict/model-root.ts';

// One may be inside a door. The patch lets two in; it takes three tasks to see that this is one too many again.
const MODEL = `
import { model } from '../../src/model/dialect.ts'
export default model({
  title: 'a door', kernel: 'v6.6', pools: { box: 2 }, config: {}, switches: {}, schedules: ['fair'], properties: {},
  scenarios: { door: { about: 'two tasks pass', setup, properties: [], tasks: {
    first: { about: 'visitor A', run: visit, cpu: 0, priority: 1, more: true },
    second: { about: 'visitor B', run: visit, cpu: 1, priority: 1, more: 'he is the last' },
  } } },
  grows: { doors: { about: 'door of the house', counts: [1, 2], sizes: { DOORS: [1, 2] }, scenarios: ['door'] } },
  describes: [{ classes: ['stall'], functions: ['door_pass'], checks: ['door/fair/no-bug-on'] }],
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`;
const DOOR = `
export interface box { n: int }
export const DOORS: int = 1
export let inside: int = 0
export function setup(): void {}
/** @atomic */
export function enter(): int { inside += 1; return inside }
/** @atomic */
export function leave(): void { inside -= 1 }
/** drivers/door.c */
export function door_pass(): void {
  if (enter() > 1)
    bug()
  leave()
}
export function visit(): void { door_pass() }
`;
const PATCH = diffOf(
  'drivers/door.c',
  'void door_pass(void)',
  `
 {
-	if (enter() > 1)
+	if (enter() > 2)
 		bug();
 	leave();
 }`,
);
const MAIL = mbox({ subject: '[PATCH] door: let two in', text: 'This fixes a stall in door_pass().', diff: PATCH });

let root = '';
let v: ThreadVerdict;
beforeAll(async () => {
  root = modelRoot('door', { 'model.ts': MODEL, 'door.ts': DOOR });
  v = await checkThread(MAIL, { root, asked: { ladder: true } });
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a fix that is none with one task more', () => {
  test('is told so behind the verdict, with the bounds of what was judged', () => {
    expect(verdictSentence(v)).toBe(
      'the stall reproduces before the patch and not after it (2 tasks, 1 door of the house, at most 2 objects); ' +
        'with 3 tasks (1 more like first), door/fair/no-bug-on is violated after patch-v1; ' +
        'the same with up to 2 doors of the house',
    );
  });

  test('is no good news for a shell', () => {
    expect(v.verdict).toBe('fixed');
    expect(exitCodeOf(v)).toBe(1);
    expect(exitCodeOf({ ...v, ladders: [] })).toBe(0);
  });

  test('is shown rung by rung, and with the run', () => {
    const text = renderText(v, { width: 80, color: false, file: 'door.mbox' });
    expect(text.slice(text.indexOf('ladder    '), text.indexOf('\nlines '))).toMatchSnapshot();
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('has a run that can be gone along', async () => {
    const text = renderText(v, { width: 80, color: false, file: 'door.mbox' });
    const [, more, run] = /--more (\S+) door\.mbox \\\n +door\/fair\/no-bug-on \\\n +(\S+)\n/.exec(text)!;
    const request = { root, onto: [], config: {}, check: 'door/fair/no-bug-on', candidate: 'patch-v1', run: run! };
    expect(more).toBe('first:1');
    await expect(replayText(MAIL, { ...request, more: more! })).resolves.toMatchObject({ confirmed: true });
    await expect(replayText(MAIL, request)).rejects.toThrow('there is no task `first-2`');
    for (const [wrong, what] of [
      ['first', 'it is no word such as `reader:1`'],
      ['first:9', 'the ladder ends at 8 tasks'],
      ['second:1', '`second` does not grow: he is the last'],
      ['third:1', 'there can be more of first, doors, objects'],
      ['doors:2', 'the model has sizes for no more'],
    ])
      await expect(replayText(MAIL, { ...request, more: wrong! })).rejects.toThrow(what);
  });

  test('is data too', () => {
    const { ladders } = toJson(v, '0') as { ladders: { check: string; programs: { program: string }[] }[] };
    expect(ladders).toMatchObject([
      {
        check: 'door/fair/no-bug-on',
        programs: [
          { program: 'before', declared: { answer: 'violated', by: 0, tasks: ['first', 'second'] } },
          {
            program: 'patch-v1',
            climbs: [
              {
                more: 'first',
                kind: 'task',
                end: 'settled',
                rungs: [
                  {
                    by: 1,
                    answer: 'violated',
                    tasks: ['first', 'first-2', 'second'],
                    added: ['violated', 'first/second: BUG and done'],
                  },
                  { by: 2, added: [] },
                  { by: 3, added: [] },
                ],
              },
              { more: 'doors', kind: 'dimension', end: 'limit', reason: 'the model has sizes for no more' },
            ],
          },
        ],
        refused: [{ name: 'second', why: 'he is the last' }],
      },
    ]);
  });
});

test('without the ladder the bounds stand behind the verdict alone, and nothing is asked of larger scenarios', async () => {
  const plain = await checkThread(MAIL, { root });
  expect(plain.ladders).toBeUndefined();
  expect(verdictSentence(plain)).toBe(
    'the stall reproduces before the patch and not after it (2 tasks, 1 door of the house, at most 2 objects)',
  );
});

test('checks that are named are climbed instead of the described ones', async () => {
  const named = await checkThread(MAIL, { root, checks: ['door/fair/no-deadlock'], asked: { ladder: true } });
  expect(named.ladders!.map((l) => l.check.id)).toEqual(['door/fair/no-deadlock']);
});

test.each([
  [60, 'with 4 tasks not all was searched: more than 60 states'],
  [10, 'is violated after patch-v1; with 2 tasks not all was searched: more than 10 states'],
])('a bound of %i states is told, with what was found all the same', async (maxStates, text) => {
  const cut = await checkThread(MAIL, { root, asked: { ladder: true, maxStates } });
  expect(verdictSentence(cut)).toContain(text);
});

test('where nothing can grow, that is told', async () => {
  const stiff = modelRoot('door', {
    'model.ts': MODEL.replace(', more: true', '').replace("scenarios: ['door']", 'scenarios: []'),
    'door.ts': DOOR,
  });
  const v = await checkThread(MAIL, { root: stiff, asked: { ladder: true } });
  rmSync(stiff, { recursive: true });
  expect(verdictSentence(v)).toMatch(/ \(2 tasks, at most 2 objects\); nothing can grow in door$/);
});
