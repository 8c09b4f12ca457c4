import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Thread } from '../../src/mail/message.ts';
import { candidatesOf } from '../../src/patch/candidates.ts';
import { type Series, seriesOf } from '../../src/patch/series.ts';
import { type Sketch, threadOf } from '../mail/mails.ts';

const diff = (line: string) => `--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1,2 +1,2 @@\n \tint x;\n-\told();\n+\t${line};\n`;
const patch = (subject: string, more: Sketch = {}): Sketch => ({ subject, text: diff(`from${subject}`), ...more });
const at = (minute: number) => ({ date: `Thu, 21 May 2020 11:${String(minute).padStart(2, '0')}:00 +0000` });

/** `v2 1:4 2:5 of 3 -3 +0`: version, parts with their mails, what is missing, the cover; kept parts in brackets. */
function told({ id, parts, count, missing, cover, keeps }: Series): string {
  return [
    id,
    ...parts.map((p) => (p.isKept ? `(${p.number}:${p.message})` : `${p.number}:${p.message}`)),
    `of ${count}`,
    ...missing.map((n) => `-${n}`),
    ...(cover === null ? [] : [`cover ${cover}`]),
    ...(keeps === null ? [] : [`keeps ${keeps}`]),
  ].join(' ');
}

const seriesIn = async (...mails: Sketch[]) => seriesOf(await threadOf(...mails)).map(told);
const doubtsIn = async (...mails: Sketch[]) =>
  seriesOf(await threadOf(...mails)).flatMap((s) => s.doubts.map((d) => `${s.id} ${d.kind}`));

