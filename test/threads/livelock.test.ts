// The thread that the first model was made for, whole: what the issue of the fix asks, from the page and from the mbox.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { exitCodeOf } from '../../src/cli/exit.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { ROOT } from '../verdict/mails.ts';

const FORMS = ['txt', 'mbox'] as const;
const verdicts = new Map<string, ThreadVerdict>();

beforeAll(async () => {
  for (const form of FORMS) {
    const name = `fixtures/threads/2020-swapin-livelock.${form}`;
    verdicts.set(form, await checkThread({ name, bytes: readFileSync(name) }, { root: ROOT, asked: { list: 'all' } }));
  }
}, 60_000);

/** `V` or `H` before and after. */
function answers(verdict: ThreadVerdict, id: string): string {
  const found = verdict.checks.find((c) => c.check.id === id)!;
  return [found.before, found.after.get('patch-v1')!].map((a) => a.answer[0]!.toUpperCase()).join(' ');
}

describe.each(FORMS)('the swap-in livelock from the %s', (form) => {
  test('is fixed, and nothing is introduced', () => {
    const verdict = verdicts.get(form)!;
    expect(verdict).toMatchObject({ verdict: 'fixed', withdrawn: false, candidates: [{ introduced: [] }] });
    expect(exitCodeOf(verdict)).toBe(0);
    expect(verdict.checks.filter((c) => c.described).map((c) => c.check.id)).toEqual([
      'readers/coop+page-alloc-sleeps/every-call-returns',
    ]);
  });

  test.each([
    ['readers/coop+page-alloc-sleeps/every-call-returns', 'V H'],
    ['readers/fair/every-call-returns', 'H H'],
    ['readers/fair+page-alloc-fails/every-call-returns', 'V H'],
    ['readers/fair+node-alloc-fails/every-call-returns', 'V H'],
    ['readers/coop+node-alloc-sleeps/every-call-returns', 'V V'],
    ['readers/coop+charge-sleeps/every-call-returns', 'H H'],
    ['readers/preempt/every-call-returns', 'V V'],
    ['readers/fair+charge-fails/swap-count-kept', 'V H'],
    ['reader-vs-eviction/coop/every-call-returns', 'H H'],
    ['reader-vs-eviction/preempt/every-call-returns', 'V V'],
  ])('%s: %s', (id, expected) => {
    expect(answers(verdicts.get(form)!, id)).toBe(expected);
  });

  test('keeps every built-in property under every switch, if all are served', () => {
    const asked = verdicts.get(form)!.checks.map((c) => c.check.id);
    const builtIn = asked.filter((id) => /\/fair(\+[^/]+)?\/no-/.test(id));
    expect(builtIn.length).toBe(4 * 7 * 6);
    expect(builtIn.filter((id) => answers(verdicts.get(form)!, id) !== 'H H')).toEqual([]);
  });

  test('leaves only what stronger assumptions break', () => {
    const [candidate] = verdicts.get(form)!.candidates;
    const settings = new Set(candidate!.residual!.map((id) => id.replace(/preempt(\+[^/]+)?/, 'preempt*')));
    expect([...settings]).toEqual([
      'readers/coop+node-alloc-sleeps/every-call-returns',
      'readers/preempt*/every-call-returns',
      'reader-vs-eviction/preempt*/every-call-returns',
    ]);
  });

  test('runs every added line, and every witness is confirmed', () => {
    const codes = verdicts.get(form)!.warnings.map((w) => w.code);
    expect(codes.filter((code) => code !== 'premise-not-reached')).toEqual([]);
  });

  test('is searched in a known number of states', () => {
    const counts = (id: string) => {
      const { before, after } = verdicts.get(form)!.checks.find((c) => c.check.id === id)!;
      return [before, after.get('patch-v1')!].map((a) => [a.states, a.transitions]);
    };
    expect({
      described: counts('readers/coop+page-alloc-sleeps/every-call-returns'),
      readers: counts('readers/fair/no-leak'),
      eviction: counts('reader-vs-eviction/fair/no-leak'),
      free: counts('reader-vs-free/fair/no-leak'),
      bad: counts('bad-slot/fair/no-leak'),
    }).toMatchInlineSnapshot(`
      {
        "bad": [
          [
            18,
            17,
          ],
          [
            22,
            21,
          ],
        ],
        "described": [
          [
            370,
            495,
          ],
          [
            579,
            820,
          ],
        ],
        "eviction": [
          [
            885,
            1638,
          ],
          [
            961,
            1787,
          ],
        ],
        "free": [
          [
            740,
            1384,
          ],
          [
            775,
            1451,
          ],
        ],
        "readers": [
          [
            2382,
            4645,
          ],
          [
            2723,
            5319,
          ],
        ],
      }
    `);
  });
});
