import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stem, words } from '../../src/claim/bug-class.ts';
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
    ['We release the lru lock to get the tree lock, which maybe freed already.', 'use-after-free'],
    ['By then the tree might have been freed under us.', 'use-after-free'],
    ['The entry may already be freed, and we look at it.', 'use-after-free'],
    ['f() then accesses a freed page.', 'use-after-free'],
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
    'The page can be freed then.',
    'The entry may be freed once the count drops to zero.',
    'The tree cannot have been freed already.',
    'The tree may not already be freed here.',
    'It could get freed in the end.',
    'That frees a page, and the next user reads freed up memory.',
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

describe('claims and diagrams', () => {
  const table = 'CPU0\t\t\tCPU1\na_lock()\n\t\t\tfree_it(x)\nuse_it(x)\n';
  const adds = 'CPU0\t\t\tCPU1\nget_it()\n\t\t\tadd_to_cache()\nadd_to_cache()\n';

  async function claims(text: string, subject = 'mm: work on x') {
    const found = readClaims(await threadOf({ text, subject }));
    return found.map((c) => [c.class, c.lines, c.diagram?.lines ?? null]);
  }

  test('a claim has the diagram of its message and the functions of it', async () => {
    const [claim] = readClaims(
      await threadOf({ text: `This is a use after free:\n\n${table}\nSo drop_it() first.\n` }),
    );
    expect(claim).toMatchObject({
      class: 'use-after-free',
      lines: [1, 1],
      functions: ['a_lock', 'free_it', 'use_it', 'drop_it'],
      diagram: { lines: [3, 6] },
    });
  });

  test('several diagrams are a claim each', async () =>
    expect(await claims(`It leaks.\n\n${table}\nOr:\n\n${table}`)).toEqual([
      ['leak', [3, 6], [3, 6]],
      ['leak', [10, 13], [10, 13]],
    ]));

  test('two actors that add the same are a double add, without a word', async () => {
    expect(await claims(`Like this:\n\n${adds}`)).toEqual([['double-add', [3, 6], [3, 6]]]);
    const lost = adds.replace(/\t+CPU/, ' CPU').replaceAll('\t', '');
    expect(await claims(`Like this:\n\n${lost}`)).toEqual([['double-add', [3, 6], [3, 6]]]);
  });

  test.each([
    [
      'what is taken away in between',
      adds.replace('get_it()\n', '').replace('add_to_cache()\nadd', 'add_to_cache()\ndel_from_cache()\nadd'),
    ],
    ['one actor alone', adds.replace('\t\t\tadd', 'add').replace('get_it()', '\t\t\tget_it()')],
    ['another function', adds.replace('\t\t\tadd_to_cache', '\t\t\tadd_to_list')],
  ])('%s is none', async (_, text) => expect(await claims(`Like this:\n\n${text}`)).toEqual([]));

  test.each([
    "This doesn't happen:",
    'That cannot happen.',
    'I first tried this one, but that does not work out:',
    'lockdep shows a false positive:',
  ])('ruled out: %s', async (words) => expect(await claims(`${words}\n\n${adds}`)).toEqual([]));

  test('only the sentence at the diagram rules it out', async () => {
    const words = 'I tried the other one, but that does not work out. Let us try this one instead:';
    expect(await claims(`${words}\n\n${adds}`)).toHaveLength(1);
    expect(await claims(`${words}\n${adds}`)).toHaveLength(1);
    expect(await claims(`Like so:\n\n${adds}\nBut this cannot happen, since the lock is held.\n`)).toEqual([]);
  });

  test("lockdep's box is a deadlock", async () => {
    const box = '       CPU0\n       ----\n  lock(&a);\n  lock(&a);\n';
    expect(await claims(`Possible unsafe locking scenario:\n\n${box}`)).toEqual([['deadlock', [3, 6], [3, 6]]]);
    expect(await claims(`This is a leak.\n\n${box}`)).toEqual([
      ['leak', [1, 1], null],
      ['deadlock', [3, 6], [3, 6]],
    ]);
  });

  test('a race with no other word for it is a race', async () => {
    expect(await claims(`We race with the owner:\n\n${table}`)).toEqual([['race', [3, 6], [3, 6]]]);
    expect(await claims(table)).toEqual([]);
    expect(await classes('We race with the owner.')).toEqual([]);
  });

  test.each([
    ['The list corruption is seen at once.', 'list-corruption'],
    ['BUG: kernel NULL pointer dereference, address: 0', 'null-dereference'],
    ['refcount_t: underflow; use it no more', 'refcount-error'],
    ['We may read stale data.', 'data-loss'],
    ['An event is lost then.', 'lost-event'],
    ['It will never be woken up.', 'lost-wakeup'],
    ['There is a lock inversion now.', 'deadlock'],
    ['This leads to rcu stalls.', 'stall'],
  ] as const)('%s', async (text, bug) => expect(await classes(text)).toEqual([bug]));

  test('what is weighed and put aside is no claim', async () =>
    expect(await classes('One concern is that it may lose a wakeup, but it seems fine.')).toEqual([]));
});

/** For each way to say it, words that are said so. */
const said: Readonly<Record<keyof typeof words, readonly string[]>> = {
  livelock: ['livelock', 'live-locked'],
  stall: ['stalls', 'soft lockup', 'soft-lockups', 'hung task', 'it hangs'],
  deadlock: ['deadlock', 'dead-locks', 'ABBA', 'circular locking dependency', 'recursive locking', 'lock inversion'],
  'double-add': ['double add', 'double list_add', 'added to it twice'],
  'use-after-free': [
    'use after free',
    'UAF',
    'may be already freed',
    'could have been freed meanwhile',
    'reads freed memory',
  ],
  'double-free': ['double free', 'frees it twice'],
  leak: ['leak', 'memleak', 'leakage'],
  'lost-wakeup': [
    'lost wakeup',
    'misses the wake-up',
    'wakeup is lost',
    'never waken up',
    'never woken',
    'never wakeup',
  ],
  'missing-barrier': ['missing memory barrier', 'needs a barrier'],
  'lost-event': ['events are lost', 'misses the event'],
  'data-race': ['data race', 'KCSAN'],
  'list-corruption': ['list corruption', 'list_add corruption', 'corrupts the list'],
  'data-loss': ['data loss', 'loses user data', 'stale data'],
  'refcount-error': ['refcount underflow', 'refcount_t: addition on 0'],
  'null-dereference': ['NULL pointer dereference', 'null-deref'],
};

test.each(Object.entries(said))('%s is looked for wherever its words stand', (bug, phrases) => {
  for (const phrase of phrases) {
    expect(phrase.match(words[bug as keyof typeof words])).not.toBeNull();
    expect(phrase).toMatch(stem);
  }
});

test('a thread is read in a time that grows with its mails', async () => {
  const text = 'It can deadlock.\n\nCPU0      CPU1\na(x);\n          b(x);\n\n'.repeat(3);
  const seconds = async (mails: number): Promise<number> => {
    const one = (await threadOf({ text })).messages[0]!;
    const messages = Array.from({ length: mails }, (_, index) => ({ ...one, index, subject: `mail ${index}` }));
    const start = performance.now();
    expect(readClaims({ subject: '', messages }).length).toBeGreaterThanOrEqual(mails);
    return performance.now() - start;
  };
  await seconds(200);
  expect(await seconds(4000)).toBeLessThan(200 + 20 * 4 * (await seconds(200)));
});
