// A diff is printed, damaged in one way that can be undone, and read: the lines are as they were, the damage is named.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flowed, Message } from '../../src/mail/message.ts';
import type { PatchDamage } from '../../src/patch/damage.ts';
import type { RecoveredPatch } from '../../src/patch/patch.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { messageOf } from '../mail/mails.ts';
import { type DiffFile, diffFiles, expected, found, printDiff, type Style, wideFiles, wrapLine } from './diffs.ts';

const styles = fc.constantFrom<Style>('git', 'quilt', 'plain');
const blank: Message = await messageOf('');

function read(lines: readonly string[], flowed: Flowed | null = null): readonly RecoveredPatch[] {
  return recoverPatches({ ...blank, text: lines.join('\n'), flowed });
}

/** Reads back equal, and if anything differs from the undamaged text the damage is among `named`. */
function readsBack(
  found1: readonly RecoveredPatch[],
  files: readonly DiffFile[],
  damage: readonly PatchDamage[],
): void {
  expect(found1).toHaveLength(1);
  const patch = found1[0]!;
  expect(found(patch.files)).toEqual(expected(files));
  expect(patch.files.every((f) => f.hunks.every((h) => h.countsSatisfied))).toBe(true);
  expect(patch.damage).toEqual(expect.arrayContaining([...damage]));
}

