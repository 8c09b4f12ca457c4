// Mutants of patches: what the checks of a model tell from the patch, and what they do not.

import { describe, expect, test } from 'vitest';
import { DEFAULTS } from '../../src/check.ts';
import { readClaims } from '../../src/claim/claim.ts';
import { readThread } from '../../src/mail/read.ts';
import { judgeBaseline } from '../../src/mutate/baseline.ts';
import { judgeMutant } from '../../src/mutate/judge-mutant.ts';
import { CannotMutate, type MutateOptions, mutateThread } from '../../src/mutate/mutate.ts';
import { countOutcomes, type Mutation } from '../../src/mutate/mutation.ts';
import { patchMutants } from '../../src/mutate/patch-mutants.ts';
import { undoings } from '../../src/mutate/undo.ts';
import { candidatesOf } from '../../src/patch/candidates.ts';
import { mutationJson } from '../../src/report/mutation-json.ts';
import { mutationText } from '../../src/report/mutation-text.ts';
import { askedChecks } from '../../src/verdict/asked.ts';
import { judgeOptions } from '../../src/verdict/candidate.ts';
import { matchThread } from '../../src/verdict/match.ts';
import type { Input } from '../../src/verdict/onto.ts';
import { Watch } from '../../src/verdict/watch.ts';
import { CLAIM, LIVELOCK, mbox, ROOT, swapin } from '../verdict/mails.ts';

const DESCRIBED = { scope: 'described' } as const;
const CHARGE_FAILS = 'reader-vs-eviction/coop+charge-fails/cached-page-is-read';

function mutate(input: Input, options: Partial<MutateOptions> = {}): Promise<Mutation> {
  return mutateThread(input, { root: ROOT, asked: DESCRIBED, ...options });
}

/** What is said of each mutant that came to this end. */
function texts({ mutants }: Mutation, kind: string): string[] {
  return mutants.filter((m) => m.outcome.kind === kind).map((m) => m.mutant.text);
}

describe('the patch of the livelock', async () => {
  const found = await mutate(LIVELOCK, { checks: [CHARGE_FAILS] });

  test('is held against the checks that hold after it', () => {
    expect(found.candidate.id).toBe('patch-v1');
    expect(found.kept).toEqual({
      held: 2,
      undecided: 0,
      asked: 2,
      described: [{ check: 'readers/coop+page-alloc-sleeps/every-call-returns', answer: 'holds' }],
    });
  });

  test('without what it is about, the described check is violated', () => {
    const whole = found.mutants.find((m) => m.mutant.text.includes('the 22 removed lines kept'))!;
    expect(whole.mutant.operator).toBe('undo');
    expect(whole.outcome).toEqual({
      kind: 'killed',
      check: 'readers/coop+page-alloc-sleeps/every-call-returns',
      isDescribed: true,
    });
  });

  test('a check that is asked beside it kills what the described one does not see', () => {
    const put = found.mutants.find((m) => m.mutant.text === 'without `delete_from_swap_cache(page);`')!;
    expect(put.outcome).toEqual({ kind: 'killed', check: CHARGE_FAILS, isDescribed: false });
  });

  test('what neither of them needs survives', () => {
    expect(texts(found, 'survived')).toContain('without `cond_resched();`');
    expect(texts(found, 'survived')).toContain('without `page = alloc_page_vma(gfp_mask, vma, addr);`');
  });

  test('a survivor that leaves a check with nothing to say is told so', () => {
    const idle = found.mutants.filter(({ outcome }) => outcome.kind === 'survived' && outcome.idle.length > 0);
    expect(idle.map((m) => m.mutant.text)).toContain('without `page = alloc_page_vma(gfp_mask, vma, addr);`');
  });

  test('what runs in neither of them is told apart', () => {
    expect(texts(found, 'never-ran')).toContain('without `put_swap_page(page, entry);`');
  });

  test('a program that cannot be run is refused, and not killed', () => {
    const refused = found.mutants.flatMap(({ outcome }) => (outcome.kind === 'refused' ? [outcome.reason] : []));
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatch(/^Cannot go to `fail_free`: there is no such label/);
  });

  test('each mutant has its line of the mail', () => {
    const lines = found.thread.messages[0]!.text.split('\n');
    for (const { mutant } of found.mutants) {
      const line = lines[mutant.line! - 1]!.replace(/^> ?/, '');
      expect(line.slice(0, 1)).toBe(mutant.operator === 'undo' ? '-' : '+');
      expect(line.slice(1).trim()).toBe(mutant.source);
    }
  });

  test('the counts of the report are those of the mutants', () => {
    const n = countOutcomes(found.mutants);
    const text = mutationText(found, { width: 80, color: false });
    expect(text).toContain(
      `killed    ${n.killed} of ${n.killed + n.survived} mutants of the patch; ${n.survived} survive`,
    );
    expect(text.match(/^ +survives: /gm)).toHaveLength(n.survived);
    expect(text.split('\n').filter((l) => l.length > 80)).toEqual([]);
    const json = mutationJson(found, '1') as { score: object; mutants: object[] };
    const { 'never-ran': neverRan, ...rest } = n;
    expect(json.score).toEqual({ ...rest, neverRan });
    expect(json.mutants).toHaveLength(found.mutants.length);
  });
});

