import { describe, expect, test } from 'vitest';
import { type CheckOptions, checkThread } from '../../src/check.ts';
import type { Input } from '../../src/verdict/onto.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { CLAIM, diffOf, LIVELOCK, mbox, ROOT, swapin } from './mails.ts';

const judge = (input: Input, options: Partial<CheckOptions> = {}): Promise<ThreadVerdict> =>
  checkThread(input, { root: ROOT, ...options, asked: { scope: 'described', ...options.asked } });

const patch = (hunk: string, text = CLAIM): Input => mbox({ text, diff: swapin(hunk) });
const codes = (verdict: ThreadVerdict): string[] => verdict.warnings.map((w) => w.code);

const HARMLESS = `
 		err = swapcache_prepare(entry);
+		cond_resched();
 		if (!err)
 			break;
`;
const SLEEPS = `
 		if (err == -EEXIST) {
-			cond_resched();
+			schedule_timeout_uninterruptible(1);
 			continue;
 		}
`;
const REPORT = mbox({ subject: 'livelock in __read_swap_cache_async()', text: 'We see a livelock there.' });

describe('verdict of a thread', () => {
  test('the fix of the livelock is one', async () => {
    const verdict = await judge(LIVELOCK);
    expect(verdict.verdict).toBe('fixed');
    expect(verdict.candidates[0]).toMatchObject({
      id: 'patch-v1',
      author: 'Hugh Dickins',
      introduced: null,
      residual: null,
    });
    expect(verdict.candidates[0]!.patches[0]!.lines).toEqual({
      added: 29,
      deleted: 23,
      addedAccounted: 29,
      deletedAccounted: 23,
    });
    expect(verdict.checks.map((c) => c.check.id)).toEqual(['readers/coop+page-alloc-sleeps/every-call-returns']);
  });

  test('a patch that leaves the loop as it is fixes nothing', async () => {
    expect((await judge(patch(HARMLESS))).verdict).toBe('not-fixed');
  });

  test('sleeping in the loop lets the owner go on', async () => {
    expect((await judge(patch(SLEEPS))).verdict).toBe('fixed');
  });

  test('a hunk of comments alone applies and fixes nothing', async () => {
    const verdict = await judge(
      patch(`
 		err = swapcache_prepare(entry);
+		/* racers wait below */
 		if (!err)
 			break;
`),
    );
    expect(verdict).toMatchObject({ verdict: 'not-fixed', model: { name: 'swapin-5.7' } });
  });

  test('a report without a patch is reproduced', async () => {
    expect(await judge(REPORT)).toMatchObject({ verdict: 'reproduced', candidates: [] });
  });

  test('a patch whose thread describes nothing is unknown, and its checks are asked all the same', async () => {
    const verdict = await judge(patch(HARMLESS, 'Clean up.'), {
      checks: ['readers/fair/no-leak'],
    });
    expect(verdict).toMatchObject({
      verdict: 'unknown',
      reason: 'the thread describes no bug that this model ties to a check',
    });
    expect(verdict.checks.map((c) => c.after.get('patch-v1')!.answer)).toEqual(['holds']);
  });

  test('each part of a series has its verdict, the last is that of the whole', async () => {
    const verdict = await judge(
      mbox(
        { id: '1@x', subject: '[PATCH 1/2] mm: a', text: CLAIM, diff: swapin(HARMLESS) },
        { id: '2@x', answers: '1@x', subject: '[PATCH 2/2] mm: b', diff: swapin(SLEEPS) },
      ),
    );
    const [candidate] = verdict.candidates;
    expect(candidate!.parts.map((p) => [p.part, p.verdict])).toEqual([
      [1, 'not-fixed'],
      [2, 'fixed'],
    ]);
    expect(verdict.verdict).toBe('fixed');
  });

  test('an incomplete series is judged as far as it goes, and says so', async () => {
    const verdict = await judge(mbox({ subject: '[PATCH 2/3] mm: b', text: CLAIM, diff: swapin(SLEEPS) }));
    expect(verdict.warnings).toContainEqual(
      expect.objectContaining({ code: 'series-incomplete', text: expect.stringContaining('parts 1, 3') }),
    );
  });
});

