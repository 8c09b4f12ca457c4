import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/mail/message.ts';
import { type MailThread, type ThreadingOptions, threadsOf } from '../../src/mail/threading.ts';

interface Mail {
  readonly id?: string | null;
  readonly answers?: string;
  readonly refs?: readonly string[];
  readonly subject?: string;
  readonly text?: string;
  readonly from?: string;
  readonly minute?: number | null;
}

function message({ id, answers, refs, subject, text, from, minute = 0 }: Mail, index: number): Message {
  return {
    index,
    messageId: id === null ? null : `<${id ?? `m${index}`}>`,
    inReplyTo: answers === undefined ? null : `<${answers}>`,
    references: (refs ?? []).map((r) => `<${r}>`),
    subject: subject ?? 'hello',
    from: { name: from ?? 'Ann', address: `${from ?? 'ann'}@x.invalid` },
    date: minute === null ? null : new Date(Date.UTC(2020, 4, 21, 10, minute)),
    text: text ?? `text of ${id ?? index}`,
    zone: null,
    flowed: null,
    parts: [],
    damage: [],
  };
}

/** The tree in lines: `a`, ` b`, ` ?g` for a ghost. */
function drawn(thread: MailThread): string[] {
  return thread.nodes.map(
    ({ message: m, messageId, depth }) =>
      ' '.repeat(depth) + (m === null ? '?' : '') + (messageId?.slice(1, -1) ?? `(${thread.messages[m!]!.text})`),
  );
}

function trees(mails: readonly Mail[], options?: ThreadingOptions): string[][] {
  return threadsOf(mails.map(message), options).map(drawn);
}

const notes = (mails: readonly Mail[], options?: ThreadingOptions) =>
  threadsOf(mails.map(message), options).flatMap((t) =>
    t.notes.map((n) => ({ ...n, on: t.messages[n.message]!.messageId })),
  );

describe('a thread', () => {
  test('is a tree of answers, in whatever order they came', () => {
    const mails = [{ id: 'c', answers: 'b' }, { id: 'b', answers: 'a' }, { id: 'x' }, { id: 'a' }];
    expect(trees(mails)).toEqual([['a', ' b', '  c'], ['x']]);
  });

  test('keeps a place for a mail that is missing between others', () => {
    expect(trees([{ id: 'a' }, { id: 'c', answers: 'g', refs: ['a', 'g'] }])).toEqual([['a', ' ?g', '  c']]);
  });

  test('holds answers together whose common question is missing', () => {
    expect(
      trees([
        { id: 'b', answers: 'g' },
        { id: 'c', answers: 'g' },
      ]),
    ).toEqual([['?g', ' b', ' c']]);
  });

  test('shows the nearest of several missing ancestors', () => {
    expect(trees([{ id: 'b', refs: ['g1', 'g2', 'g3'] }])).toEqual([['?g3', ' b']]);
  });

  test('is found through References where In-Reply-To names a mail that nobody knows', () => {
    expect(trees([{ id: 'a' }, { id: 'b', answers: 'mangled', refs: ['a'] }])).toEqual([['a', ' b']]);
  });

  test('takes a mail at its own word before that of others', () => {
    expect(trees([{ id: 'a' }, { id: 'b' }, { id: 'c', refs: ['a', 'b'] }])).toEqual([['a'], ['b', ' c']]);
  });

  test('takes in an answer that has lost its references, where others tell its place', () => {
    expect(trees([{ id: 'a' }, { id: 'b', subject: 'Re: hello' }, { id: 'c', refs: ['a', 'b'] }])).toEqual([
      ['a', ' b', '  c'],
    ]);
  });

  test('orders answers by date, and never before what they answer', () => {
    const mails = [
      { id: 'late', answers: 'a', minute: 9 },
      { id: 'a', minute: 30 },
      { id: 'early', answers: 'a', minute: 3 },
      { id: 'none', answers: 'early', minute: null },
    ];
    expect(trees(mails)).toEqual([['a', ' early', '  none', ' late']]);
  });

  test('does not come to an end in a loop, and says where it was cut', () => {
    const loop = [
      { id: 'b', answers: 'a', subject: 'Re: hello' },
      { id: 'a', answers: 'b' },
      { id: 'c', answers: 'b' },
    ];
    expect(trees(loop)).toEqual([['a', ' b', '  c']]);
    expect(notes(loop)).toMatchObject([{ kind: 'loop', on: '<a>' }]);
    expect(trees([{ id: 'a', answers: 'a', refs: ['a'] }])).toEqual([['a']]);
  });

  test('is not made by subjects unless that is asked for, and then only without any reference', () => {
    const mails = [
      { id: 'a', subject: '[PATCH] mm: x' },
      { id: 'b', subject: 'Re: [PATCH] mm: x' },
      { id: 'c', subject: 'Re: [PATCH] mm: x', answers: 'g' },
      { id: 'd', subject: '[PATCH] mm: x' },
    ];
    expect(trees(mails)).toEqual([['a'], ['b'], ['?g', ' c'], ['d']]);
    expect(trees(mails, { bySubject: true })).toEqual([['a', ' b'], ['?g', ' c'], ['d']]);
    expect(notes(mails, { bySubject: true })).toMatchObject([{ kind: 'by-subject', on: '<b>' }]);
  });
});

