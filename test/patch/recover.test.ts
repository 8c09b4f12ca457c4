import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readThread } from '../../src/mail/read.ts';
import { treePath } from '../../src/patch/path.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { messageOf } from '../mail/mails.ts';

async function patchesOf(file: string) {
  return (await readThread(readFileSync(file), file)).messages.flatMap(recoverPatches);
}

async function one(...lines: string[]) {
  const patches = recoverPatches(await messageOf(lines.join('\n')));
  expect(patches).toHaveLength(1);
  return patches[0]!;
}

const header = ['--- a/mm/x.c', '+++ b/mm/x.c'];

describe('the swap-in thread', () => {
  test('holds one quoted patch, the same in the page and in the mbox', async () => {
    const [page] = await patchesOf('fixtures/threads/2020-swapin-livelock.txt');
    const [mbox] = await patchesOf('fixtures/threads/2020-swapin-livelock.mbox');
    expect(page).toMatchObject({
      author: 'Hugh Dickins',
      title: 'mm/swap: fix livelock in __read_swap_cache_async()',
      version: 1,
      part: [1, 1],
      quoted: true,
      level: 1,
      damage: ['quoted', 'context-unindented'],
    });
    expect(page!.date!.toISOString()).toBe('2020-05-22T05:56:20.000Z');
    expect(mbox!.damage).toEqual(['quoted']);
    const squeeze = (p: typeof page) =>
      p!.files.map((f) => ({ ...f, hunks: f.hunks.map((h) => h.lines.map((l) => [l.kind, l.text.trim()])) }));
    expect(squeeze(mbox)).toEqual(squeeze(page));
    expect(page!.files).toMatchObject([{ path: 'mm/swap_state.c', added: 29, deleted: 23 }]);
    expect(page!.files[0]!.hunks).toMatchObject([
      { header: '@@ -392,56 +392,62 @@', section: 'struct page *__read_swap_cache_async(swp', countsSatisfied: true },
    ]);
  });
});

describe.runIf(existsSync('../shared/seeds'))('the five seeds', () => {
  const seeds = existsSync('../shared/seeds') ? readdirSync('../shared/seeds').sort() : [];
  const truth = [
    { hunks: 1, files: 1, added: 29, deleted: 23 },
    { hunks: 0, files: 0, added: 0, deleted: 0 },
    { hunks: 0, files: 0, added: 0, deleted: 0 },
    { hunks: 7, files: 4, added: 187, deleted: 2 },
    { hunks: 2, files: 1, added: 11, deleted: 0 },
  ];
  test.each(seeds.map((name, i) => [name, truth[i]] as const))('%s', async (name, want) => {
    const files = (await patchesOf(`../shared/seeds/${name}`)).flatMap((p) => p.files);
    const hunks = files.flatMap((f) => f.hunks);
    const sum = (of: 'added' | 'deleted') => files.reduce((n, f) => n + f[of], 0);
    expect({ hunks: hunks.length, files: files.length, added: sum('added'), deleted: sum('deleted') }).toEqual(want);
    expect(hunks.every((h) => h.countsSatisfied)).toBe(true);
  });
});

describe('a stripped hunk', () => {
  test('may hold context that begins with a sign, if only one choice satisfies the counts', async () => {
    const patch = await one(...header, '@@ -1,5 +1,5 @@', 'int x = a', '- b;', '-foo();', '+bar();', 'baz();', '}');
    expect(patch.files[0]!.hunks[0]!.lines.map((l) => l.kind)).toEqual([
      'context',
      'context',
      'removed',
      'added',
      'context',
      'context',
    ]);
    expect(patch.damage).toEqual(['context-unindented', 'context-with-sign']);
  });

  test('may hold a line that kept its blank, if the others lost it', async () => {
    const text = readFileSync('fixtures/threads/2020-swapin-livelock.txt', 'utf8')
      .replace('> - swap_free(entry);', '>  swap_free(entry);')
      .replace('+392,62', '+392,63');
    const [patch] = (await readThread(Buffer.from(text), 'page')).messages.flatMap(recoverPatches);
    expect(patch!.files[0]).toMatchObject({ added: 29, deleted: 22, hunks: [{ countsSatisfied: true }] });
  });

  test('is not taken for that when an added line is simply missing', async () => {
    const patch = await one(...header, '@@ -1,4 +1,4 @@', 'int x;', '-foo();', 'baz();', '}');
    expect(patch.files[0]!.hunks[0]!.countsSatisfied).toBe(false);
    expect(patch.damage).toContain('hunk-truncated');
  });

  test('with several choices is left unread and says why', async () => {
    const patch = await one(...header, '@@ -1,5 +1,5 @@', 'x = a', '- b', '- c;', 'y();', '+z();', '}');
    expect(patch.files[0]!.hunks[0]!.countsSatisfied).toBe(false);
    expect(patch.damage).toContain('context-ambiguous');
  });

  test('does not swallow a comment where nothing was stripped', async () => {
    const patch = await one(
      ...header,
      '@@ -1,4 +1,4 @@',
      ' \tint x;',
      '-\tfoo();',
      '+\tbar();',
      'Should this be baz()?',
      'Ann',
    );
    expect(patch.files[0]!.hunks[0]!).toMatchObject({ countsSatisfied: false });
    expect(patch.files[0]!.hunks[0]!.lines).toHaveLength(3);
  });
});

