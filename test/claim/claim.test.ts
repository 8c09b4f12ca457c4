import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readClaims } from '../../src/claim/claim.ts';
import { readThread } from '../../src/mail/read.ts';
import { threadOf } from '../mail/mails.ts';

async function classes(text: string, subject = 'mm: work on x') {
  return readClaims(await threadOf({ text, subject })).map((c) => c.class);
}

describe('claims', () => {
  test('the swap-in thread claims a livelock in __read_swap_cache_async and nothing else', async () => {
    for (const name of ['2020-swapin-livelock.txt', '2020-swapin-livelock.mbox']) {
      const claims = readClaims(await readThread(readFileSync(`fixtures/threads/${name}`), name));
      expect(claims).toEqual([
        {
          class: 'livelock',
          functions: ['__read_swap_cache_async', 'swapcache_prepare', 'cond_resched'],
          message: 0,
          lines: [2, 8],
          diagram: null,
        },
      ]);
    }
  });

  test.runIf(existsSync('../shared/seeds'))(
    'the stalls of the migration thread are one about folio_migrate_mapping',
    async () => {
      const name = '../shared/seeds/004_555eede9c396f5a1.txt';
      const claims = readClaims(await readThread(readFileSync(name), name));
      expect(claims).toMatchObject([{ class: 'stall', functions: expect.arrayContaining(['folio_migrate_mapping']) }]);
    },
  );

  test.each([
    ['This can deadlock.', 'deadlock'],
    ['Fix the leak of a page.', 'leak'],
    ['BUG: KASAN: use-after-free in f+0x12/0x34', 'use-after-free'],
    ['The entry is added to the list twice.', 'double-add'],
    ['We miss a wakeup here.', 'lost-wakeup'],
    ['There is a missing memory barrier.', 'missing-barrier'],
    ['Not only slow: it leaks.', 'leak'],
    ["I've only seen this livelock once (at lower priority? who knows).", 'livelock'],
    ['This avoids the deadlock by dropping the lock.', 'deadlock'],
  ] as const)('%s', async (text, bug) => expect(await classes(text)).toEqual([bug]));

  test.each([
    'There is no deadlock here.',
    'This is not a leak.',
    "It can't livelock.",
    'We take a first, to avoid a deadlock.',
    'If we did that, it would deadlock.',
    'The new list is deadlock-free.',
    "Doesn't that leak?",
    'The leak detector is off.',
    'Fixes: 4c6355b25e8b ("mm: fix deadlock in f()")',
    'As in commit 4c6355b25e8b ("mm: fix deadlock in f()"), do it first.',
    'page hangs off the list',
    'a deadlock cannot happen',
  ])('no claim: %s', async (text) => expect(await classes(text)).toEqual([]));

  test('a diff makes none, whatever its lines say', async () => {
    const diff =
      '--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1,2 +1,3 @@ int f(void)\n /* this can deadlock */\n+/* this livelocks */\n \tleak();\n';
    expect(await classes(`Words.\n${diff}`)).toEqual([]);
    expect(await classes(`Words.\n${diff.trimEnd().replace(/^/gm, '> ')}`)).toEqual([]);
  });

  test('the subject alone makes one, once for the thread', async () => {
    const thread = await threadOf(
      { subject: '[PATCH] mm: fix leak in f()' },
      { subject: 'Re: [PATCH] mm: fix leak in f()' },
    );
    expect(readClaims(thread)).toEqual([{ class: 'leak', functions: ['f'], message: 0, lines: [0, 0], diagram: null }]);
  });

  test('what is quoted from a mail of the thread is not said again', async () => {
    const thread = await threadOf(
      { id: 'a', text: 'This can deadlock.' },
      { answers: 'a', text: 'Ann wrote:\n> This can deadlock.\nWhere?' },
    );
    expect(readClaims(thread).map((c) => c.message)).toEqual([0]);
  });
});
