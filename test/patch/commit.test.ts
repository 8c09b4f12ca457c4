import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitCommit } from '../../src/patch/commit.ts';

const text = (...lines: string[]) => lines.join('\n');

describe('headers in the body', () => {
  test('override those of the mail, folded ones too', () => {
    const split = splitCommit(
      text(
        '',
        'From: Ann Author <ann@x>',
        'Subject: mm: fix a thing',
        ' that is long',
        'Date: Fri, 1 May 2020 10:00:00 +0000',
        '',
        'Text.',
        '---',
      ),
    );
    expect(split).toMatchObject({
      from: { name: 'Ann Author', address: 'ann@x' },
      subject: 'mm: fix a thing that is long',
      date: new Date('2020-05-01T10:00:00Z'),
      lines: [6, 8],
    });
  });

  test.each([
    ['are none behind text', text('Hello.', 'From: Ann <ann@x>', '')],
    ['are none if text follows without a blank line', text('From: my point of view', 'this is wrong.', '')],
    ['are no trailers', text('Cc: Ann <ann@x>', '', 'Text.')],
    ['are none in what is quoted', text('> From: Ann <ann@x>', '>', '> Text.')],
  ])('%s', (_, body) => expect(splitCommit(body)).toMatchObject({ from: null, subject: null, date: null }));

  test('with a date that is none say nothing', () => {
    expect(splitCommit(text('From: Ann <a@x>', 'Date: soon', '', 'x'))).toMatchObject({
      from: { name: 'Ann' },
      date: null,
    });
  });
});

describe('the commit text', () => {
  test.each(['---', 'diff --git a/x b/x', '--- a/x', 'Index: x', '-- ', '@@ -1 +1 @@'])('ends at %s', (end) => {
    expect(splitCommit(text('One.', 'Two.', end, 'rest')).lines).toEqual([1, 3]);
  });

  test('goes to the end of the mail where nothing ends it', () => {
    expect(splitCommit(text('One.', '-- a dash')).lines).toEqual([1, 3]);
  });
});

describe('scissors', () => {
  test.each(['-- >8 --', '---- 8< ----', '--- >8 --- cut here --- >8 ---', '-- %< --', '- - - - >8 - - - -'])(
    'are %s',
    (line) => {
      const body = text('Talk.', line, 'Subject: mm: x', '', 'Text.');
      expect(splitCommit(body)).toMatchObject({ subject: null, scissors: 2 });
      expect(splitCommit(body, { scissors: true })).toMatchObject({ subject: 'mm: x', lines: [4, 6] });
    },
  );

  test.each(['--------', '-- ', 'a >8 b', 'if (x >8) -- then do this', '> -- >8 --', '>8'])('are not %s', (line) =>
    expect(splitCommit(text('Talk.', line, 'Text.')).scissors).toBeNull(),
  );
});

test('any text is split, within its own lines', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '',
      'From: a <a@x>',
      'Subject: x',
      ' folded',
      '---',
      '-- >8 --',
      'diff --git a/x b/x',
      'Date: 1 May 2020',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.boolean(), (lines, scissors) => {
      const body = lines.join('\n');
      const [from, to] = splitCommit(body, { scissors }).lines;
      expect(from).toBeGreaterThanOrEqual(1);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(body.split('\n').length + 1);
    }),
  );
});