test('a check that a bound leaves open is not one that does not hold', async () => {
  const asked = { ...DESCRIBED, maxStates: 1500 };
  const found = await mutate(LIVELOCK, { checks: ['readers/fair/every-call-returns'], asked });
  expect(found.kept).toMatchObject({ held: 1, undecided: 1, asked: 2 });
  const text = mutationText(found, { width: 80, color: false, file: '-', content: '' });
  expect(text).toContain('1 of 2: those known to hold after the patch; 1 not decided');
});

test('a mutant that is not run, since no check comes there, is told from the patch by none', async () => {
  const thread = await readThread(LIVELOCK.bytes, LIVELOCK.name);
  const claims = readClaims(thread);
  const { model, start, applied } = (await matchThread(ROOT, thread, candidatesOf(thread), claims, [], {}))!;
  const { candidate, stack } = applied[0]!;
  const mutants = await patchMutants({ model, start: start.base, candidate, stack, config: {} });
  const options = judgeOptions('patch', DEFAULTS, stack.base, new Watch(DEFAULTS));
  const checks = askedChecks(model, claims, ['readers/coop/no-leak'], 'described');
  const cover = new Set(mutants.flatMap((m) => (m.operator === 'undo' ? [] : m.statements)));
  const baseline = await judgeBaseline(stack.base.program, model, checks, cover, options);
  const everywhere = {
    ...baseline,
    settings: baseline.settings.map((s) => ({ ...s, concerns: () => true })),
  };
  let skipped = 0;
  for (const mutant of mutants.filter((m) => m.operator !== 'undo' && !m.refused)) {
    const [quick, whole] = [baseline, everywhere].map((b) => judgeMutant(mutant, b, model, options));
    const [asked, held] = [await quick!, await whole!];
    if (asked.kind === 'never-ran') skipped++;
    expect([mutant.text, held.kind]).toEqual([mutant.text, asked.kind === 'never-ran' ? 'survived' : asked.kind]);
  }
  expect(skipped).toBe(3);
});

describe('what is mutated', () => {
  const PURE_REMOVAL = swapin(`
 			break;
 		if (err == -EEXIST) {
-			cond_resched();
 			continue;
`);

  test('of a removal, that it is not made', async () => {
    const found = await mutate(mbox({ text: CLAIM, diff: PURE_REMOVAL }), {
      checks: ['readers/fair/no-leak'],
    }).catch((error: unknown) => error);
    if (found instanceof Error) throw found;
    const { mutants } = found as Mutation;
    expect(mutants.map((m) => [m.mutant.operator, m.mutant.text, m.mutant.source])).toEqual([
      ['undo', 'with the removed line kept', 'cond_resched();'],
    ]);
  });

  test('each run of lines with a removed one, and then the hunk', async () => {
    const thread = await readThread(mbox({ diff: swapin(' a\n-b\n+c\n d\n-e\n f\n+g\n h') }).bytes, 'test.mbox');
    const undone = undoings(candidatesOf(thread)[0]!.parts);
    const left = undone.map(({ text, parts }) => [
      text,
      parts[0]!.files.flatMap((f) => f.hunks.flatMap((h) => h.lines.map((l) => l.kind[0] + l.text))).join(' '),
    ]);
    expect(left).toEqual([
      ['the removed line kept, the added one left out', 'ca cb cd re cf ag ch'],
      ['the removed line kept', 'ca rb ac cd ce cf ag ch'],
      // Nothing is left of a file of which no change is made.
      ['the 2 removed lines kept, the 2 added ones left out', ''],
    ]);
  });
});

describe('what cannot be mutated', () => {
  const failing = async (input: Input, options: Partial<MutateOptions> = {}): Promise<CannotMutate> => {
    const error: unknown = await mutate(input, options).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CannotMutate);
    return error as CannotMutate;
  };

  test('a candidate that the thread does not have', async () => {
    const error = await failing(LIVELOCK, { candidate: 'patch-v9' });
    expect(error.message).toBe('Cannot mutate: there is no candidate `patch-v9`.\nThere is patch-v1.');
    expect(error.isUsage).toBe(true);
  });

  test('a patch of other code', async () => {
    const diff = swapin(' a();\n+b();')
      .replaceAll('__read_swap_cache_async', 'nowhere')
      .replaceAll('swap_state', 'other');
    const error = await failing(mbox({ diff }));
    expect(error.message).toMatch(/no model has/);
    expect(error.isUsage).toBe(false);
  });

  test('a patch after which no check that was asked holds', async () => {
    const error = await failing(LIVELOCK, { asked: { scope: 'described', deadline: 0 } });
    expect(error.message).toMatch(/no check is known to hold after patch-v1: the time is up/);
  });

  test('a patch that changes nothing that the model runs', async () => {
    const diff = swapin(`
 		err = swapcache_prepare(entry);
+		/* Somebody else may be at it. */
 		if (!err)
`);
    expect((await failing(mbox({ text: CLAIM, diff }))).message).toMatch(/changes nothing that the model runs/);
  });
});