describe('a series', () => {
  const cover = { subject: '[PATCH 0/3] mm: all', id: 'c' };

  test('is its parts below their cover', async () => {
    const parts = [1, 2, 3].map((n) => patch(`[PATCH ${n}/3] mm: ${n}`, { answers: 'c' }));
    expect(await seriesIn(cover, ...parts)).toEqual(['v1 1:1 2:2 3:3 of 3 cover 0']);
    expect(seriesOf(await threadOf(cover, ...parts))).toMatchObject([
      { title: 'mm: all', isComplete: true, doubts: [] },
    ]);
  });

  test('is its parts below the first, in a chain, below a mail that is missing, or loose', async () => {
    const first = patch('[PATCH 1/3] a', { id: 'p1' });
    const shapes = [
      [first, patch('[PATCH 2/3] b', { answers: 'p1' }), patch('[PATCH 3/3] c', { answers: 'p1' })],
      [first, patch('[PATCH 2/3] b', { id: 'p2', answers: 'p1' }), patch('[PATCH 3/3] c', { answers: 'p2' })],
      [1, 2, 3].map((n) => patch(`[PATCH ${n}/3] x`, { answers: 'gone' })),
      [1, 2, 3].map((n) => patch(`[PATCH ${n}/3] x`)),
    ];
    for (const mails of shapes) expect(await seriesIn(...mails)).toEqual(['v1 1:0 2:1 3:2 of 3']);
  });

  test('says what is missing, and is not complete', async () => {
    const thread = await threadOf(cover, patch('[PATCH 3/3] c', { answers: 'c' }));
    expect(seriesOf(thread).map(told)).toEqual(['v1 3:1 of 3 -1 -2 cover 0']);
    expect(seriesOf(thread)).toMatchObject([{ isComplete: false, messages: [0, 1] }]);
  });

  test('is not complete with a broken hunk, or a part without a diff', async () => {
    const cut = patch('[PATCH] x', { text: diff('a').replace('@@ -1,2 +1,2 @@', '@@ -1,9 +1,9 @@') });
    expect(seriesOf(await threadOf(cut))).toMatchObject([{ isComplete: false, missing: [] }]);
    const mails = [
      patch('[PATCH 1/2] a', { id: 'p1' }),
      { subject: '[PATCH 2/2] b', answers: 'p1', text: 'too large' },
    ];
    expect(seriesOf(await threadOf(...mails))).toMatchObject([{ isComplete: false, missing: [] }]);
    expect(await doubtsIn(...mails)).toEqual(['v1 part-without-diff']);
    expect(candidatesOf(await threadOf(...mails))).toMatchObject([{ missing: [2] }]);
  });

  test('is not a mail about a patch', async () => {
    expect(
      await seriesIn({ subject: '[RFC] how about x?' }, { subject: 'hello' }, { subject: 'Re: [PATCH] x' }),
    ).toEqual([]);
  });

  test('of RFC tags alone is one, also in an answer', async () => {
    expect(await seriesIn({ subject: 'bug', id: 'b' }, patch('[RFC v2 1/1] x', { answers: 'b' }))).toEqual([
      'v2 1:1 of 1',
    ]);
  });

  test('may have a cover without a number, which names the version', async () => {
    const mails = [
      { subject: '[PATCHSET v2] mm: all', id: 'c' },
      patch('[PATCH 1/2] a', { answers: 'c' }),
      patch('[PATCH 2/2] b', { answers: 'c' }),
    ];
    expect(await seriesIn(...mails)).toEqual(['v2 1:1 2:2 of 2 cover 0']);
    expect(await doubtsIn(...mails)).toEqual(['v2 version-of-cover']);
    expect(candidatesOf(await threadOf(...mails)).map((c) => `${c.id} ${c.title}`)).toEqual(['patch-v2 mm: all']);
  });

  test('takes author, title and date from headers in the body', async () => {
    const text = `From: Real Author <real@x.invalid>\nSubject: mm: real title\nDate: Fri, 1 May 2020 00:00:00 +0000\n\nText.\n\nSigned-off-by: Real Author <real@x.invalid>\n---\n${diff('a')}`;
    expect(seriesOf(await threadOf(patch('[PATCH] mm: x', { text })))).toMatchObject([
      {
        sender: { name: 'Ann Author' },
        title: 'mm: real title',
        parts: [
          { author: { name: 'Real Author' }, date: new Date('2020-05-01'), trailers: [{ name: 'Signed-off-by' }] },
        ],
      },
    ]);
  });

  test('reads what stands behind scissors only when asked, and says that they are there', async () => {
    const mail = patch('[PATCH] mm: x', {
      text: `Some talk.\n\n-- >8 --\nSubject: mm: cut\n\nText.\n---\n${diff('a')}`,
    });
    const thread = await threadOf(mail);
    expect(seriesOf(thread)).toMatchObject([{ title: 'mm: x', doubts: [{ kind: 'scissors' }] }]);
    expect(seriesOf(thread, { scissors: true })).toMatchObject([{ title: 'mm: cut', doubts: [] }]);
  });
});

