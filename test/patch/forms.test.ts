// Every form of a diff that is mailed, one example each, and texts that only look like one.

import { describe, expect, test } from 'vitest';
import type { RecoveredPatch } from '../../src/patch/patch.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { messageOf } from '../mail/mails.ts';

async function read(...lines: string[]): Promise<readonly RecoveredPatch[]> {
  return recoverPatches(await messageOf(lines.join('\n')));
}

async function one(...lines: string[]): Promise<RecoveredPatch> {
  const patches = await read(...lines);
  expect(patches).toHaveLength(1);
  return patches[0]!;
}

const hunk = ['@@ -1,2 +1,2 @@', ' a', '-b', '+c'];

describe('a file header', () => {
  test.each([
    ['git', ['diff --git a/mm/x.c b/mm/x.c', 'index 1111111..2222222 100644', '--- a/mm/x.c', '+++ b/mm/x.c']],
    ['diff -urN', ['diff -urN linux.orig/mm/x.c linux/mm/x.c', '--- linux.orig/mm/x.c', '+++ linux/mm/x.c']],
    ['quilt', ['Index: linux-5.7/mm/x.c', '='.repeat(67), '--- linux-5.7.orig/mm/x.c', '+++ linux-5.7/mm/x.c']],
    ['quilt with a and b', ['Index: b/mm/x.c', '='.repeat(67), '--- a/mm/x.c', '+++ b/mm/x.c']],
    [
      'CVS',
      [
        'Index: mm/x.c',
        '='.repeat(67),
        'RCS file: /cvs/linux/mm/x.c,v',
        'retrieving revision 1.4',
        'diff -u -r1.4 x.c',
        '--- mm/x.c\t12 May 2001 10:00:00 -0000\t1.4',
        '+++ mm/x.c\t13 May 2001 10:00:00 -0000',
      ],
    ],
    ['BitKeeper', ['===== mm/x.c 1.4 vs edited =====', '--- 1.4/mm/x.c\tMon May 12', '+++ edited/mm/x.c\tMon May 12']],
    ['time stamps behind blanks', ['--- a/mm/x.c      2023-04-23 15:02:52', '+++ b/mm/x.c      2023-04-24 08:06:44']],
    ['a wrapped time stamp', ['--- a/mm/x.c\t', '2023-04-23 15:02:52', '+++ b/mm/x.c\t', '2023-04-24 08:06:44']],
    ['wrapped names', ['diff --git a/mm/x.c', 'b/mm/x.c', 'index 1111111..2222222', '--- a/mm/x.c', '+++ b/mm/x.c']],
    [
      'lines of Outlook',
      ['diff --git a/mm/x.c b/mm/x.c index', '1111111..2222222 100644', '--- a/mm/x.c', '+++ b/mm/x.c'],
    ],
  ])('of %s names its file', async (_, header) => {
    const { files, damage } = await one(...header, ...hunk);
    expect(files).toMatchObject([{ path: 'mm/x.c', added: 1, deleted: 1, hunks: [{ countsSatisfied: true }] }]);
    expect(damage).toEqual([]);
  });

  test('with a quoted path is read as its bytes', async () => {
    const name = '"a/f\\303\\274r \\"x\\".c" "b/f\\303\\274r \\"x\\".c"';
    const [a, b] = ['--- "a/f\\303\\274r \\"x\\".c"', '+++ "b/f\\303\\274r \\"x\\".c"'];
    expect((await one(`diff --git ${name}`, 'index 1..2', a, b, ...hunk)).files[0]!.path).toBe('für "x".c');
    const renamed = await one('diff --git a/x b/y', 'rename from x', 'rename to "f\\303\\274r.c"');
    expect(renamed.files[0]).toMatchObject({ path: 'für.c', previousPath: 'x', change: 'rename' });
  });

  test('of a copy, a removed file and a change of mode', async () => {
    const { files } = await one(
      ...['diff --git a/x.c b/y.c', 'similarity index 90%', 'copy from x.c', 'copy to y.c'],
      ...['diff --git a/old.c b/old.c', 'deleted file mode 100644', 'index 1..0', '--- a/old.c', '+++ /dev/null'],
      ...['@@ -1 +0,0 @@', '-x'],
      ...['diff --git a/x.sh b/x.sh', 'old mode 100644', 'new mode 100755'],
    );
    expect(files).toMatchObject([
      { path: 'y.c', previousPath: 'x.c', change: 'copy' },
      { path: 'old.c', change: 'delete', added: 0, deleted: 1 },
      { path: 'x.sh', mode: '100755' },
    ]);
  });

  test('of a binary file, with its data, without them and without git', async () => {
    const { files } = await one(
      ...['diff --git a/logo.png b/logo.png', 'index 1111111..2222222 100644', 'GIT binary patch'],
      ...['literal 12', 'Tcmd-@@;+--zabc', '', 'literal 0', 'HcmV?d00001', ''],
      ...['diff --git a/icon.png b/icon.png', 'index 1111111..2222222 100644'],
      'Binary files a/icon.png and b/icon.png differ',
      'Binary files linux.orig/x.gif and linux/x.gif differ',
    );
    expect(files.map((f) => [f.path, f.binary, f.hunks])).toEqual([
      ['logo.png', true, []],
      ['icon.png', true, []],
      ['x.gif', true, []],
    ]);
  });

  test('whose hunks were cut out of a quote is kept, and says so', async () => {
    const lines = ['diff --git a/mm/x.c b/mm/x.c', 'index 1..2', '--- a/mm/x.c', '+++ b/mm/x.c', '[...]', '+\tfoo();'];
    const patch = await one(...lines.map((l) => `> ${l}`), 'This leaks.');
    expect(patch).toMatchObject({ damage: ['quoted', 'hunks-missing'], files: [{ path: 'mm/x.c', hunks: [] }] });
  });
});

