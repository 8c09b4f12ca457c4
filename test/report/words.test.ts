import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeLine } from '../../src/report/escape.ts';
import { shellWord } from '../../src/report/words.ts';
import { pad, widthOf, wrap } from '../../src/report/wrap.ts';

describe('wrapping', () => {
  test('loses no word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z(),→]{1,20}$/)),
        fc.integer({ min: 10, max: 60 }),
        (words, width) => {
          expect(wrap(words.join(' '), width, 4).join(' ').split(/ +/).filter(Boolean)).toEqual(words);
        },
      ),
    );
  });

  test('cuts where it is told to, and then every line fits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 10, max: 60 }), (text, width) => {
        const lines = wrap(escapeLine(text), width, 4, true);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/ /g, '')).toBe(escapeLine(text).replace(/ /g, ''));
      }),
    );
  });

  test('breaks a statement behind its brackets and commas, rather than in a name', () => {
    expect(wrap('if (!atomic_dec_and_test(&badge->count)) → false', 34, 4, true)).toEqual([
      'if (!atomic_dec_and_test(',
      '    &badge->count)) → false',
    ]);
    expect(wrap('a_function_of_a_very_long_name()', 20, 4, true)).toEqual(['a_function_of_a_very', '    _long_name()']);
  });

  test('counts wide characters twice and marks not at all', () => {
    expect(widthOf('a漢e\u0301')).toBe(4);
    expect(widthOf('☕한（✅')).toBe(8);
    expect(widthOf('→☃│“')).toBe(4);
    expect(pad('漢', 4)).toBe('漢  ');
  });
});

test('what is escaped has no controls, and plain text is left alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeLine(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
  expect(escapeLine('Łukasz — 漢字 «ok» 😀')).toBe('Łukasz — 漢字 «ok» 😀');
  expect(escapeLine('\u001b[0m')).toBe('\\x1b[0m');
});

test('a word survives the shell', () => {
  for (const word of ['', 'a b', "it's", '$HOME', '`id`', 'a\\b', '*', '~', '!x', 'owner:18,owner=1,@,looper:2', '-x'])
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`]).toString()).toBe(word);
});
