import { describe, expect, test } from 'vitest';
import { isUtf8 } from '../../src/cli/screen.ts';
import { toAscii } from '../../src/report/ascii.ts';

test('a terminal without UTF-8 gets ASCII alone', () => {
  const drawn = toAscii('\u2192 \u2026 \u2502 \u21ba \u21d2 caf\u00e9 \u5b57 \u{1f600}\n');
  expect(drawn).toBe('-> ... | ^ => cafe ? ?\n');
});

describe('a locale has UTF-8', () => {
  test.each([
    [{}, true],
    [{ LANG: '' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'C.UTF-8' }, true],
    [{ LANG: 'en_US.utf8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
    [{ LANG: 'de_DE.ISO-8859-1' }, false],
  ])('%j: %s', (env, expected) => expect(isUtf8(env)).toBe(expected));
});
