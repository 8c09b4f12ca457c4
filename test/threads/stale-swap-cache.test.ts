// The thread on stale swap cache, whole, from the page and from the mbox: a patch that its author takes back.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { exitCodeOf } from '../../src/cli/exit.ts';
import { toJson } from '../../src/report/json.ts';
import { renderText } from '../../src/report/text.ts';
import type { Asked, ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { ROOT } from '../verdict/mails.ts';

const FORMS = ['txt', 'mbox'] as const;
const HOLE_AT_WRITE = 'zap-vs-writeback/fair/no-weak-leak';

function judged(form: string, asked: Partial<Asked>, checks: readonly string[] = []): Promise<ThreadVerdict> {
  const name = `fixtures/threads/2009-memcg-stale-swap-cache.${form}`;
  return checkThread({ name, bytes: readFileSync(name) }, { root: ROOT, asked, checks });
}

const report = (verdict: ThreadVerdict): string => renderText(verdict, { width: 200, color: false, file: 'x' });

describe.each(FORMS)('stale swap cache from the %s', (form) => {
  let verdict: ThreadVerdict;
  beforeAll(async () => {
    verdict = await judged(form, { list: 'all' });
  }, 120_000);

  test('is not fixed by v5, which loses a reference to a page', () => {
    expect(verdict).toMatchObject({ verdict: 'not-fixed', model: { name: 'memcg-2.6.30' } });
    expect(exitCodeOf(verdict)).toBe(1);
    expect(verdict.candidates).toMatchObject([
      {
        id: 'patch-v5',
        kind: 'patch',
        verdict: 'not-fixed',
        introduced: ['fault-vs-writeback/fair/no-page-ref-leak', 'fault-unmap-vs-writeback/fair/no-page-ref-leak'],
        residual: [
          'zap-vs-two-readers/fair/no-strong-leak',
          'zap-vs-reclaim-dirty/fair/no-strong-leak',
          'zap-vs-reclaim-dirty/fair/no-weak-leak',
          'zap-vs-reclaim-clean/fair/no-strong-leak',
          'zap-vs-reclaim-extra-ref/fair/no-strong-leak',
          'zap-vs-reclaim-extra-ref/fair/no-weak-leak',
          'zap-vs-writeback/fair/no-weak-leak',
          'fault-unmap-vs-writeback/fair/no-weak-leak',
          'unmap-vs-add-to-swap/fair/no-strong-leak',
          'unmap-vs-add-to-swap/fair/no-weak-leak',
        ],
      },
    ]);
  });

  test('is described by its two examples, and one scenario is closed', () => {
    const ids = (of: typeof verdict.checks) => of.map((c) => c.check.id);
    expect(ids(verdict.checks.filter((c) => c.described))).toEqual([
      'zap-vs-readahead/fair/no-strong-leak',
      'zap-vs-reclaim-clean/fair/no-weak-leak',
    ]);
    const closed = verdict.checks.filter(
      (c) => c.before.answer === 'violated' && c.after.get('patch-v5')!.answer === 'holds',
    );
    expect(ids(closed)).toEqual(['zap-interrupted/fair/no-weak-leak']);
    for (const { before, after } of verdict.checks) {
      expect(before.answer).not.toBe('unknown');
      expect(after.get('patch-v5')!.answer).not.toBe('unknown');
    }
  });

  test('is withdrawn, understood to the last line, and the hook of reclaim is never compiled', () => {
    expect(verdict.withdrawn).toBe(true);
    expect(report(verdict)).toContain('lines     187 of 187 added, 2 of 2 removed accounted for');
    const unknown = verdict.warnings.filter((w) => w.code === 'unknown-config-symbol');
    expect(unknown.map((w) => w.text)).toEqual([
      expect.stringMatching(/^CONFIG_CGROUP_MEM_RES_CTRL .*did you mean CONFIG_CGROUP_MEM_RES_CTLR\?/),
    ]);
  });
});

test('with the symbol that the hook is under, a clean page that is reclaimed is freed', async () => {
  const asked = { scope: 'described', config: { CONFIG_CGROUP_MEM_RES_CTRL: true } } as const;
  const verdict = await judged('mbox', asked);
  expect(verdict.verdict).toBe('partly-fixed');
  expect(verdict.checks.map((c) => [c.check.id, c.after.get('patch-v5')!.answer])).toEqual([
    ['zap-vs-readahead/fair/no-strong-leak', 'violated'],
    ['zap-vs-reclaim-clean/fair/no-weak-leak', 'holds'],
  ]);
}, 60_000);

describe('the hole', () => {
  /** The steps in the order in which the run has them. */
  const inOrder = (...steps: readonly string[]): RegExp =>
    new RegExp(steps.map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^⇒]*'));

  test('of a read: the count falls behind the look and before the page is unlocked', async () => {
    expect(report(await judged('mbox', { scope: 'described' }))).toMatch(
      inOrder(
        'After patch-v5:',
        'mem_cgroup_swapio_check_again(bio, page)',
        'return p->swap_map[offset] != 1 → true',
        'exiting process',
        'p->swap_map[offset] = count → 1',
        'if (page && !trylock_page(page)) → true',
        'interrupt of the disk',
        'unlock_page(page)',
      ),
    );
  }, 60_000);

  test('of a write: the process comes between two steps of the interrupt, and no work is asked for', async () => {
    const verdict = await judged('mbox', { scope: 'described' }, [HOLE_AT_WRITE]);
    const { checks } = toJson(verdict, '0') as { checks: { id: string; after: Record<string, unknown> }[] };
    const { after } = checks.find((c) => c.id === HOLE_AT_WRITE)!;
    expect(after['patch-v5']).toMatchObject({
      answer: 'violated',
      witness: { schedule: expect.stringMatching(/^disk:\d+,zap:\d+,disk:\d+,zap:\d+$/) },
    });
  }, 60_000);
});