describe('a hunk', () => {
  test('without a file header has no path, and says so', async () => {
    expect(await one('How about', ...hunk)).toMatchObject({
      damage: ['file-header-missing'],
      files: [{ path: '', added: 1, deleted: 1 }],
    });
  });

  test('without a file header, quoted under another attribution, is not of the file above', async () => {
    const header = ['--- a/mm/x.c', '+++ b/mm/x.c', ...hunk].map((l) => `> ${l}`);
    const bare = hunk.map((l) => `> ${l}`);
    const patches = await read(
      ...['On Thu, 21 May 2020 at 10:00, Ann <a@x.invalid> wrote:', ...header, ''],
      ...['On Fri, 22 May 2020 at 10:00, Bob <b@x.invalid> wrote:', ...bare],
    );
    expect(patches.map((p) => [p.author, p.files.map((f) => f.path)])).toEqual([
      ['Ann', ['mm/x.c']],
      ['Bob', ['']],
    ]);
  });

  test('keeps on its line that no newline is behind it', async () => {
    const note = '\\ No newline at end of file';
    const { files } = await one('--- a/x', '+++ b/x', '@@ -1,2 +1,2 @@', ' a', '-b', note, '+c', note);
    expect(files[0]!.hunks[0]).toMatchObject({ countsSatisfied: true });
    expect(files[0]!.hunks[0]!.lines.map((l) => l.noNewline)).toEqual([undefined, true, true]);
  });

  test('ends where its counts say, with a signature and with text directly behind it', async () => {
    for (const tail of [['-- ', '2.39.2'], ['-- ', 'Ann'], ['--', '2.1.0'], ['Thanks, Ann'], ['- Ann']]) {
      const patch = await one('--- a/x', '+++ b/x', ...hunk, ...tail);
      expect(patch.files[0], tail.join()).toMatchObject({ added: 1, deleted: 1 });
    }
  });

  test('whose header is wrapped has its section whole', async () => {
    const header = `@@ -1,2 +1,2 @@ static int io_splice(struct io_kiocb *req, bool ${'x'.repeat(20)}`;
    const patch = await one('--- a/x', '+++ b/x', header, 'force_nonblock)', ' \ta', '-\tb', '+\tc');
    expect(patch.damage).toEqual(['wrapped']);
    expect(patch.files[0]!.hunks[0]!.section).toMatch(/x force_nonblock\)$/);
  });

  test('does not end in the empty lines of the mail', async () => {
    const patch = await one('--- a/x', '+++ b/x', '@@ -1,4 +1,4 @@', ' \ta', '-\tb', '+\tc', '', '', '');
    expect(patch.files[0]!.hunks[0]).toMatchObject({ countsSatisfied: false });
    expect(patch.files[0]!.hunks[0]!.lines).toHaveLength(3);
  });

  test('is not whole where someone comments in it without a quoting mark', async () => {
    const lines = ['--- a/x', '+++ b/x', '@@ -1,3 +1,3 @@', ' \ta', '-\tb', '+\tc', '', 'Is it?', '', ' \td'];
    const patch = await one(...lines);
    expect(patch.files[0]!.hunks[0]).toMatchObject({ countsSatisfied: false });
    expect(patch.files[0]!.hunks[0]!.lines).toHaveLength(3);
  });

  test('does not take the `-- ` of a signature for a removed line', async () => {
    const patch = await one('--- a/x', '+++ b/x', '@@ -1,3 +1,2 @@', ' \ta', '-\tb', '+\tc', '-- ', 'Ann Author');
    expect(patch.files[0]).toMatchObject({ added: 1, deleted: 1, hunks: [{ countsSatisfied: false }] });
  });

  test('that is snipped in a quote is partial, and nothing is made up for what is gone', async () => {
    const patch = await one(...['@@ -1,9 +1,9 @@', ' a', '-b', '[snip]', '+c'].map((l) => `> ${l}`));
    expect(patch.damage).toContain('hunk-truncated');
    expect(patch.files[0]!.hunks[0]).toMatchObject({ countsSatisfied: false });
    expect(patch.files[0]!.hunks[0]!.lines.map((l) => l.text)).toEqual(['a', 'b']);
  });
});