describe('two series stay two', () => {
  const pair = (tag: string, more: (n: number) => Sketch) => [1, 2].map((n) => patch(`[${tag} ${n}/2] x`, more(n)));

  test.each<[string, Sketch[]]>([
    ['of two versions', [...pair('PATCH', () => ({})), ...pair('PATCH v2', () => ({}))]],
    ['of two senders', [...pair('PATCH', () => ({})), ...pair('PATCH', () => ({ from: 'Bob <b@x.invalid>' }))]],
    ['one an RFC', [...pair('RFC PATCH', () => ({})), ...pair('PATCH', () => ({}))]],
    ['one resent', [...pair('PATCH', () => ({})), ...pair('PATCH RESEND', () => ({}))]],
    ['below two mails', [...pair('PATCH', () => ({ answers: 'g1' })), ...pair('PATCH', () => ({ answers: 'g2' }))]],
  ])('%s', async (_, mails) => {
    const series = await seriesIn(...mails);
    expect(series.map((s) => s.replace(/^\S+ /, ''))).toEqual(['1:0 2:1 of 2', '1:2 2:3 of 2']);
  });

  const twice = (first: (n: number) => Sketch, second: (n: number) => Sketch, order = [0, 1, 2, 3]) => {
    const mails = [1, 2].map((n) => patch(`[PATCH ${n}/2] x`, { text: diff(`a${n}`), ...first(n) }));
    mails.push(...[1, 2].map((n) => patch(`[PATCH ${n}/2] x`, { text: diff(`b${n}`), ...second(n) })));
    return order.map((i, minute) => ({ ...mails[i]!, ...at(minute) }));
  };

  test('of the same name, told apart by the runs of the mailer, and says so', async () => {
    const stamp = (run: string) => (n: number) => ({ id: `2020052110${run}00.123-${n}-ann` });
    const mails = twice(stamp('01'), stamp('02'), [0, 2, 1, 3]);
    expect(await seriesIn(...mails)).toEqual(['v1 1:0 2:2 of 2', 'v1.2 1:1 2:3 of 2']);
    expect(await doubtsIn(...mails)).toEqual(['v1 split', 'v1.2 split']);
  });

  test('of the same name, one behind the other', async () => {
    const mails = twice(
      () => ({}),
      () => ({}),
    );
    expect(await seriesIn(...mails)).toEqual(['v1 1:0 2:1 of 2', 'v1.2 1:2 2:3 of 2']);
    expect(await doubtsIn(...mails)).toEqual(['v1 split', 'v1.2 split']);
  });

  test('and every mail stands alone where nothing tells them apart', async () => {
    const mails = twice(
      () => ({}),
      () => ({}),
      [0, 2, 1, 3],
    );
    expect(await seriesIn(...mails)).toHaveLength(4);
    expect(await doubtsIn(...mails)).toEqual(['v1 split', 'v1.2 split', 'v1.3 split', 'v1.4 split']);
  });

  test('but parts sent again unchanged are the same parts', async () => {
    const again = patch('[PATCH 2/2] b');
    const thread = await threadOf(patch('[PATCH 1/2] a'), again, { ...again, id: 'again' });
    expect(seriesOf(thread)).toMatchObject([{ missing: [], repeated: [2], doubts: [] }]);
  });

  test('where a part below the same cover is resent, or loose parts are RFC and not', async () => {
    const cover = { subject: '[PATCH 0/2] all', id: 'c' };
    const below = [patch('[PATCH 1/2] a', { answers: 'c' }), patch('[PATCH RESEND 2/2] b', { answers: 'c' })];
    expect(await seriesIn(cover, ...below)).toEqual(['v1 1:1 of 2 -2 cover 0', 'v1.2 2:2 of 2 -1']);
    expect(await seriesIn(patch('[RFC PATCH 1/2] a'), patch('[PATCH 2/2] b'))).toEqual([
      'v1 1:0 of 2 -2',
      'v1.2 2:1 of 2 -1',
    ]);
  });

  test('and 3/2 stands alone', async () => {
    const mails = [...pair('PATCH', () => ({})), patch('[PATCH 3/2] late')];
    expect(await seriesIn(...mails)).toEqual(['v1 1:0 2:1 of 2', 'v1.2 3:2 of 2']);
    expect(await doubtsIn(...mails)).toEqual(['v1.2 beyond-count']);
  });
});

