// Whatever the bytes: nothing throws, nothing hangs, and what was lost is named.

import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MailError } from '../../src/mail/error.ts';
import { indexMail } from '../../src/mail/index.ts';
import { lineLimit, textLimit } from '../../src/mail/limits.ts';
import { withoutLongLines } from '../../src/mail/long-lines.ts';
import { readMail } from '../../src/mail/mail.ts';
import { splitMbox } from '../../src/mail/mbox.ts';
import type { Message } from '../../src/mail/message.ts';
import { quoteLines } from '../../src/mail/quote.ts';
import { readRaw } from '../../src/mail/read.ts';
import { readStream } from '../../src/mail/stream.ts';

const head = 'From: Ann <ann@example.invalid>\nSubject: x\nMessage-ID: <a@b>\nDate: Thu, 21 May 2020 10:00:00 +0000\n';
const million = 1 << 20;

function read(mail: string): Promise<Message> {
  const bytes = Buffer.from(mail, 'latin1');
  indexMail({ bytes, shape: 'mail', place: { kind: 'file', path: 'x', flags: '' }, damage: [] });
  return readMail(bytes, 0);
}

/** The shapes of real mails, to be damaged. */
const shapes: readonly string[] = [
  `${head}\n> > quoted\n> >\n>> deep\n`,
  `${head}Content-Type: text/plain; charset=iso-8859-1; format=flowed; delsp=yes\nContent-Transfer-Encoding: quoted-printable\n\nna=EFve =\nx\n`,
  `${head}Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B%F%9%H\x1b(B\n`,
  `${head}Content-Type: multipart/mixed; boundary="b"\n\n--b\n\ntext\n--b\nContent-Type: text/x-patch; name="a.patch"\nContent-Transfer-Encoding: base64\n\nLS0tIGEK\n--b--\n`,
  `${head}Content-Type: multipart/signed;\n boundary=s\n\n--s\nContent-Type: multipart/alternative; boundary=t\n\n--t\n\nx\n--t\nContent-Type: text/html\n\n<p>x\n--t--\n--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n`,
  `${head.replace('Ann', '=?utf-8?q?=C3=84nn?=').replace('x', '=?gb2312?B?xOO6ww==?=')}\n@@ -1 +1 @@\n-a\n+b\n`,
];

const charsets = [
  'utf-8',
  'utf-7',
  'utf-16',
  'utf-16be',
  'utf-32',
  'iso-2022-jp',
  'iso-2022-kr',
  'hz-gb-2312',
  'big5',
  'gb18030',
  'euc-jp',
  'y',
  '',
  'replacement',
  'x-user-defined',
  "'",
  'constructor',
];

const damaged = fc
  .tuple(
    fc.constantFrom(...shapes),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('flip', 'cut', 'double', 'insert'), fc.nat(255)), { maxLength: 12 }),
  )
  .map(([shape, changes]) => {
    let bytes = shape;
    for (const [where, what, byte] of changes) {
      const at = where % (bytes.length + 1);
      const char = String.fromCharCode(byte);
      if (what === 'flip') bytes = bytes.slice(0, at) + char + bytes.slice(at + 1);
      if (what === 'insert') bytes = bytes.slice(0, at) + char + bytes.slice(at);
      if (what === 'cut') bytes = bytes.slice(0, at) + bytes.slice(at + byte);
      if (what === 'double') bytes += bytes.slice(at, at + byte * 4);
    }
    return bytes;
  });