describe('what cannot be modelled', () => {
  test('an unknown call in a function under check is named', async () => {
    const verdict = await judge(patch(HARMLESS.replace('cond_resched', 'frobnicate')));
    expect(verdict).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('`frobnicate()`') });
    expect(verdict.candidates[0]!.diagnostics).toHaveLength(1);
    expect(codes(verdict)).toEqual([]);
    expect(verdict.checks[0]!.after.get('patch-v1')).toMatchObject({ answer: 'unknown', reason: verdict.reason });
    expect(verdict.checks[0]!.before.answer).toBe('violated');
  });

  test('a hunk that does not fit says which words disagree', async () => {
    const verdict = await judge(patch(HARMLESS.replace('prepare', 'prepared')));
    expect(verdict).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('swapcache_prepared') });
    expect(verdict.candidates[0]!.program).toBeNull();
  });

  test('a change of a macro that the model has as a function is refused, not overlooked', async () => {
    const diff = diffOf('mm/swap_state.c', '', '-#define cond_resched() a\n+#define cond_resched() b');
    const verdict = await judge(mbox({ text: CLAIM, diff }));
    expect(verdict).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('cond_resched') });
  });

  test.each([
    ['another function of a file of the model', 'mm/swap_state.c', 'no model has foo_bar() in mm/swap_state.c'],
    ['a file that no model has', 'fs/foo.c', 'no model has foo_bar() in fs/foo.c'],
  ])('%s is not modelled, by name', async (_, path, reason) => {
    const diff = diffOf(path, 'void foo_bar(int x)', ' a = b;\n+c = d;\n e = f;');
    const verdict = await judge(mbox({ text: CLAIM, diff }));
    expect(verdict).toMatchObject({ verdict: 'not-modelled', reason, model: null, checks: [] });
  });

  test('a hunk elsewhere beside one in the model is a warning', async () => {
    const elsewhere = diffOf('fs/foo.c', 'void foo_bar(int x)', ' a = b;\n+c = d;\n e = f;');
    const verdict = await judge(mbox({ text: CLAIM, diff: swapin(SLEEPS) + elsewhere }));
    expect(verdict.verdict).toBe('fixed');
    expect(verdict.warnings).toContainEqual(expect.objectContaining({ code: 'outside-the-model', file: 'fs/foo.c' }));
  });

  test('a refused function that no task reaches is a warning', async () => {
    const unused = diffOf('mm/swap_state.c', '', ' \n+void foo_new(void)\n+{\n+\tfrobnicate();\n+}\n+\n ');
    const verdict = await judge(mbox({ text: CLAIM, diff: swapin(SLEEPS) + unused }));
    expect(verdict.verdict).toBe('fixed');
    expect(codes(verdict)).toContain('unmodelled-not-reached');
  });

  test('mail without a patch and without a bug is not modelled', async () => {
    expect(await judge(mbox({ subject: 'hello', text: 'hi' }))).toMatchObject({
      verdict: 'not-modelled',
      reason: 'the thread proposes no patch and names no function that a model has',
    });
  });
});