describe('copies', () => {
  const footer = '\n_______________________________________________\nlinux-x mailing list\nlinux-x@lists.x.invalid\n';

  test('with the same Message-ID are one mail, the one that kept its white space', () => {
    const mails = [
      { id: 'a', text: '\tif (x)\n\t\treturn;\n' },
      { id: 'a', text: 'if (x)\nreturn;\n' },
      { id: 'a', text: `if (x)\nreturn;\n${footer}`, subject: '[list] hello' },
    ];
    const [thread] = threadsOf(mails.map(message));
    expect(thread!.messages.map((m) => m.messageId)).toEqual(['<a>']);
    expect(notes(mails)).toMatchObject([{ kind: 'copies', count: 2 }]);
  });

  test('under different Message-IDs are one mail, which is answered by both', () => {
    const mails = [
      { id: 'a', text: 'same' },
      { id: 'b', text: 'same' },
      { id: 'c', answers: 'a' },
      { id: 'd', answers: 'b' },
    ];
    expect(trees(mails)).toMatchObject([[expect.stringMatching(/^[ab]$/), ' c', ' d']]);
  });

  test('are not what was sent at another time, by another, or to another', () => {
    const same = { text: 'Acked-by: Ann', subject: 'Re: x' };
    expect(
      trees([
        { id: 'a', ...same },
        { id: 'b', ...same, minute: 1 },
        { id: 'c', ...same, from: 'Bob' },
        { id: 'd', ...same, answers: 'g' },
      ]),
    ).toHaveLength(4);
  });

  test('with the same Message-ID and other words are both kept, and told', () => {
    const mails = [
      { id: 'a', text: 'one' },
      { id: 'a', text: 'two' },
      { id: 'b', answers: 'a' },
    ];
    expect(threadsOf(mails.map(message)).map((t) => t.messages.length)).toEqual([3]);
    expect(notes(mails).map((n) => `${n.kind} ${n.on}`)).toEqual(['id-reused <a>', 'id-reused <a>']);
  });

  test('without a Message-ID are told by their content', () => {
    expect(
      trees([
        { id: null, text: 'x' },
        { id: null, text: 'x' },
        { id: null, text: 'y' },
      ])
        .flat()
        .sort(),
    ).toEqual(['(x)', '(y)']);
  });
});

const id = fc.integer({ min: 0, max: 9 }).map(String);
const anyMail: fc.Arbitrary<Mail> = fc.record(
  {
    id: fc.option(id, { nil: null, freq: 8 }),
    answers: id,
    refs: fc.array(id, { maxLength: 4 }),
    subject: fc.constantFrom('a', 'Re: a', '[PATCH 1/2] a', '[PATCH 2/2] b'),
    text: fc.constantFrom('one', 'two', 'three'),
    minute: fc.option(fc.nat(3), { nil: null }),
  },
  { requiredKeys: [] },
);
const archive = fc.array(anyMail, { maxLength: 14 }).map((mails) => mails.map(message));
const asSet = (threads: readonly MailThread[]): string[] => threads.map((t) => JSON.stringify(t)).sort();

describe('any archive, with loops, ghosts and ids used twice', () => {
  test('gives the same threads when it is shuffled', () => {
    fc.assert(
      fc.property(
        archive.chain((mails) =>
          fc.record({
            mails: fc.constant(mails),
            shuffled: fc.shuffledSubarray(mails, { minLength: mails.length }),
            bySubject: fc.boolean(),
          }),
        ),
        ({ mails, shuffled, bySubject }) => {
          expect(asSet(threadsOf(shuffled, { bySubject }))).toEqual(asSet(threadsOf(mails, { bySubject })));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('loses no mail but copies, and every tree is one', () => {
    fc.assert(
      fc.property(archive, fc.boolean(), (mails, bySubject) => {
        const threads = threadsOf(mails, { bySubject });
        const copies = threads
          .flatMap((t) => t.notes)
          .reduce((n, note) => n + (note.kind === 'copies' ? note.count : 0), 0);
        expect(threads.reduce((n, t) => n + t.messages.length, 0) + copies).toBe(mails.length);
        for (const { nodes, messages } of threads) {
          expect(nodes.flatMap((n) => n.message ?? [])).toEqual(messages.map((m) => m.index));
          for (const [i, { parent, depth }] of nodes.entries()) {
            if (parent !== null) expect(parent).toBeLessThan(i);
            expect(depth).toBe(parent === null ? 0 : nodes[parent]!.depth + 1);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is read in time that grows with its size: a chain of 20,000 answers, and one loop of them', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => message({ id: `${i}`, answers: `${i - 1}` }, i));
    expect(threadsOf(chain).map((t) => t.nodes.length)).toEqual([20_001]);
    const loop = [...chain.slice(1), message({ id: '0', answers: '19999' }, 0)];
    expect(threadsOf(loop).map((t) => t.messages.length)).toEqual([20_000]);
  });
});
