// Text into cells of a terminal.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/report/wrap.ts';
import { cells, cut, fill, from } from '../../src/tui/draw/cells.ts';
import { cutLine, fillLine, piece, textOf } from '../../src/tui/draw/line.ts';

describe('cells', () => {
  test('a tab goes to the next stop, wherever it stands', () => {
    expect(cells('\ta')).toBe('        a');
    expect(cells('+\ta\tb')).toBe('+       a       b');
    expect(cells('漢\ta')).toBe('漢      a');
  });

  test('what would move the cursor, turn the line or change a picture is spelt or dropped', () => {
    expect(cells('a\u001b[2Jb\u202ec\u0007')).toBe('a\\x1b[2Jb\\u202ec\\x07');
    expect(cells('☎\ufe0f')).toBe('☎');
    expect(cells('e\u0301')).toBe('é');
  });

  test('a text is cut between characters, never through one', () => {
    expect(cut('漢字漢', 5)).toBe('漢字…');
    expect(cut('漢字漢', 4)).toBe('漢…');
    expect(cut('漢字漢', 6)).toBe('漢字漢');
    expect(fill('漢字漢', 4)).toBe('漢… ');
    expect(from('漢字', 1)).toBe(' 字');
    expect(from('漢字', 2)).toBe('字');
    expect(from('ab', 5)).toBe('');
  });

  test('the rest of a text is as wide as what is left of it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '漢', ' ', '☕')), fc.nat(30), (parts, column) => {
        const text = parts.join('');
        expect(widthOf(from(text, column))).toBe(Math.max(0, widthOf(text) - column));
      }),
    );
  });
});

describe('lines', () => {
  test('what stands behind a piece that was cut goes with it', () => {
    expect(textOf(cutLine([piece('漢字漢'), piece('b')], 4))).toBe('漢…');
    expect(textOf(fillLine([piece('漢字漢'), piece('b')], 4))).toBe('漢… ');
    expect(textOf(fillLine([piece('a'), piece('b', 'good')], 4))).toBe('ab  ');
  });
});
