import { describe, expect, test } from 'vitest';
import { meetingsOf, type Touched } from '../../src/report/meetings.ts';

/** `0 r a.b` `1 w a`: a move each. */
const meets = (...moves: string[]): string =>
  meetingsOf(
    moves.map((text): Touched => {
      const [task, kind, name] = text.split(' ') as [string, string, string];
      return { task: Number(task), accesses: [{ name, isWrite: kind === 'w' }] };
    }),
  )
    .map((m) => (m ? 'x' : '.'))
    .join('');

describe('tasks meet', () => {
  test('where one writes what another reads or writes', () => {
    expect(meets('0 w a', '1 r a', '0 r b', '1 w c', '0 w c')).toBe('xx.xx');
  });

  test('not where all read, nor where one is alone', () => {
    expect(meets('0 r a', '1 r a', '0 w b', '0 r b')).toBe('....');
  });

  test('in a part of what another writes whole, and the other way round', () => {
    expect(meets('0 w a', '1 r a.b[1]', '1 r ab')).toBe('xx.');
    expect(meets('0 w a.b[1]', '1 r a', '1 r a.c')).toBe('xx.');
    expect(meets('0 w a.b', '1 w a.c')).toBe('..');
  });

  test('in neighbours of an array', () => {
    expect(meets('0 w a.s[1]', '1 r a.s[2]', '1 r a.t[2]')).toBe('xx.');
  });
});
