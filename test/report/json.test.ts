import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type CheckOptions, checkThread } from '../../src/check.ts';
import { toJson } from '../../src/report/json.ts';
import type { Input } from '../../src/verdict/onto.ts';
import { CLAIM, LIVELOCK, mbox, ROOT, swapin } from '../verdict/mails.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/schema/thread-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);

interface Json {
  readonly [key: string]: unknown;
  readonly checks: readonly { readonly id: string; readonly described: boolean }[];
}

async function json(input: Input, options: Partial<CheckOptions> = {}): Promise<Json> {
  const verdict = await checkThread(input, { root: ROOT, ...options, asked: { scope: 'described', ...options.asked } });
  return JSON.parse(JSON.stringify(toJson(verdict, '0.1.0')));
}

const HUNK = ' \t\terr = swapcache_prepare(entry);\n+\t\tcond_resched();\n \t\tif (!err)\n \t\t\tbreak;';

const TABLE = 'CPU0\t\t\tCPU1\na_lock(x)\n\t\t\tb_free(x)\nx->flags = F_SET;\n';

describe('JSON of a verdict', () => {
  test.each<[string, Input, Partial<CheckOptions>]>([
    ['a fix', LIVELOCK, {}],
    ['a report', mbox({ subject: 'livelock in __read_swap_cache_async()', text: 'A livelock.' }), {}],
    ['a thread without anything', mbox({ subject: 'hello', text: 'hi' }), {}],
    ['a patch of nothing that is modelled', mbox({ diff: swapin(HUNK).replaceAll('swap_state', 'foo') }), {}],
    ['a hunk that does not fit', mbox({ text: CLAIM, diff: swapin(HUNK.replace('prepare', 'x')) }), {}],
    ['an unknown call', mbox({ text: CLAIM, diff: swapin(HUNK.replace('cond_resched', 'x')) }), {}],
    ['a diagram', mbox({ subject: 'mm: livelock', text: `A livelock.\n\n${TABLE}` }), {}],
    [
      'a diagram without columns',
      mbox({ text: `A leak:\n\n${TABLE.replace(/\t+CPU/, ' CPU').replaceAll('\t', '')}` }),
      {},
    ],
    ['a cut search', LIVELOCK, { asked: { maxStates: 10, deadline: 60_000 } }],
    ['an earlier thread', LIVELOCK, { onto: [mbox({ diff: swapin(HUNK) })] }],
    [
      'a series',
      mbox(
        { id: '1@x', subject: '[PATCH 1/2] mm: a', text: CLAIM, diff: swapin(HUNK) },
        {
          id: '2@x',
          answers: '1@x',
          subject: '[PATCH 2/2] mm: b',
          diff: swapin(HUNK.replace('+\t\tcond', '+\t\tyield();\n \t\tcond')),
        },
      ),
      {},
    ],
  ])('keeps to its schema: %s', async (_, input, options) => {
    const value = await json(input, options);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('a claim has its diagram', async () => {
    const value = await json(mbox({ subject: 'mm: work on x', text: `This leaks:\n\n${TABLE}` }));
    expect(value.claims).toMatchObject([
      {
        class: 'leak',
        functions: ['a_lock', 'b_free'],
        message: 0,
        lines: [1, 1],
        diagram: {
          lines: [3, 6],
          actors: ['CPU0', 'CPU1'],
          columns: 'kept',
          steps: [
            { actor: 0, text: 'a_lock(x)', lines: [4, 4], functions: ['a_lock'], names: ['x'] },
            { actor: 1, text: 'b_free(x)', lines: [5, 5], functions: ['b_free'], names: ['x'] },
            { actor: 0, text: 'x->flags = F_SET;', lines: [6, 6], functions: [], names: ['x', 'flags', 'F_SET'] },
          ],
        },
      },
    ]);
    const [claim] = value.claims as { diagram: object }[];
    for (const wrong of [{ steps: 1 }, { columns: 'gone' }, { lines: [0, 1] }])
      expect(validate({ ...value, claims: [{ ...claim, diagram: { ...claim!.diagram, ...wrong } }] })).toBe(false);
  });

  test('the schema refuses what is no verdict', async () => {
    const value = await json(LIVELOCK);
    for (const wrong of [
      { ...value, verdict: 'good' },
      { ...value, schema: 'patchcheck.thread/2' },
      { ...value, model: undefined },
      {
        ...value,
        checks: [{ ...value.checks[0], before: { answer: 'violated', exhaustive: true, states: 1, transitions: 1 } }],
      },
    ])
      expect(validate(JSON.parse(JSON.stringify(wrong)))).toBe(false);
    expect(validate({ ...value, more: 1 })).toBe(true);
  });

  test('says what the design says it says', async () => {
    const value = await json(LIVELOCK);
    expect(value).toMatchObject({
      schema: 'patchcheck.thread/1',
      version: '0.1.0',
      thread: { messages: 1, withdrawn: false },
      patches: [
        {
          message: 0,
          author: 'Hugh Dickins',
          version: 1,
          part: [1, 1],
          quoted: true,
          files: [
            {
              path: 'mm/swap_state.c',
              added: 29,
              deleted: 23,
              hunks: [
                {
                  header: '@@ -392,56 +392,62 @@',
                  function: '__read_swap_cache_async',
                  countsSatisfied: true,
                  mapping: 'mapped',
                  unmodelled: [],
                },
              ],
            },
          ],
        },
      ],
      claims: [{ class: 'livelock', message: 0, diagram: null }],
      model: 'swapin-5.7',
      candidates: [
        { id: 'patch-v1', kind: 'patch', author: 'Hugh Dickins', verdict: 'fixed', introduced: null, residual: null },
      ],
      checks: [
        {
          id: 'readers/coop+page-alloc-sleeps/every-call-returns',
          described: true,
          before: {
            answer: 'violated',
            exhaustive: true,
            witness: { schedule: expect.stringMatching(/^owner.*,@,looper/) },
          },
          after: { 'patch-v1': { answer: 'holds', exhaustive: true } },
        },
      ],
      verdict: 'fixed',
    });
  });

  test('lists what was asked by name beside what the verdict is about', async () => {
    const id = 'readers/fair+charge-fails+page-alloc-sleeps/no-leak';
    const value = await json(LIVELOCK, { checks: [id] });
    expect(value.checks.map((c) => [c.id, c.described])).toEqual([
      ['readers/coop+page-alloc-sleeps/every-call-returns', true],
      [id, false],
    ]);
  });
});
