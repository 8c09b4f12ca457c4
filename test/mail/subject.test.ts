import fc from 'fast-check';
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
    ['[PATCH RFC RESEND net-next v4 02/10] net: x', 'net: x', 4, [2, 10], false],
    ['[RFC PATCHv3] mm: x', 'mm: x', 3, [1, 1], false],
    ['[PATCHv2 1/2] mm: x', 'mm: x', 2, [1, 2], false],
    ['[PATCH V2 0/3] mm: x', 'mm: x', 2, [0, 3], false],
    ['[v2,1/3] mm: x', 'mm: x', 2, [1, 3], false],
    ['[PATCHSET v2] mm: x', 'mm: x', 2, [1, 1], false],
    ['[PATCH 2 of 5 v3] mm: x', 'mm: x', 3, [2, 5], false],
    ['[PATCH 1/2][v4] mm: x', 'mm: x', 4, [1, 2], false],
    ['[PATCH v5.10.y 1/1] mm: x', 'mm: x', 1, [1, 1], false],
    ['[PATCH v6.1 3/4] mm: x', 'mm: x', 1, [3, 4], false],
    ['[PATCH v2.1 3/4] mm: x', 'mm: x', 2, [3, 4], false],
    ['[PATCH] docs: memory.high of cgroup v2', 'docs: memory.high of cgroup v2', 1, [1, 1], false],
    ['Fwd: AW: [dm-devel] Re: [PATCH 1/2] dm: x', 'dm: x', 1, [1, 2], true],
    ['答复: [PATCH 1/2] dm: x', 'dm: x', 1, [1, 2], true],
    ['[PATCH 8/7] mm: x', 'mm: x', 1, [8, 7], false],
  ] as const)('%s', (text, title, version, part, reply) => {
    expect(parseSubject(text)).toMatchObject({ title, version, part, reply });
  });

  test('says what kind of mail it is', () => {
    expect(parseSubject('[RFC] mm: x')).toMatchObject({ isPatch: true, isRfc: true, isResend: false });
    expect(parseSubject('[RESEND PATCH/RFC v2 1/3] mm: x')).toMatchObject({
      isPatch: true,
      isRfc: true,
      isResend: true,
    });
    expect(parseSubject('[GIT PULL v2] mm for 5.7')).toMatchObject({ isPatch: false, version: 2 });
    expect(parseSubject('[PATCH] mm: x v5').says).toEqual({ version: false, part: false });
    expect(parseSubject('[PATCH v1 1/1] mm: x').says).toEqual({ version: true, part: true });
  });

  test('printed is read back', () => {
    const brackets = fc.record({
      reply: fc.constantFrom('', 'Re: ', 'Re: Re: ', 'Aw: '),
      tags: fc.uniqueArray(fc.constantFrom('RFC', 'RESEND', 'net-next', '-mm', '5.10'), { maxLength: 3 }),
      version: fc.option(fc.integer({ min: 1, max: 99 })),
      glue: fc.constantFrom(' ', ''),
      part: fc.option(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 40 }))),
    });
    fc.assert(
      fc.property(brackets, ({ reply, tags, version, glue, part }) => {
        const words = [`PATCH${version === null ? '' : `${glue}v${version}`}`, ...tags, part?.join('/') ?? ''];
        expect(parseSubject(`${reply}[${words.filter(Boolean).join(' ')}] mm: x`)).toMatchObject({
          title: 'mm: x',
          reply: reply !== '',
          tags: ['PATCH', ...tags],
          version: version ?? 1,
          part: part ?? [1, 1],
          isPatch: true,
          says: { version: version !== null, part: part !== null },
        });
      }),
    );
  });

  test('of any text is read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseSubject(`[${text}] ${text}`)));
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