describe('a damaged mail', () => {
  test('is read as far as it goes, whatever was done to it', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (mail) => {
        const { text } = await read(mail);
        expect(text).not.toContain('\r');
      }),
      { numRuns: 400 },
    );
  });

  const sample = '../shared/corpus/mail-sample.mbox';
  test.runIf(existsSync(sample))(
    'of a real archive is read wherever it is cut and whatever bytes are flipped',
    async () => {
      const mails: Buffer[] = [];
      for await (const { bytes } of splitMbox([readFileSync(sample)])) mails.push(bytes);
      const spot = fc.tuple(fc.nat(), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(
          fc.nat(mails.length - 1),
          fc.array(spot, { maxLength: 20 }),
          fc.nat(),
          async (n, spots, end) => {
            const bytes = Buffer.from(mails[n]!);
            for (const [at, byte] of spots) bytes[at % bytes.length] = byte;
            await read(bytes.toString('latin1', 0, end % 2 === 0 ? bytes.length : end % bytes.length));
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  test.each(charsets)('in the charset %j is read, in one part and in many', async (charset) => {
    const type = `Content-Type: text/plain; charset="${charset}"\n\n\x1b$B\xff\xfe\xc4 +AGE-\x80\n`;
    await read(head + type);
    await read(`${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n${type}--b--\n`);
    await read(`Subject: =?${charset}?q?=C3=FF?= =?${charset}?b?/w==?=\n\n`);
  });

  test('in a charset that it is not in, or that nobody knows, says so', async () => {
    const text = async (charset: string, body: string) => {
      const { text, damage } = await read(`${head}Content-Type: text/plain; charset=${charset}\n\n${body}`);
      return [text, ...damage];
    };
    expect(await text('us-ascii', 'na\xefve')).toEqual(['na\u00efve', 'charset-guessed']);
    expect(await text('utf-8', 'na\xc3\xafve\nna\xefve')).toEqual(['na\u00efve\nna\u00efve', 'charset-guessed']);
    expect(await text('y', '\xc3\xaf')).toEqual(['\u00ef', 'charset-guessed']);
    expect(await text('gb2312', '\xe2\x80\xa6')).toEqual(['\u2026', 'charset-guessed']);
    expect(await text('utf-7', '+AGE-')).toEqual(['+AGE-', 'charset-guessed']);
    expect(await text('gb2312', '\xc4\xe3\xc4')).toEqual([expect.stringMatching(/^\u4f60\ufffd/), 'charset-lossy']);
    expect(await text('y', 'plain')).toEqual(['plain']);
  });

  test('with NUL, NBSP and CR keeps the first two and ends its lines in LF', async () => {
    const { text, damage } = await read(`${head.replaceAll('\n', '\r\n')}\r\na\0b\xc2\xa0c\r\r\nd\re\n`);
    expect(text).toBe('a\0b\u00a0c\nd\ne\n');
    expect(damage).toEqual(['nul-characters']);
  });

  test('keeps what a list put behind its base64', async () => {
    const mail = `${head}Content-Transfer-Encoding: base64\n\nYWJj\nZA==\n_______\nlist mailing list\n`;
    expect(await read(mail)).toMatchObject({ text: 'abcd_______\nlist mailing list\n', damage: ['encoding-broken'] });
  });

  test('in base64 that was made piece by piece is whole', async () => {
    expect((await read(`${head}Content-Transfer-Encoding: base64\n\nYQ==\nYg==\nYw==`)).text).toBe('abc');
  });

  test('of parts that have no boundary is shown as it was sent', async () => {
    const mail = `${head}Content-Type: multipart/mixed\n\n--b\n\ntext\n`;
    expect(await read(mail)).toMatchObject({ text: '--b\n\ntext\n', damage: ['mime-broken'] });
  });

  test('nested a thousand parts deep is read', async () => {
    const type = (n: number) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`;
    await read(head + Array.from({ length: 1000 }, (_, n) => type(n)).join(''));
    await read(`${head}${'Content-Type: message/rfc822\n\n'.repeat(1000)}`);
  });
});

describe('a mail that is far too long', () => {
  const inTime = 5_000;

  test('in one line keeps the beginning of the line, what is behind it, and the next mail', {
    timeout: 30_000,
  }, async () => {
    const line = 'From a@b Thu May 21 22:56:20 2020\n';
    function* chunks(): Generator<Buffer> {
      yield Buffer.from(`${line}${head}\n`);
      for (let n = 0; n < 100; n++) yield Buffer.alloc(million, 'x');
      yield Buffer.from(`\n+behind\n\n${line}Subject: next\n\nend\n`);
    }
    const found: Message[] = [];
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for await (const raw of readStream(chunks(), 'x')) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      found.push(await readRaw(raw, found.length));
    }
    expect(found.map((m) => [m.subject, m.text.length])).toEqual([
      ['x', lineLimit + '\n+behind\n'.length],
      ['next', 4],
    ]);
    expect(found[0]!.damage).toEqual(['text-cut']);
    expect(most).toBeLessThan(400 * million);
  });

  test('in lines is cut at the end, and the next mail is found', { timeout: 30_000 }, async () => {
    const line = 'From a@b Thu May 21 22:56:20 2020\n';
    function* chunks(): Generator<Buffer> {
      yield Buffer.from(`${line}${head}\n`);
      for (let n = 0; n < 100; n++) yield Buffer.from(`${'x'.repeat(1023)}\n`.repeat(1024));
      yield Buffer.from(`\n\n${line}Subject: next\n\nend\n`);
    }
    const found: Message[] = [];
    for await (const raw of readStream(chunks(), 'x')) found.push(await readRaw(raw, found.length));
    expect(found.map((m) => [m.subject, m.text.length])).toEqual([
      ['x', textLimit],
      ['next', 4],
    ]);
    expect(found[0]!.damage).toEqual(['text-cut', 'mail-cut']);
  });

  test('in a line of its own loses nothing else, in whatever chunks it comes', async () => {
    const limit = million;
    const piece = fc.constantFrom(
      'a\n',
      '\n',
      'x'.repeat(million - 1),
      'y'.repeat(million),
      'z'.repeat(2 * million),
      '\nend',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        let text = '';
        for await (const bytes of withoutLongLines(Readable.from(pieces.map((p) => Buffer.from(p))), limit))
          text += bytes;
        const whole = pieces.join('').split('\n');
        expect(text === whole.map((line) => line.slice(0, limit)).join('\n')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['subject', `Subject: ${'x '.repeat(million / 2)}\n\nbody`],
    ['subject of brackets', `Subject: ${'[PATCH] '.repeat(million / 8)}\n\nbody`],
    ['sender of brackets', `From: ${'<'.repeat(million)}\n\nbody`],
    ['sender of signs', `From: ${'@'.repeat(million)}\n\nbody`],
    ['list of references', `References: ${'<a@b> '.repeat(million / 6)}\n\nbody`],
    ['folded header', `References: ${'\n <a@b>'.repeat(million / 7)}\n\nbody`],
    ['row of encoded words', `Subject: ${'=?utf-8?q?a?= '.repeat(million / 14)}\n\nbody`],
    ['row of carriage returns', `X: ${'\r'.repeat(million)}x\n\nbody`],
    ['content type', `Content-Type: text/plain; charset${' '.repeat(million)}\n\nbody`],
  ])('in a %s is read in no time, and says what is lost', async (_, mail) => {
    const start = performance.now();
    const { damage } = await read(mail);
    expect(performance.now() - start).toBeLessThan(inTime);
    expect(damage).toContain('header-cut');
  });

  test('in headers of two bytes is read in no time', async () => {
    const start = performance.now();
    expect((await read(`${'a:\n'.repeat(million / 3)}\nbody`)).text).toBe('body');
    expect(performance.now() - start).toBeLessThan(inTime);
  });

  test.each([
    ['carriage returns', '\r'.repeat(million)],
    ['quoting', '>'.repeat(2 * million)],
    ['soft line ends', `${'=\t'.repeat(million)}\n`],
    ['line ends', '\n'.repeat(2 * million)],
    ['characters', `${'x'.repeat(99)}\n`.repeat(textLimit / 99)],
  ])('in %s is read in no time, and ends somewhere', async (_, body) => {
    const start = performance.now();
    const { text } = await read(`${head}Content-Transfer-Encoding: quoted-printable\n\n${body}`);
    expect(performance.now() - start).toBeLessThan(inTime);
    expect(text.length).toBeLessThanOrEqual(textLimit);
  });
});

describe('a quote', () => {
  test('17 deep has that level in every style', () => {
    for (const sign of ['>', '> ', '>\u0020'])
      expect(quoteLines(`${sign.repeat(17)}x`)).toEqual([{ level: 17, text: 'x', line: 1 }]);
  });
});

describe('a stream', () => {
  test('of any bytes gives mails or a MailError', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      damaged.map((mail) => Buffer.from(mail, 'latin1')),
      fc.constant(Buffer.from([0x1f, 0x8b, 8])),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        try {
          for await (const raw of readStream(
            pieces.map((p) => Buffer.from(p)),
            'x',
          ))
            await readRaw(raw, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(MailError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