describe('an added line that never ran', () => {
  const dead = SLEEPS.replace('+\t\t\tsched', '+\t\t\tif (err == 77)\n+\t\t\t\tmsleep(10);\n+\t\t\tsched');

  test('makes what holds vacuous, with a warning that names it', async () => {
    const verdict = await judge(patch(dead));
    expect(verdict.verdict).toBe('fixed');
    expect(verdict.checks[0]!.after.get('patch-v1')).toMatchObject({ answer: 'holds', vacuous: true });
    const lines = verdict.warnings.filter((w) => w.code === 'line-never-ran');
    expect(lines).toHaveLength(1);
    const text = verdict.thread.messages[0]!.text.split('\n');
    expect(text[lines[0]!.line! - 1]).toBe('+\t\t\t\tmsleep(10);');
  });

  test('is looked for only under the schedules that were asked', async () => {
    // Under coop nobody comes between the two reads, under fair the other reader does.
    const racy = `
 		err = swapcache_prepare(entry);
+		if (err == -EEXIST && find_get_page(swap_address_space(entry), swp_offset(entry)))
+			msleep(10);
 		if (!err)
 			break;
`;
    const fair = 'readers/fair/no-bug-on';
    const coop = 'readers/coop/no-bug-on';
    const neverRan = async (checks: string[]) =>
      (await judge(patch(racy, 'Clean up.'), { checks })).candidates[0]!.added.filter((a) => a.tasks === 0).map(
        (a) => a.text,
      );
    expect(await neverRan([coop])).toContain('msleep(10);');
    expect(await neverRan([coop, fair])).toEqual([]);
  });

  test('is the one that is meant, where several have the same words', async () => {
    const twice = `
 		err = swapcache_prepare(entry);
+		if (err == 55)
+			msleep(10);
+		if (err == 66)
+			msleep(10);
 		if (!err)
 			break;
`;
    const verdict = await judge(patch(twice));
    const lines = verdict.candidates[0]!.added.filter((a) => a.text === 'msleep(10);').map((a) => a.line!);
    expect(lines[1]! - lines[0]!).toBe(2);
  });

  test('of an earlier thread is none of this one', async () => {
    const verdict = await judge(patch(HARMLESS), { onto: [mbox({ text: CLAIM, diff: swapin(dead) })] });
    expect(verdict.candidates[0]!.added.map((a) => a.text)).toEqual(['cond_resched();']);
    expect(codes(verdict)).not.toContain('line-never-ran');
  });

  test('is told in tasks where it ran', async () => {
    const verdict = await judge(patch(HARMLESS));
    expect(verdict.candidates[0]!.added).toMatchObject([{ text: 'cond_resched();', tasks: 2 }]);
  });
});

describe('on top of another thread', () => {
  test('its newest patch is the before of all', async () => {
    expect(await judge(REPORT, { onto: [LIVELOCK] })).toMatchObject({ verdict: 'not-reproduced' });
  });

  test('of its versions, only the newest is applied', async () => {
    const versions = mbox(
      { id: '1@x', subject: '[PATCH] mm: a', diff: swapin(HARMLESS) },
      { id: '2@x', subject: '[PATCH v2] mm: a', diff: swapin(SLEEPS) },
    );
    const verdict = await judge(REPORT, { onto: [versions] });
    expect(verdict).toMatchObject({ verdict: 'not-reproduced', onto: [{ candidate: 'patch-v2' }] });
  });

  test('a patch that is there already does not apply', async () => {
    expect(await judge(LIVELOCK, { onto: [LIVELOCK] })).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('already'),
    });
  });

  test('it adds no candidates and no claims', async () => {
    const verdict = await judge(patch(HARMLESS, 'Clean up.'), { onto: [mbox({ text: CLAIM, diff: swapin(SLEEPS) })] });
    expect(verdict.candidates).toHaveLength(1);
    expect(verdict.claims).toEqual([]);
    expect(verdict.onto).toMatchObject([{ candidate: 'patch-v1' }]);
  });

  test('without a patch, or with one that does not apply, nothing is judged', async () => {
    const reason = 'test.mbox holds no patch to judge on top of';
    expect(await judge(LIVELOCK, { onto: [REPORT] })).toMatchObject({ verdict: 'unknown', reason });
    const misfit = patch(HARMLESS.replace('prepare', 'prepared'));
    const verdict = await judge(LIVELOCK, { onto: [misfit] });
    expect(verdict).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('test.mbox: Cannot apply') });
    expect(verdict.checks).toEqual([]);
  });
});

describe('bounds', () => {
  test('a search that is cut short decides nothing, and says what cut it', async () => {
    const verdict = await judge(LIVELOCK, { asked: { maxStates: 10 } });
    expect(verdict).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('more than 10 states') });
    expect(codes(verdict)).not.toContain('witness-not-replayed');
  });

  test('nor does one whose time is up', async () => {
    const verdict = await judge(LIVELOCK, { asked: { deadline: 1 } });
    expect(verdict).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('the time is up') });
  });
});