describe('a diff reads back equal', () => {
  test('quoted by any mark, at any depth, with and without a blank behind the mark', () => {
    const marks = fc.array(fc.constantFrom('> ', '>', '| ', '>> ', '> > '), { minLength: 1, maxLength: 17 });
    fc.assert(
      fc.property(diffFiles, styles, marks, (files, style, all) => {
        const prefix = all.join('');
        readsBack(read(['Ann wrote:', ...printDiff(files, style).map((l) => prefix + l)]), files, ['quoted']);
      }),
    );
  });

  test('quoted, with the blank behind the mark stripped from empty lines', () => {
    fc.assert(
      fc.property(diffFiles, fc.constantFrom('> ', '>> ', '> > '), (files, mark) => {
        const lines = printDiff(files).map((l) => (mark + l).trimEnd());
        readsBack(read(lines), files, ['quoted']);
      }),
    );
  });

  test('wrapped at 72 columns', () => {
    fc.assert(
      fc.property(wideFiles, styles, fc.constantFrom('', '> '), (files, style, mark) => {
        const lines = printDiff(files, style);
        const wrapped = lines.flatMap((l) => wrapLine(l)).map((l) => mark + l);
        readsBack(read(wrapped), files, wrapped.length > lines.length ? ['wrapped'] : []);
      }),
    );
  });

  test('as format=flowed, with and without DelSp', () => {
    fc.assert(
      fc.property(wideFiles, styles, fc.boolean(), (files, style, delsp) => {
        const lines = printDiff(files, style);
        const flowed = lines
          .map((l) => l.trimEnd())
          .flatMap((l) => wrapLine(l, delsp ? '  ' : ' '))
          .map((l) => (/^(?: |>|From )/.test(l) ? ` ${l}` : l));
        const broken = flowed.length > lines.length;
        const stuffed = flowed.some((l) => /^ {2}\S/.test(l));
        readsBack(read(flowed, { delsp }), files, [
          ...(broken ? (['wrapped'] as const) : []),
          ...(stuffed ? (['space-stuffed'] as const) : []),
        ]);
      }),
    );
  });

  test('with HTML escapes', () => {
    const toHtml = (l: string): string => l.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(wideFiles, fc.constantFrom('', '> ', '>> '), (files, mark) => {
        const lines = printDiff(files).map((l) => toHtml(mark + l));
        readsBack(read(['From: Ann &lt;a@x.invalid&gt;', ...lines]), files, ['html-escaped']);
      }),
    );
  });

  test('with HTML escapes in its lines and none around them', () => {
    const toHtml = (l: string): string => l.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(wideFiles, (files) => {
        readsBack(read(['From: Ann <a@x.invalid>', ...printDiff(files).map(toHtml)]), files, ['html-escaped']);
      }),
    );
  });

  test('in quoted-printable that no header declares', () => {
    const encode = (l: string): string[] => {
      const text = l.replaceAll('=', '=3D').replaceAll('\t', '=09').replace(/ $/, '=20');
      const parts = text.match(/(?:=[0-9A-F]{2}|[^=]){1,70}/g) ?? [''];
      return parts.map((part, i) => (i < parts.length - 1 ? `${part}=` : part));
    };
    fc.assert(
      fc.property(wideFiles, fc.constantFrom('', '> '), (files, mark) => {
        const lines = ['x =3D y', ...printDiff(files).flatMap((l) => encode(mark + l))];
        readsBack(read(lines), files, ['quoted-printable']);
      }),
    );
  });

  test('with CRLF at the ends of its lines', async () => {
    await fc.assert(
      fc.asyncProperty(wideFiles, async (files) => {
        readsBack(recoverPatches(await messageOf(`${printDiff(files).join('\r\n')}\r\n`)), files, []);
      }),
      { numRuns: 30 },
    );
  });

  test('with other blanks in the place of leading ones', () => {
    const turned = fc.constantFrom('\u00a0', '\u2003', '\u202f');
    fc.assert(
      fc.property(diffFiles, turned, (files, odd) => {
        const lines = printDiff(files).map((l) => l.replace(/^ /, odd));
        const some = lines.some((l) => l.startsWith(odd));
        readsBack(read(lines), files, some ? ['blanks-turned'] : []);
      }),
    );
  });

  test('with tabs turned to blanks, as a terminal shows them', () => {
    const expand = (l: string): string => {
      let out = '';
      for (const c of l) out += c === '\t' ? ' '.repeat(8 - (out.length % 8)) : c;
      return out;
    };
    fc.assert(
      fc.property(diffFiles, (files) => {
        const patches = read(printDiff(files).map(expand));
        expect(found(patches[0]!.files, true)).toEqual(expected(files, true));
        const lines = patches[0]!.files.flatMap((f) => f.hunks).flatMap((h) => h.lines);
        const meant = files.flatMap((f) => f.hunks).flat();
        for (const [i, { text }] of lines.entries()) {
          expect([meant[i]!.text, expand(` ${meant[i]!.text}`).slice(1)]).toContain(text);
        }
        if (meant.some((l) => /^\t+[^ \t]/.test(l.text))) expect(patches[0]!.damage).toContain('tabs-expanded');
      }),
    );
  });

  test('between words, with a signature behind it and the footer of a list', () => {
    const tails = fc.constantFrom(
      ['-- ', '2.39.2'],
      ['-- ', 'Ann Author', 'ann@example.invalid'],
      ['-', 'To unsubscribe from this list: send the line "unsubscribe"'],
      ['', 'What do you think?', '- Ann'],
      ['_______________________________________________', 'list mailing list'],
    );
    fc.assert(
      fc.property(diffFiles, styles, tails, (files, style, tail) => {
        readsBack(read(['Hi,', '', 'how about this:', '', ...printDiff(files, style), ...tail]), files, []);
      }),
    );
  });

  test('with empty context lines joined with the changed line behind them', () => {
    fc.assert(
      fc.property(diffFiles, (files) => {
        const lines = `\n${printDiff(files).join('\n')}`.replace(/\n \n(?=[+-](?![+-]))/g, '\n ').split('\n');
        readsBack(read(lines), files, lines.some((l) => /^ [+-]/.test(l)) ? ['blank-context-joined'] : []);
      }),
    );
  });
});

describe('what is ambiguous is not invented', () => {
  test('a diff that is wrapped before its operators is equal, or its hunk is not whole', () => {
    const operand = fc.constantFrom('a', 'b', '+', '-', 'long_name_of_something', '+ 1', '- 1');
    const line = fc.array(operand, { minLength: 1, maxLength: 16 }).map((all) => `\t${all.join(' ')}`);
    const kind = fc.constantFrom('context' as const, 'added' as const, 'removed' as const);
    const lines = fc.array(fc.record({ kind, text: line }), { minLength: 2, maxLength: 10 });
    let equal = 0;
    fc.assert(
      fc.property(lines, (hunk) => {
        const files = [{ path: 'mm/x.c', hunks: [hunk] }];
        const [patch] = read(printDiff(files).flatMap((l) => wrapLine(l)));
        const whole = patch!.files.every((f) => f.hunks.every((h) => h.countsSatisfied));
        if (!whole) return;
        equal++;
        expect(patch!.files[0]!.added).toBe(hunk.filter((l) => l.kind === 'added').length);
        expect(patch!.files[0]!.deleted).toBe(hunk.filter((l) => l.kind === 'removed').length);
      }),
    );
    expect(equal).toBeGreaterThan(20);
  });
});
