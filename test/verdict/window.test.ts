import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { printExprC } from '../../src/model/print/c.ts';
import type { Input } from '../../src/verdict/onto.ts';
import type { Asked } from '../../src/verdict/thread-verdict.ts';
import type { Window } from '../../src/verdict/window.ts';
import { CLAIM, LIVELOCK, mbox, ROOT, swapin } from './mails.ts';

const DESCRIBED = 'readers/coop+page-alloc-sleeps/every-call-returns';
const PREEMPT = 'readers/preempt/every-call-returns';

/** The windows of a check before and after the newest patch. */
async function windows(input: Input, id = DESCRIBED, asked: Partial<Asked> = {}): Promise<(Window | undefined)[]> {
  const checks = id === DESCRIBED ? [] : [id];
  const v = await checkThread(input, { root: ROOT, checks, asked: { scope: 'described', ...asked } });
  const { before, after } = v.checks.find((c) => c.check.id === id)!;
  return [before.window, after.get('patch-v1')?.window];
}

/** Functions and calls of the statements of a window: `add_to_swap_cache xas_lock_irq(&xas)`. */
function statements(window: Window | undefined): string[] {
  if (window?.kind !== 'open') return [];
  return window.at.map(({ function: name, statement: s }) =>
    s.kind === 'expression' ? `${name} ${printExprC(s.expr)}` : name,
  );
}

const patch = (hunk: string): Input => mbox({ text: CLAIM, diff: swapin(hunk) });
/** One more statement between marking the entry and caching its page. */
const MORE = patch(`
 	__SetPageLocked(page);
+	SetPageUptodate(page);
 	__SetPageSwapBacked(page);
`);

describe('the window of the swap-in livelock', () => {
  test('is the allocation that sleeps; the fix closes it, though the other task still comes in there', async () => {
    const [before, after] = await windows(LIVELOCK);
    expect(before).toMatchObject({ kind: 'open', interruptions: 1, switches: 1, at: [{ tasks: ['owner'] }] });
    expect(statements(before)).toEqual([expect.stringMatching(/^__read_swap_cache_async page = alloc_page_vma/)]);
    expect(after).toEqual({ kind: 'closed', statements: 1, left: 1, entered: 1 });
  });

  test('is narrowed where the kernel preempts: by the allocation', async () => {
    const [before, after] = await windows(LIVELOCK, PREEMPT);
    expect(statements(before).length).toBeGreaterThan(3);
    expect(new Set(statements(before))).toEqual(
      new Set([...statements(after), expect.stringContaining('alloc_page_vma')]),
    );
    expect(statements(after).filter((s) => s.includes('alloc_page_vma'))).toEqual([]);
  });

  test('is widened by a statement in it', async () => {
    const [before, after] = await windows(MORE, PREEMPT);
    expect(statements(after)).toHaveLength(statements(before).length + 1);
    expect(statements(after)).toContain('__read_swap_cache_async SetPageUptodate(page)');
  });

  test('is measured of checks that are described or named, and of no others', async () => {
    const v = await checkThread(LIVELOCK, { root: ROOT, asked: { scope: 'every' } });
    const measured = v.checks.filter((c) => c.before.window || c.after.get('patch-v1')?.window);
    expect(measured.map((c) => c.check.id)).toEqual([DESCRIBED]);
  });

  test('is none where the check holds before and after', async () => {
    expect(await windows(LIVELOCK, 'readers/fair/no-deadlock')).toEqual([undefined, undefined]);
  });

  test('is not measured of a search that was cut, whatever it found', async () => {
    const [before, after] = await windows(LIVELOCK, PREEMPT, { maxStates: 300 });
    for (const w of [before, after]) expect(w?.kind).not.toBe('open');
  });

  test('is not measured after the patch where it was not before: how much of it is left is not known', async () => {
    const thread = 'fixtures/threads/2024-zswap-swapoff.mbox';
    const input = { name: thread, bytes: readFileSync(`${ROOT}${thread}`) };
    const v = await checkThread(input, { root: ROOT, asked: { scope: 'described', maxStates: 20_000 } });
    const found = v.checks.find((c) => c.before.window?.kind === 'unmeasured')!;
    const after = [...found.after.values()].filter((a) => a.answer === 'holds');
    expect(after.length).toBeGreaterThan(0);
    for (const { window } of after) expect(window?.kind).toBe('unmeasured');
  });
});
