import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseParts, selects } from '../../src/patch/selection.ts';

test('parts are numbers and ranges, open at either end', () => {
  const chosen = (text: string) =>
    Array.from({ length: 9 }, (_, i) => i + 1).filter((n) => selects(parseParts(text)!, n));
  expect(chosen('1,3-5,7-')).toEqual([1, 3, 4, 5, 7, 8, 9]);
  expect(chosen('-2, 4')).toEqual([1, 2, 4]);
  expect(chosen('3-3')).toEqual([3]);
});

test.each(['', '-', ',', '1,', 'a', '3-1', '0', '1-2-3', '1.5', '-0'])('%j is no list of parts', (text) =>
  expect(parseParts(text)).toBeNull(),
);

const range = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((n) => [n, n, `${n}`] as const),
  fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(20)).map(([a, n]) => [a, a + n, `${a}-${a + n}`] as const),
  fc.integer({ min: 1, max: 40 }).map((n) => [n, Infinity, `${n}-`] as const),
  fc.integer({ min: 1, max: 40 }).map((n) => [1, n, `-${n}`] as const),
);

test('a list selects what one of its ranges does, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 6 }), fc.constantFrom(',', ', '), (ranges, comma) => {
      const selection = parseParts(ranges.map(([, , text]) => text).join(comma))!;
      for (let n = 1; n <= 70; n++)
        expect(selects(selection, n)).toBe(ranges.some(([from, to]) => from <= n && n <= to));
    }),
  );
});

test('any text is a list or is none', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseParts(text)));
});