describe('a reroll of some parts', () => {
  const old = [
    { subject: '[PATCH 0/3] mm: all', id: 'c' },
    ...[1, 2, 3].map((n) => patch(`[PATCH ${n}/3] x`, { id: `p${n}`, answers: 'c' })),
  ];

  test('keeps the others where it answers the patch that it replaces', async () => {
    const mails = [...old, patch('[PATCH v2 2/3] x', { answers: 'p2', text: diff('v2') })];
    expect(await seriesIn(...mails)).toEqual(['v1 1:1 2:2 3:3 of 3 cover 0', 'v2 (1:1) 2:4 (3:3) of 3 keeps v1']);
    expect(candidatesOf(await threadOf(...mails))).toMatchObject([
      { id: 'patch-v1', message: 1 },
      { id: 'patch-v2', message: 4, parts: [{ message: 1 }, { message: 4 }, { message: 3 }], missing: [] },
    ]);
  });

  test('keeps nothing of a posting that stands behind it, for all that it answers it', async () => {
    const mails = [
      patch('[PATCH v4 9/9] x', { id: 'nine', answers: 'gone', ...at(30) }),
      patch('[PATCH v4 8/9] y', { id: 'eight', answers: 'nine', ...at(10) }),
    ];
    const parts = (await seriesIn(...mails)).join(' ');
    expect(parts).toContain('9:0');
    expect(parts).toContain('8:1');
  });

  test('also where it answers the review of that patch, or has no version', async () => {
    const review = { subject: 'Re: [PATCH 2/3] x', id: 'r', answers: 'p2', from: 'Bob <b@x.invalid>' };
    expect(await seriesIn(...old, review, patch('[PATCH 2/3] x', { answers: 'r', text: diff('v2') }))).toEqual([
      'v1 1:1 2:2 3:3 of 3 cover 0',
      'v1.2 (1:1) 2:5 (3:3) of 3 keeps v1',
    ]);
  });

  test('again and again, each on top of the one that it answers', async () => {
    const mails = [
      ...old,
      patch('[PATCH v2 2/3] x', { id: 'q2', answers: 'p2', text: diff('v2') }),
      patch('[PATCH v3 2/3] x', { answers: 'q2', text: diff('v3') }),
      patch('[PATCH v2 3/3] x', { answers: 'p3', text: diff('w2') }),
    ];
    expect(await seriesIn(...mails)).toEqual([
      'v1 1:1 2:2 3:3 of 3 cover 0',
      'v2 (1:1) 2:4 3:6 of 3 keeps v1',
      'v3 (1:1) 2:5 (3:6) of 3 keeps v2',
    ]);
  });

  test.each<[string, Sketch]>([
    ['the cover', patch('[PATCH v2 2/3] x', { answers: 'c', text: diff('v2') })],
    ['another part', patch('[PATCH v2 2/3] x', { answers: 'p1', text: diff('v2') })],
  ])('is not filled up where it answers %s', async (_, reroll) => {
    expect(await seriesIn(...old, reroll)).toEqual(['v1 1:1 2:2 3:3 of 3 cover 0', 'v2 2:4 of 3 -1 -3']);
    expect(await doubtsIn(...old, reroll)).toEqual(['v2 not-filled']);
  });

  test('is not filled up from a series of another length, of another sender, or from nothing', async () => {
    const rerolls = [
      patch('[PATCH v2 2/4] x', { answers: 'p2', text: diff('v2') }),
      patch('[PATCH v2 2/3] x', { answers: 'p2', text: diff('v2'), from: 'Bob <b@x.invalid>' }),
      patch('[PATCH v2 2/3] x', { text: diff('v2') }),
    ];
    for (const reroll of rerolls) expect((await seriesIn(...old, reroll))[1]).toMatch(/^v2 2:4 of \d( -\d)+$/);
  });

  test('of all parts is a version of its own', async () => {
    const whole = [1, 2, 3].map((n) => patch(`[PATCH v2 ${n}/3] x`, { answers: `p${n}`, text: diff(`v2${n}`) }));
    expect((await seriesIn(...old, ...whole))[1]).toBe('v2 1:4 2:5 3:6 of 3');
  });
});

describe('trailers', () => {
  const bob = 'Bob Keeper <bob@x.invalid>';
  const trailersOf = async (...mails: Sketch[]) =>
    seriesOf(await threadOf(...mails)).flatMap((s) =>
      s.parts.flatMap((p) =>
        p.trailers.map((t) => `${p.number}: ${t.name} ${t.person?.name ?? t.value} ${t.source} ${t.message}:${t.line}`),
      ),
    );

  test('of answers go to the patch that they answer, those below a cover to all parts', async () => {
    expect(
      await trailersOf(
        { subject: '[PATCH 0/2] all', id: 'c' },
        patch('[PATCH 1/2] a', {
          id: 'p1',
          answers: 'c',
          text: `Text.\n\nSigned-off-by: Ann Author <ann@x.invalid>\n---\n${diff('a')}`,
        }),
        patch('[PATCH 2/2] b', { id: 'p2', answers: 'c' }),
        { subject: 'Re: [PATCH 2/2] b', id: 'r', answers: 'p2', from: bob, text: `> x\n\nReviewed-by: ${bob}\n` },
        {
          subject: 'Re: [PATCH 2/2] b',
          answers: 'r',
          from: 'Cleo <c@x.invalid>',
          text: `Tested-by: Dan <d@x.invalid>`,
        },
        {
          subject: 'Re: [PATCH 0/2] all',
          answers: 'c',
          from: bob,
          text: `For both:\nAcked-by: ${bob}\n-- \nReported-by: ${bob}`,
        },
      ),
    ).toEqual([
      '1: Signed-off-by Ann Author commit 1:3',
      '1: Acked-by Bob Keeper answer 5:2',
      '2: Reviewed-by Bob Keeper answer 3:3',
      '2: Tested-by Dan answer-for-another 4:1',
      '2: Acked-by Bob Keeper answer 5:2',
    ]);
  });

  test('of a diff in an answer are its own, but a review in the same mail is not', async () => {
    const text = `Reviewed-by: ${bob}\n\nWith this on top:\nSigned-off-by: ${bob}\n${diff('top')}`;
    expect(
      await trailersOf(patch('[PATCH] a', { id: 'p' }), { subject: 'Re: [PATCH] a', answers: 'p', from: bob, text }),
    ).toEqual(['1: Reviewed-by Bob Keeper answer 1:1']);
  });
});

