import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { verdictSentence } from '../../src/report/verdict-sentence.ts';
import { ROOT } from '../verdict/mails.ts';

test('a check of the livelock thread on its ladder: each who gives a reference up has one, and readers are cut', async () => {
  const name = '2020-swapin-livelock.mbox';
  const bytes = readFileSync(`${ROOT}fixtures/threads/${name}`);
  const asked = { scope: 'described', ladder: true, maxStates: 3000 } as const;
  const v = await checkThread({ name, bytes }, { root: ROOT, checks: ['reader-vs-free/coop/cache-flag-owned'], asked });
  const rungs = [
    ['unmap', 'settled', 382, 930],
    ['reader', 'bound', 644, 'more than 3,000 states'],
  ];
  for (const { declared, climbs } of v.ladders![0]!.programs) {
    expect(declared).toMatchObject({ answer: { answer: 'holds' }, outcomes: ['unmap: done; reader: done'] });
    const told = climbs.map((c) => [
      'name' in c.direction && c.direction.name,
      c.top.kind,
      ...c.rungs.map((r) => r.cut ?? r.answer.states),
    ]);
    expect(told).toEqual(rungs);
    expect(climbs.flatMap((c) => c.rungs.flatMap((r) => r.added))).toEqual([]);
  }
  expect(verdictSentence(v)).toMatch(
    /\(2 tasks, 1 entry of swap, at most 8 objects\); the same with up to 3 tasks; with 4 tasks: more than 3,000 states$/,
  );
}, 120_000);