describe('headers of files', () => {
  test('of git: rename, mode, new and binary files', async () => {
    const patch = await one(
      'diff --git a/mm/a.c b/mm/b.c',
      'similarity index 100%',
      'rename from mm/a.c',
      'rename to mm/b.c',
      'diff --git a/x.sh b/x.sh',
      'old mode 100644',
      'new mode 100755',
      'diff --git a/logo.png b/logo.png',
      'new file mode 100644',
      'index 0000000..1111111',
      'Binary files /dev/null and b/logo.png differ',
      'diff --git a/mm/n.c b/mm/n.c',
      'new file mode 100644',
      'index 0000000..1111111',
      '--- /dev/null',
      '+++ b/mm/n.c',
      '@@ -0,0 +1 @@',
      '+x',
      '\\ No newline at end of file',
    );
    expect(patch.files).toMatchObject([
      { path: 'mm/b.c', previousPath: 'mm/a.c', change: 'rename', hunks: [] },
      { path: 'x.sh', mode: '100755', hunks: [] },
      { path: 'logo.png', change: 'add', binary: true, hunks: [] },
      { path: 'mm/n.c', change: 'add', added: 1, deleted: 0 },
    ]);
  });

  test('that name nothing make no patch', async () => {
    const message = await messageOf('--- a/x\n+++ b/x\nno hunk\n\ndiff --git a/y b/y\nwords @@ - here');
    expect(recoverPatches(message)).toEqual([]);
  });

  test('one line short does not swallow the next file', async () => {
    const patch = await one(
      ...header,
      '@@ -1,3 +1,3 @@',
      ' a',
      '-b',
      '+c',
      '--- a/mm/y.c',
      '+++ b/mm/y.c',
      '@@ -1 +1 @@',
      '-d',
      '+e',
    );
    expect(patch.files.map((f) => [f.path, f.added, f.deleted])).toEqual([
      ['mm/x.c', 1, 1],
      ['mm/y.c', 1, 1],
    ]);
    expect(patch.files.map((f) => f.hunks[0]!.countsSatisfied)).toEqual([false, true]);
  });

  test('a diff of a merge is recognised and not misread', async () => {
    const patch = await one(
      'diff --cc mm/x.c',
      'index 1,2..3',
      '--- a/mm/x.c',
      '+++ b/mm/x.c',
      '@@@ -1,2 -1,2 +1,2 @@@',
      '  a',
      ' -b',
      '++c',
    );
    expect(patch).toMatchObject({ damage: ['combined-diff'], files: [{ path: 'mm/x.c', hunks: [] }] });
  });

  test.each([
    ['a/mm/x.c', 'b/mm/x.c', 'mm/x.c'],
    ['5.7-rc6-mm1/mm/swap_state.c', 'linux/mm/swap_state.c', 'mm/swap_state.c'],
    ['mmotm-2.6.30-Apr24.orig/mm/x.c', 'mmotm-2.6.30-Apr24/mm/x.c', 'mm/x.c'],
    ['mm/x.c', 'mm/x.c', 'mm/x.c'],
    ['linux/include/linux/x.h', 'linux/include/linux/x.h', 'include/linux/x.h'],
    ['tools/include/linux/x.h', 'tools/include/linux/x.h', 'tools/include/linux/x.h'],
    ['linux/mm/x.c.orig', 'linux/mm/x.c', 'mm/x.c'],
    [null, 'b/mm/x.c', 'mm/x.c'],
    ['a/mm/x.c', null, 'mm/x.c'],
    ['/usr/src/linux-2.4/mm/x.c', '/usr/src/linux/mm/x.c', 'mm/x.c'],
  ] as const)('%s and %s are %s', (before, after, path) => expect(treePath(before, after)).toBe(path));
});

describe('quoted diffs', () => {
  test('of two mails at one level are two patches, each with its author', async () => {
    const hunk = ['> --- a/mm/x.c', '> +++ b/mm/x.c', '> @@ -1 +1 @@', '> -a', '> +b'];
    const message = await messageOf(
      ['On 21 May 2020, Ann wrote:', ...hunk, '', 'On 22 May 2020, Bob wrote:', ...hunk].join('\n'),
    );
    expect(recoverPatches(message).map((p) => p.author)).toEqual(['Ann', 'Bob']);
  });

  test('and an own one are told apart by level', async () => {
    const hunk = ['--- a/mm/x.c', '+++ b/mm/x.c', '@@ -1 +1 @@', '-a', '+b'];
    const message = await messageOf(['Ann wrote:', ...hunk.map((l) => `> ${l}`), 'How about:', ...hunk].join('\n'));
    expect(recoverPatches(message).map((p) => [p.level, p.quoted, p.author])).toEqual([
      [0, false, 'Ann Author'],
      [1, true, 'Ann'],
    ]);
  });
});