const subjects = fc
  .tuple(
    fc.constantFrom('', '', '', 'Re: '),
    fc.constantFrom('PATCH', 'PATCH', 'RFC', 'PATCH RESEND'),
    fc.constantFrom('', ' v2'),
    fc.constantFrom(' 0/2', ' 1/2', ' 2/2', '', ' 3/2', ' 1/3'),
  )
  .map(([re, tag, v, n]) => `${re}[${tag}${v}${n}] x`);
const sketch = fc.record({
  subject: subjects,
  answers: fc.option(fc.constantFrom('0', '1', '2', '3', '4', 'gone'), { nil: undefined }),
  from: fc.constantFrom('Ann <a@x.invalid>', 'Bob <b@x.invalid>'),
  text: fc.constantFrom('', diff('a'), diff('b'), diff('c')),
});
const threads = fc
  .array(sketch, { maxLength: 8 })
  .map((mails) =>
    mails.map(
      ({ answers, ...mail }, i): Sketch => ({ ...mail, id: `${i}`, ...(answers !== undefined && { answers }) }),
    ),
  );

describe('in any thread', () => {
  const read = async (mails: readonly Sketch[]): Promise<Thread> =>
    mails.length === 0 ? { subject: '', messages: [] } : threadOf(...mails);

  test('no mail is new in two series, no number occurs twice in one, and none mixes senders, lengths or versions', async () => {
    await fc.assert(
      fc.asyncProperty(threads, async (mails) => {
        const thread = await read(mails);
        const series = seriesOf(thread);
        const own = series.flatMap((s) => [
          ...s.parts.filter((p) => !p.isKept).map((p) => p.message),
          ...s.repeated,
          ...(s.cover === null ? [] : [s.cover]),
        ]);
        expect(own.length).toBe(new Set(own).size);
        for (const s of series) {
          expect(s.parts.length).toBe(new Set(s.parts.map((p) => p.number)).size);
          expect(new Set(s.messages.map((i) => thread.messages[i]!.from.name)).size).toBe(1);
          const missing = s.missing.length + s.parts.filter((p) => p.number <= s.count && p.number > 0).length;
          if (s.parts.every((p) => p.number <= s.count)) expect(missing).toBe(s.count);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the order of the mails in the file changes no series', async () => {
    const names = (thread: Thread) =>
      seriesOf(thread)
        .map((s) =>
          s.messages
            .map((i) => thread.messages[i]!.messageId)
            .sort()
            .join(),
        )
        .sort();
    await fc.assert(
      fc.asyncProperty(threads, fc.nat(), async (mails, turn) => {
        const dated = mails.map((m, i) => ({ ...m, ...at(i) }));
        const k = mails.length === 0 ? 0 : turn % mails.length;
        const turned = [...dated.slice(k), ...dated.slice(0, k)].reverse();
        expect(names(await read(turned))).toEqual(names(await read(dated)));
      }),
      { numRuns: 300 },
    );
  });
});
