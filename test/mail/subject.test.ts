import { describe, expect, test } from 'vitest';
import { attributionsOf } from '../../src/mail/attribution.ts';
import { quoteLines } from '../../src/mail/quote.ts';
import { parseSubject } from '../../src/mail/subject.ts';

describe('a subject', () => {
  test.each([
    ['Re: [PATCH mmotm] mm/swap: fix it', 'mm/swap: fix it', 1, [1, 1], true],
    ['[RFC PATCH v2 3/7] mm: x', 'mm: x', 2, [3, 7], false],
    ['[PATCHv3 1/2] mm: x', 'mm: x', 3, [1, 2], false],
    ['RE: Re: [PATCH] [RFC] mm: x', 'mm: x', 1, [1, 1], true],
    ['Re: [PATCH] memcg: fix stale swap cache leak v5', 'memcg: fix stale swap cache leak v5', 5, [1, 1], true],
    ['mm: x', 'mm: x', 1, [1, 1], false],
  ] as const)('%s', (text, title, version, part, reply) => {
    expect(parseSubject(text)).toMatchObject({ title, version, part, reply });
  });
});

describe('an attribution', () => {
  test.each([
    ['On Thu, May 21, 2020 at 10:56:20PM -0700, Hugh Dickins wrote:', 'Hugh Dickins'],
    ['On Thu, 30 Apr 2009 16:16:27 +0900\nKAMEZAWA Hiroyuki <k@xxx> wrote:', 'KAMEZAWA Hiroyuki'],
    ['On Tue, Jan 23, 2024 at 11:21 PM Chengming Zhou\n<z@xxx> wrote:', 'Chengming Zhou'],
    ['On 5/16/23 11:00, Kanchan Joshi wrote:', 'Kanchan Joshi'],
    ['On Fri 22-05-20 07:56:00, Michal Hocko wrote:', 'Michal Hocko'],
    ['Hugh Dickins <hugh@xxx> writes:', 'Hugh Dickins'],
  ])('%s', (text, name) => {
    expect(attributionsOf(quoteLines(text)).map((a) => a.from.name)).toEqual([name]);
  });
});
