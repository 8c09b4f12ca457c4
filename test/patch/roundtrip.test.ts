import fc from 'fast-check';
import parseDiff from 'parse-diff';
import { describe, expect, test } from 'vitest';
import { recoverPatches } from '../../src/patch/recover.ts';
import { messageOf } from '../mail/mails.ts';
import { type DiffFile, diffFiles, expected, found, printDiff, type Style } from './diffs.ts';

const styles = fc.constantFrom<Style>('git', 'quilt', 'plain');

async function read(lines: readonly string[]) {
  return recoverPatches(await messageOf(`Some words.\n---\n${lines.join('\n')}\n`));
}

async function reads(lines: readonly string[], files: readonly DiffFile[], squeeze = false): Promise<void> {
  const [patch, ...more] = await read(lines);
  expect(more).toEqual([]);
  expect(found(patch!.files, squeeze)).toEqual(expected(files, squeeze));
  expect(patch!.files.every((f) => f.hunks.every((h) => h.countsSatisfied))).toBe(true);
}

describe('a printed diff reads back equal', () => {
  test('as it is, with a signature or text behind it', async () => {
    const behind = fc.constantFrom(['-- ', '2.7.4'], ['--', '2.26.2'], ['', 'Thanks'], [], ['-- ', 'Ann Author']);
    await fc.assert(
      fc.asyncProperty(diffFiles, styles, behind, async (files, style, tail) => {
        await reads([...printDiff(files, style), ...tail], files);
      }),
    );
  });

  test('quoted at any depth, in any manner', async () => {
    const prefix = fc
      .tuple(fc.integer({ min: 1, max: 17 }), fc.constantFrom('>', '> '))
      .map(([n, q]) => `${q.repeat(n).trimEnd()} `);
    await fc.assert(
      fc.asyncProperty(diffFiles, styles, prefix, async (files, style, quote) => {
        await reads(
          printDiff(files, style).map((l) => quote + l),
          files,
        );
      }),
    );
  });

  test('with trailing blanks stripped', async () => {
    await fc.assert(
      fc.asyncProperty(diffFiles, styles, async (files, style) => {
        await reads(
          printDiff(files, style).map((l) => l.replace(/^ $/, '')),
          files,
        );
      }),
    );
  });

  test('with all leading white space stripped, quoted, as archives leave it', async () => {
    await fc.assert(
      fc.asyncProperty(diffFiles, styles, fc.constantFrom('', '> '), async (files, style, quote) => {
        const strip = (l: string) => l.replace(/^([+-]?)\s+/, (_, sign: string) => (sign ? `${sign} ` : ''));
        await reads(
          printDiff(files, style).map((l) => (quote + strip(l)).trimEnd()),
          files,
          true,
        );
      }),
    );
  });

  test('with comments between quoted lines', async () => {
    const places = fc.array(fc.nat(60), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(diffFiles, places, async (files, at) => {
        const lines = printDiff(files).map((l) => `> ${l}`);
        const commented = lines.flatMap((l, i) =>
          at.includes(i) && !/^> (diff|index|---|\+\+\+)/.test(l) ? [l, '', 'Why?', ''] : [l],
        );
        await reads(commented, files);
      }),
    );
  });
});

describe('nothing is invented', () => {
  test('a diff that lost a changed line says so, whatever stands behind it', async () => {
    const tails = fc.constantFrom(
      [],
      ['-- ', '2.7.4'],
      ['', 'Thanks, Ann'],
      ['', '-- ', 'Ann'],
      ['Thanks, Ann', 'and Bob'],
    );
    await fc.assert(
      fc.asyncProperty(diffFiles, fc.nat(), tails, async (files, pick, tail) => {
        const lines = printDiff(files);
        const changed = lines.flatMap((l, i) => (/^[+-](?!\+\+ |-- )/.test(l) ? [i] : []));
        const gone = changed[pick % changed.length]!;
        const [patch] = await read([...lines.filter((_, i) => i !== gone), ...tail]);
        const hunks = patch?.files.flatMap((f) => f.hunks) ?? [];
        expect(hunks.some((h) => !h.countsSatisfied)).toBe(true);
      }),
    );
  });

  test('a changed line more than the header counts is noticed', async () => {
    await fc.assert(
      fc.asyncProperty(diffFiles, fc.constantFrom('+\tx = 2;', '-\tx = 2;'), async (files, extra) => {
        const [patch] = await read([...printDiff(files), extra]);
        const last = patch!.files.at(-1)!.hunks.at(-1)!;
        expect(last.countsSatisfied).toBe(false);
        expect(patch!.damage).toContain('hunk-overrun');
      }),
    );
  });
});

test('parse-diff, a second opinion on undamaged pieces, finds the same lines', async () => {
  await fc.assert(
    fc.asyncProperty(diffFiles, async (files) => {
      const [patch] = await read(printDiff(files));
      const theirs = parseDiff(printDiff(files).join('\n'));
      expect(patch!.files.map((f) => [f.path, f.added, f.deleted])).toEqual(
        theirs.map((f) => [f.to, f.additions, f.deletions]),
      );
    }),
  );
});

test('nothing throws, whatever the text', async () => {
  const line = fc.oneof(
    fc.constantFrom(
      '@@ -1,3 +1,3 @@',
      '@@ -1 +0,0 @@',
      '@@@ -1,2 -1,2 +1,3 @@@',
      '--- a/x',
      '+++ b/x',
      'diff --git a/x b/x',
      'diff --git x',
      'Index: x',
      '='.repeat(67),
      '\\ No newline at end of file',
      'GIT binary patch',
      'rename from a',
      '-- ',
      '> ',
      'diff --cc x',
    ),
    fc.string(),
  );
  const quoted = fc.tuple(fc.constantFrom('', '> ', '>> ', '> > > '), line).map(([q, l]) => q + l);
  await fc.assert(
    fc.asyncProperty(fc.array(quoted, { maxLength: 30 }), async (lines) => {
      for (const patch of await read(lines)) {
        for (const h of patch.files.flatMap((f) => f.hunks)) {
          if (!h.countsSatisfied) continue;
          expect(h.lines.filter((l) => l.kind !== 'added')).toHaveLength(h.oldLines);
          expect(h.lines.filter((l) => l.kind !== 'removed')).toHaveLength(h.newLines);
        }
      }
    }),
    { numRuns: 500 },
  );
});
