import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Compared, deciding, judgedFrom, reproduction } from '../../src/verdict/verdict.ts';

/**
 * Checks in a word each: `VH` was violated and holds now, `?V` was not decided and is violated. Described ones stand
 * before the bar: `VH HH | VV`.
 */
function checks(text: string): Compared[] {
  const [described = '', others = ''] = text.split('|');
  const words = (part: string) => part.split(' ').filter((word) => word !== '');
  return [...words(described).map((w) => ({ w, is: true })), ...words(others).map((w) => ({ w, is: false }))].map(
    ({ w, is }, i) => ({ id: `${i}:${w}`, described: is, before: answer(w[0]!), after: answer(w[1]!) }),
  );
}

function answer(letter: string): Compared['before'] {
  if (letter === 'V') return { answer: 'violated', reason: undefined };
  return letter === 'H' ? { answer: 'holds', reason: undefined } : { answer: 'unknown', reason: 'more than 10 states' };
}

const verdict = (text: string) => judgedFrom(checks(text), 'every').verdict;

describe('verdict of a candidate', () => {
  test.each([
    ['VH', 'fixed'],
    ['VH VH', 'fixed'],
    ['VH VV', 'partly-fixed'],
    ['VV', 'not-fixed'],
    ['VV VV', 'not-fixed'],
    ['HH', 'not-reproduced'],
    ['HH HH', 'not-reproduced'],
    ['V?', 'unknown'],
    ['?H', 'unknown'],
    ['?V', 'unknown'],
    ['??', 'unknown'],
  ])('described checks %s make it %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  test('described checks that hold before are left out', () => {
    expect(verdict('HH VH')).toBe('fixed');
    expect(verdict('HH VV')).toBe('not-fixed');
    expect(verdict('HV VH')).toBe('fixed');
    expect(verdict('HV')).toBe('not-reproduced');
    expect(verdict('H? VH')).toBe('fixed');
    expect(verdict('H?')).toBe('not-reproduced');
  });

  test('one that is not decided outweighs all that are', () => {
    expect(verdict('VH V? VV')).toBe('unknown');
    expect(verdict('VH ?H')).toBe('unknown');
  });

  test('an unknown says which check it was, on which side, and why', () => {
    expect(judgedFrom(checks('VH V?'), 'every').reason).toBe('1:V? after: more than 10 states');
    expect(judgedFrom(checks('?H'), 'every').reason).toBe('0:?H before: more than 10 states');
    expect(judgedFrom(checks('VH'), 'every')).not.toHaveProperty('reason');
  });

  test('a thread that describes nothing has no verdict, whatever the other checks say', () => {
    expect(judgedFrom(checks('| VH HV'), 'every')).toMatchObject({
      verdict: 'unknown',
      reason: 'the thread describes no bug that this model ties to a check',
      introduced: ['1:HV'],
    });
    expect(verdict('')).toBe('unknown');
  });

  test('checks that are not described change nothing', () => {
    const other = fc.constantFrom('VV', 'VH', 'HV', 'HH', 'V?', '?V', '??', 'H?');
    const several = fc.array(other, { maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(several, several, (own, others) => {
        expect(verdict(`${own} | ${others}`)).toBe(verdict(own));
      }),
    );
  });

  test('the order of checks changes nothing but the reason', () => {
    const word = fc.constantFrom('VV', 'VH', 'HV', 'HH', 'V?', '?V', '??', 'H?');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        expect(verdict(words.join(' '))).toBe(verdict(words.toReversed().join(' ')));
      }),
    );
  });
});

describe('what else a candidate does', () => {
  test('introduced held before and is violated after, described or not', () => {
    expect(judgedFrom(checks('HV VH | HV HH VV'), 'every').introduced).toEqual(['0:HV', '2:HV']);
  });

  test('residual is violated before and after, and not described', () => {
    expect(judgedFrom(checks('VV | VV VH HV'), 'every').residual).toEqual(['1:VV']);
  });

  test('neither names a check that is not decided', () => {
    expect(judgedFrom(checks('VH | H? ?V V? ?? ?H'), 'every')).toMatchObject({ introduced: [], residual: [] });
  });

  test('where only described checks were asked, neither is known', () => {
    expect(judgedFrom(checks('VH HV'), 'described')).toMatchObject({
      verdict: 'fixed',
      introduced: null,
      residual: null,
    });
  });
});

describe('thread without a candidate', () => {
  test.each([
    ['V', 'reproduced'],
    ['H', 'not-reproduced'],
    ['H V', 'reproduced'],
    ['? V', 'reproduced'],
    ['? H', 'unknown'],
    ['', 'unknown'],
  ])('described checks %s make it %s', (text, expected) => {
    const described = text.split(' ').filter((w) => w !== '');
    expect(reproduction(described.map((w, i) => ({ id: `${i}`, before: answer(w) }))).verdict).toBe(expected);
  });
});

test('the newest patch decides for the thread, else the newest candidate', () => {
  const [patch, older, reply] = [
    { kind: 'patch', n: 2 },
    { kind: 'patch', n: 1 },
    { kind: 'reply-diff', n: 3 },
  ];
  expect(deciding([older!, patch!, reply!])).toBe(patch);
  expect(deciding([reply!])).toBe(reply);
  expect(deciding([])).toBeUndefined();
});