describe('recognised, and not misread,', () => {
  test('is the diff of a merge, whole or cut', async () => {
    const lines = ['@@@ -1,3 -1,3 +1,4 @@@ f', '  a', '- b', ' -c', '++d', '++e', '  f'];
    const header = ['diff --cc mm/x.c', 'index 1,2..3', '--- a/mm/x.c', '+++ b/mm/x.c'];
    const patch = await one(
      ...header,
      ...lines,
      ...lines.slice(0, 3),
      '',
      'diff --git a/y b/y',
      '--- a/y',
      '+++ b/y',
      ...hunk,
    );
    expect(patch.damage).toEqual(['combined-diff']);
    expect(patch.files).toMatchObject([
      { path: 'mm/x.c', hunks: [], added: 0, unread: { form: 'combined', hunks: 2, complete: 1 } },
      { path: 'y', added: 1, deleted: 1 },
    ]);
  });

  test('is a context diff', async () => {
    const patch = await one(
      ...['*** linux.orig/mm/x.c\tMon May 12 10:00:00 2001', '--- linux/mm/x.c\tMon May 12 10:00:00 2001'],
      ...['***************', '*** 1,3 ****', '  a', '! b', '  c', '--- 1,3 ----', '  a', '! d', '  c'],
      ...['***************', '*** 10,2 ****', '--- 10,3 ----', '  a', '+ b', '  c'],
    );
    expect(patch).toMatchObject({
      damage: ['context-diff'],
      files: [{ path: 'mm/x.c', hunks: [], unread: { form: 'context', hunks: 2, complete: 2 } }],
    });
  });

  test('is a diff of words', async () => {
    const header = ['diff --git a/x b/x', 'index 1..2', '--- a/x', '+++ b/x'];
    const patch = await one(...header, '@@ -1,3 +1,3 @@', 'int [-a-]{+b+};', 'x', 'y');
    expect(patch).toMatchObject({ damage: ['word-diff'], files: [{ path: 'x', hunks: [], unread: { form: 'word' } }] });
  });
});

describe('no diff', () => {
  test.each([
    ['is the summary of one', [' mm/x.c | 12 ++++++------', ' 1 file changed, 6 insertions(+), 6 deletions(-)']],
    [
      'is the difference of two series',
      [
        ...['1:  1111111 = 1:  2222222 mm: fix x', '2:  3333333 ! 2:  4444444 mm: fix y', '    @@ mm/x.c: f()'],
        ...[
          '     - \told();',
          '    -+\tnew();',
          '    ++\tnewer();',
          '    @@ -1,2 +1,2 @@ g',
          '      ',
          '     -\tb',
          '    -+\tc',
        ],
      ],
    ],
    [
      'is a drawing of two CPUs',
      [
        ...[
          'CPU0                     CPU1',
          '----                     ----',
          '+ lock(&a)',
          '                         - lock(&b)',
        ],
        ...['--- a deadlock ---', '+++ time passes', '@@ here both wait'],
      ],
    ],
    ['is code with signs', ['-\tfoo();', '+\tbar();', '--- before', '+++ after', 'and then']],
    [
      'is a rating of mails',
      ['@@ is what we write', '@@ -x', '@@ -1 @@', 'diff the two', 'Index: none', '--- ', '+++ '],
    ],
    ['is a mail about files', ['Binary files differ a lot.', 'see diff --git in the manual', 'diff --stat a b']],
  ])('%s', async (_, lines) => {
    expect(await read(...lines)).toEqual([]);
    expect(await read(...lines.map((l) => `> ${l}`))).toEqual([]);
  });
});

describe('damage is named only where it was done', () => {
  test('entities beside bare brackets are the file’s own', async () => {
    const patch = await one('--- a/x.html', '+++ b/x.html', '@@ -1 +1 @@', '-<b>&lt;</b>', '+<b>&gt;</b>');
    expect(patch.damage).toEqual([]);
    expect(patch.files[0]!.hunks[0]!.lines.map((l) => l.text)).toEqual(['<b>&lt;</b>', '<b>&gt;</b>']);
  });

  test('blanks of four and a no-break blank inside of a string are the file’s own', async () => {
    const patch = await one(
      '--- a/x.py',
      '+++ b/x.py',
      '@@ -1,2 +1,2 @@',
      ' def f():',
      '-    x = "a\u00a0b"',
      '+    y()',
    );
    expect(patch.damage).toEqual([]);
    expect(patch.files[0]!.hunks[0]!.lines[1]!.text).toBe('    x = "a\u00a0b"');
  });

  test('an equals sign that is followed by two letters is no quoted-printable', async () => {
    const patch = await one('--- a/x', '+++ b/x', '@@ -1 +1 @@', '-x =3D y;', '+a = b;');
    expect(patch.damage).toEqual([]);
    expect(patch.files[0]!.hunks[0]!.lines[0]!.text).toBe('x =3D y;');
  });
});
