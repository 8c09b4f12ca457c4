import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { renderText } from '../../src/report/text.ts';
import { widthOf } from '../../src/report/wrap.ts';
import type { Asked, ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { CLAIM, LIVELOCK, mbox, ROOT, swapin } from '../verdict/mails.ts';

const PAGE = { name: 'page', bytes: readFileSync(`${ROOT}fixtures/threads/2020-swapin-livelock.txt`) };
const RETRY = ' \t\terr = swapcache_prepare(entry);\n+\t\tcond_resched();\n \t\tif (!err)\n \t\t\tbreak;';
const LEAKY = Buffer.from(
  PAGE.bytes.toString().replace('@@ -392,56 +392,62 @@', '@@ -392,56 +392,61 @@').replace('> + put_page(page);\n', ''),
);

const known = new Map<string, Promise<ThreadVerdict>>();

/** The verdict; one that was given is kept. */
function told(input: { name: string; bytes: Uint8Array }, asked: Partial<Asked> = {}): Promise<ThreadVerdict> {
  const key = JSON.stringify([Buffer.from(input.bytes).toString(), asked]);
  const made = known.get(key) ?? checkThread(input, { root: ROOT, asked: { scope: 'described', ...asked } });
  known.set(key, made);
  return made;
}

const at80 = { width: 80, color: false, file: 'thread.mbox' };
const text = async (...args: Parameters<typeof told>): Promise<string> => renderText(await told(...args), at80);

describe('the report of the swap-in livelock', () => {
  test('is the one beside this test, from the page', async () => {
    await expect(await text(PAGE, { scope: 'every' })).toMatchFileSnapshot('golden/2020-swapin-livelock.txt');
  });

  test('is the same from the mbox, but for the lines that it points at', async () => {
    const words = (report: string) => report.replace(/lines? [\d, ]+ of the message/g, 'line of the message');
    const page = words(await text(PAGE, { scope: 'every' }));
    expect(words(await text(LIVELOCK, { scope: 'every' }))).toBe(page);
  });

  test('with --all lists every check', async () => {
    const every = await told(PAGE, { scope: 'every' });
    const v: ThreadVerdict = { ...every, asked: { ...every.asked, list: 'all' } };
    const report = renderText(v, at80);
    for (const { check } of v.checks) expect(report).toContain(`\n  ${check.property} `);
  });

  test('begins with what was checked', async () => {
    expect((await text(PAGE)).split('\n')[0]).toMatch(/^patchcheck \d+\.\d+\.\d+ · on a model, not on a kernel$/);
  });

  test.each([60, 72, 80, 200])('fits in %i columns', async (width) => {
    const report = renderText(await told(PAGE, { scope: 'every' }), { ...at80, width });
    // What is to be copied stays whole.
    const wide = report.split('\n').filter((l) => widthOf(l) > Math.min(width, 100));
    expect(wide.filter((l) => !/^\s*(replay|check|readers|reader-)|owner|looper/.test(l))).toEqual([]);
    const lines = report.split('\n');
    const table = lines.slice(lines.indexOf('Before the patch:') + 2);
    for (const line of table.slice(0, table.indexOf(''))) expect(widthOf(line)).toBeLessThanOrEqual(79);
  });

  test('says with colours what it says without', async () => {
    const v = await told(PAGE);
    const colours = renderText(v, { ...at80, color: true });
    expect(colours).not.toBe(renderText(v, at80));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour is one
    expect(colours.replace(/\x1b\[\d+m/g, '')).toBe(renderText(v, at80));
  });
});

describe('a verdict in words', () => {
  test('not fixed: the run after the patch is shown', async () => {
    const report = await text(mbox({ text: CLAIM, diff: swapin(RETRY) }));
    expect(report).toContain('NOT FIXED the livelock reproduces before the patch and still after it');
    expect(report).toContain('After patch-v1:');
    expect(report).toMatch(/after +violated/);
  });

  test('introduced: its checks, and a run of the first', async () => {
    const report = await text({ name: 'leaky', bytes: LEAKY }, { scope: 'every' });
    expect(report).toMatch(
      /FIXED.*but\s+what\s+held\s+before\s+is\s+violated\s+after\s+it:\s+no-leak,\s+in \d+ checks/s,
    );
    expect(report).toContain('  readers/fair/no-leak');
    expect(report).toContain('⇒ all are done, and nobody can free page 1 any more');
    await expect(report).toMatchFileSnapshot('golden/leaky.txt');
  });

  test('unknown: the line of the mail with a caret, and the way out', async () => {
    const odd = RETRY.replace('cond_resched', 'cond_reschedule');
    const report = await text(mbox({ text: CLAIM, diff: swapin(odd) }));
    expect(report).toContain('UNKNOWN not decided');
    expect(report).toMatch(/line \d+ of the message: Cannot model the\s+call of\s+`cond_reschedule\(\)`/);
    expect(report).toMatch(/\n {4}cond_reschedule\(\);\n {4}\^+\nAdd it to the model/);
  });

  test('not modelled: what no model has', async () => {
    const diff = swapin(RETRY).replaceAll('mm/swap_state.c', 'fs/foo.c').replace('__read_swap_cache_async', 'foo');
    expect(await text(mbox({ text: 'A livelock in foo().', diff }))).toContain('NOT MODELLED no model has');
  });

  test('reproduced: a thread without a patch', async () => {
    const report = await text(mbox({ subject: 'livelock in __read_swap_cache_async()', text: 'Here.' }));
    expect(report).toContain('REPRODUCED the livelock reproduces; the thread has no patch to try');
    expect(report).not.toContain('Before the patch');
  });

  test('unknown for a hunk that does not fit: nothing is said of the other checks', async () => {
    const report = await text(mbox({ text: CLAIM, diff: swapin(RETRY.replace('prepare', 'x')) }), { scope: 'every' });
    expect(report).toContain('bounds    the other checks were not asked');
    expect(report.match(/not decided/g)).toHaveLength(1);
  });

  test('a search that was cut is one warning, and nothing is said of lines that it did not reach', async () => {
    const report = await text(LIVELOCK, { scope: 'every', maxStates: 400 });
    expect(report.match(/^warning +the search was cut/gm)).toHaveLength(1);
    expect(report).not.toContain('ran in no check');
  });

  test('premises are told with --all only', async () => {
    expect(await text(PAGE, { scope: 'every' })).not.toContain('was not at stake in');
    expect(await text(PAGE, { scope: 'every', list: 'all' })).toContain('was not at stake in');
  });

  test('a line is named where an editor finds it, if the file has one message', async () => {
    const mail = mbox({ text: CLAIM, diff: swapin(RETRY.replace('cond_resched', 'cond_reschedule')) });
    const content = Buffer.from(mail.bytes).toString();
    const report = renderText(await told(mail), { ...at80, content });
    const line = content.split('\n').findIndex((l) => l.includes('cond_reschedule')) + 1;
    expect(report.replace(/\s+/g, ' ')).toContain(`of the message, thread.mbox:${line}`);
  });

  test('a check that was asked by name has its window, narrowed by the patch', async () => {
    const checks = ['readers/preempt/every-call-returns'];
    const v = await checkThread(LIVELOCK, { root: ROOT, checks, asked: { scope: 'described' } });
    expect(renderText(v, at80)).toContain('window: narrowed from 9 statements to 8, at least 1 task switch\n');
  });

  test('lines that never ran are not called a premise', async () => {
    const dead = RETRY.replace('+\t\tcond_resched();', '+\t\tif (false)\n+\t\t\tcond_resched();');
    const report = await text(mbox({ text: CLAIM, diff: swapin(dead) }), { scope: 'every', list: 'all' });
    expect(report).toContain('ran in no check');
    expect(report).not.toMatch(/every-call-returns +\S+ +holds \*/);
  });

  test('an earlier thread: what of it is not in the model', async () => {
    const other = swapin(RETRY).replaceAll('mm/swap_state.c', 'fs/foo.c').replace('__read_swap_cache_async', 'foo');
    const onto = [{ ...mbox({ subject: '[PATCH 1/2] foo: bar', diff: other }), name: 'first.mbox' }];
    const v = await checkThread(PAGE, { root: ROOT, asked: { scope: 'described' }, onto });
    const report = renderText(v, at80).replace(/\s+/g, ' ');
    expect(report).toContain('on top of: foo: bar (touches nothing in the model)');
    expect(report).toContain('first.mbox: the thread does not have part 2');
  });

  test('several candidates are all listed, newest last', async () => {
    const one = { subject: '[PATCH] mm: one', text: CLAIM, diff: swapin(RETRY), id: '1@x' };
    const report = await text(mbox(one, { ...one, subject: '[PATCH v2] mm: two', id: '2@x', answers: '1@x' }));
    expect(report).toMatch(/^NOT FIXED \(patch-v2, \d+ \w+ \d+\)$/m);
    expect(report).toMatch(/^after .*\(patch-v2\)$/m);
    expect(report).toMatch(/patch-v1 +NOT FIXED +.*mm: one\n +patch-v2 +NOT FIXED +.*mm: two/);
  });
});

test('nothing in a mail reaches the terminal as anything but text', async () => {
  const evil = '\u001b[2J\u009b31m\u202eevil\u2066\u0007';
  const diff = swapin(RETRY.replace('cond_resched()', `cond_resched${evil}()`));
  for (const mail of [
    mbox({ subject: `[PATCH] ${evil}`, text: `${CLAIM} ${evil}`, diff }),
    mbox({ subject: `[PATCH] ${evil}`, text: CLAIM, diff: swapin(RETRY) }),
  ]) {
    const report = await text(mail, { list: 'all' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(report).toContain('evil');
  }
});
