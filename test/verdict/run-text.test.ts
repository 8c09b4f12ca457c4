import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRun, printRun, WrongRun } from '../../src/verdict/run-text.ts';

const tasks = [{ name: 'owner' }, { name: 'looper' }, { name: 'reclaim-2' }];
const move = fc.record({ task: fc.nat(2), choice: fc.nat(1) });
const moves = fc.array(move, { maxLength: 30 });

describe('run as text', () => {
  test('is short', () => {
    const step = (task: number, choice = 0) => ({ task, choice });
    const run = { prefix: [step(0), step(0), step(0, 1), step(1)], cycle: [step(1), step(1)] };
    expect(printRun(run, tasks)).toBe('owner:2,owner=1,looper,@,looper:2');
  });

  test('is read as it was printed', () => {
    fc.assert(
      fc.property(moves, moves, (prefix, cycle) => {
        expect(parseRun(printRun({ prefix, cycle }, tasks), tasks)).toEqual({ prefix, cycle });
      }),
    );
  });

  test('is one word for a shell', () => {
    fc.assert(
      fc.property(moves, moves, (prefix, cycle) => {
        expect(printRun({ prefix, cycle }, tasks)).toMatch(/^[\w:=@,-]*$/);
      }),
    );
  });

  test.each([
    ['nobody', /no task `nobody`.*\nThe scenario has owner, looper, reclaim-2\./],
    ['owner:0', /`owner:0` is no move/],
    ['owner=2', /`owner=2` is no move/],
    ['owner,,owner', /`` is no move/],
    ['owner,@', /nothing stands behind `@`/],
    ['@,owner,@,owner', /`@` is no move/],
    ['owner:999999999999', /more than 1000000 moves/],
  ])('%s is refused', (text, why) => {
    expect(() => parseRun(text, tasks)).toThrow(WrongRun);
    expect(() => parseRun(text, tasks)).toThrow(why);
  });

  test('of any text is read or refused', () => {
    const word = fc.constantFrom('owner', 'looper', ':', '=', '@', ',', '1', '3', 'x');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        try {
          parseRun(words.join(''), tasks);
        } catch (error) {
          expect(error).toBeInstanceOf(WrongRun);
        }
      }),
    );
  });
});
