import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MailError } from '../../src/mail/error.ts';
import { readThread } from '../../src/mail/read.ts';
import { bytesOf, mboxOf, threadOf } from './mails.ts';

const fixture = (name: string) => readFileSync(`fixtures/threads/${name}`);

describe('a saved page of an archive', () => {
  test('has subject, sender and date though nothing separates them from the text', async () => {
    const thread = await readThread(fixture('2020-swapin-livelock.txt'), 'page');
    const [mail] = thread.messages;
    expect(thread.subject).toBe('Re: [PATCH mmotm] mm/swap: fix livelock in __read_swap_cache_async()');
    expect(mail!.from).toEqual({ name: 'Rafael Aquini', address: null });
    expect(mail!.date!.toISOString()).toBe('2020-05-22T18:09:00.000Z');
    expect(mail!.text.split('\n')[0]).toBe('On Thu, May 21, 2020 at 10:56:20PM -0700, Hugh Dickins wrote:');
    expect(mail!.text.endsWith('Acked-by: Rafael Aquini <aquini@xxxxxxxxxx>')).toBe(true);
  });

  test('loses its navigation and the footer of the site, and keeps the mail between', async () => {
    const page = [
      'Re: [PATCH 2/2] mm: fix it',
      '',
      '[Date Prev][Date Next][Thread Prev][Thread Next]',
      '',
      '\u00a0',
      '',
      'On Tue, X wrote:',
      '> why',
      'because',
      '',
      '[Index\u00a0of\u00a0Archives] [Linux ARM]',
      '',
      'Powered by Linux',
    ];
    const { messages } = await readThread(bytesOf(page.join('\n')), 'page');
    expect(messages[0]!.text).toBe('On Tue, X wrote:\n> why\nbecause');
    expect(messages[0]!.damage).toEqual(['archive-page', 'date-unreadable', 'from-missing']);
  });

  test('in bytes that are no UTF-8 says that its charset was guessed', async () => {
    const { messages } = await readThread(Buffer.from('Re: [PATCH] x\n\nFrom: Ann\nna\xefve\n', 'latin1'), 'page');
    expect(messages[0]).toMatchObject({ text: 'na\u00efve' });
    expect(messages[0]!.damage).toContain('charset-guessed');
  });

  test('needs no subject line if a list footer gives it away', async () => {
    const { subject, messages } = await readThread(
      bytesOf('I first tried the other one.\n> > and then\n-\nTo unsubscribe from this list: send the line "x" in\n'),
      'page',
    );
    expect(subject).toBe('');
    expect(messages[0]!.text.split('\n')[0]).toBe('I first tried the other one.');
  });

  test('with a subject that looks like a header is no mail with headers', async () => {
    const page = 'mm: fix it\n\nFrom: Ann Author\nDate: Fri May 22 2020 - 13:09:00 EST\n\n\nbody\n';
    const { subject, messages } = await readThread(bytesOf(page), 'page');
    expect(subject).toBe('mm: fix it');
    expect(messages[0]!.text).toBe('body');
  });
});

describe('an mbox', () => {
  test('of the same mail as the page says the same', async () => {
    const page = (await readThread(fixture('2020-swapin-livelock.txt'), 'page')).messages[0]!;
    const mbox = (await readThread(fixture('2020-swapin-livelock.mbox'), 'mbox')).messages[0]!;
    const squeeze = (text: string) => text.replace(/\s+/g, '');
    expect(squeeze(mbox.text)).toBe(squeeze(page.text));
    expect(mbox.subject).toBe(page.subject);
    expect(mbox.inReplyTo).toBe('<alpine.LSU.2.11.2005212246080.8458@eggly.anvils>');
    expect(mbox.damage).toEqual([]);
  });

  test('gzipped is the same thread', async () => {
    const plain = fixture('2020-swapin-livelock.mbox');
    expect(await readThread(gzipSync(plain), 'a')).toEqual(await readThread(plain, 'a'));
  });

  test('separates no prose that begins with From', async () => {
    const thread = await threadOf({ text: 'x\n\nFrom what I see\nit works' }, { text: 'two' });
    expect(thread.messages.map((m) => m.text.trim())).toEqual(['x\n\nFrom what I see\nit works', 'two']);
    const raw = 'From a@b Thu May 21 22:56:20 2020\nSubject: s\n\nx\n\nFrom what I see\nit works\n';
    expect((await readThread(bytesOf(raw), 'mboxo')).messages).toHaveLength(1);
  });

  test('separates only behind a blank line', async () => {
    const line = 'From a@b Thu May 21 22:56:20 2020';
    const { messages } = await readThread(bytesOf(`${line}\nSubject: s\n\nit printed\n${line}\nthen\n`), 'mboxo');
    expect(messages.map((m) => m.text)).toEqual([`it printed\n${line}\nthen\n`]);
  });

  test('with a true Content-Length may hold separators in its text', async () => {
    const body = 'x\n\nFrom a@b Thu May 21 22:56:20 2020\nFrom: y\n\n>From z\n';
    const mail = (n: string) =>
      `From a@b Thu May 21 22:56:20 2020\nSubject: ${n}\nContent-Length: ${body.length}\n\n${body}\n`;
    const { messages } = await readThread(bytesOf(mail('one') + mail('two')), 'mboxcl2');
    expect(messages.map((m) => m.subject)).toEqual(['one', 'two']);
    expect(messages[0]!.text).toBe(body);
  });

  test('gives back every text that was put in', async () => {
    const line = fc.oneof(
      fc.constantFrom('', 'From me', '>From you', '> quoted', 'From a@b Thu May 21 22:56:20 2020'),
      fc.string(),
    );
    const body = fc.array(
      line.map((l) => l.replace(/[\r\n\ufffd]/g, '')),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 4 }), async (bodies) => {
        const texts = bodies.map((lines) => lines.join('\n'));
        const thread = await threadOf(...texts.map((text) => ({ text })));
        expect(thread.messages.map((m) => m.text.replace(/\n+$/, ''))).toEqual(texts.map((t) => t.replace(/\n+$/, '')));
      }),
    );
  });

  test('delivered twice holds each mail once', async () => {
    const thread = await threadOf({ id: 'a', text: 'same' }, { id: 'a', text: 'same' }, { id: 'a', text: 'other' });
    expect(thread.messages.map((m) => m.text.trim())).toEqual(['same', 'other']);
  });
});

describe('a mail', () => {
  test('with a bad date has none', async () => {
    const { messages } = await threadOf({ date: 'sometime soon' });
    expect(messages[0]!.date).toBeNull();
    expect(messages[0]!.damage).toEqual(['date-unreadable']);
  });

  test('in MIME is decoded: charset, encoding, words, attached patches', async () => {
    const raw = [
      'From: =?utf-8?q?J=C3=B6rg?= <j@example.invalid>',
      'Subject: =?iso-8859-1?q?[PATCH]_f=FCr?=',
      'MIME-Version: 1.0',
      'Message-ID: <1@example.invalid>',
      'Date: Thu, 21 May 2020 10:00:00 +0200',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=iso-8859-1; format=flowed',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'na=EFve=20',
      'text',
      '--b',
      'Content-Type: text/x-patch; name="0001.patch"',
      'Content-Disposition: attachment; filename="0001.patch"',
      'Content-Transfer-Encoding: base64',
      '',
      btoa('--- a/x\n+++ b/x\n'),
      '--b--',
      '',
    ];
    const mail = (await readThread(bytesOf(raw.join('\r\n')), 'm')).messages[0]!;
    expect(mail.from).toEqual({ name: 'J\u00f6rg', address: 'j@example.invalid' });
    expect(mail.subject).toBe('[PATCH] f\u00fcr');
    expect(mail.text.trimEnd()).toBe('na\u00efve \ntext');
    expect(mail.parts).toEqual([{ fileName: '0001.patch', type: 'text/x-patch', text: '--- a/x\n+++ b/x\n' }]);
    expect(mail.damage).toEqual(['format-flowed']);
  });
});

describe('what is no mail', () => {
  const cases: [string, Uint8Array, string][] = [
    ['an empty file', new Uint8Array(), 'it is empty'],
    ['white space', bytesOf(' \n\n'), 'it holds nothing but white space'],
    ['a binary file', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), 'it is binary (ELF)'],
    ['bytes with NULs', new Uint8Array([104, 105, 0, 0, 10]), 'it is binary (it has NUL bytes)'],
    ['an HTML page', bytesOf('<!DOCTYPE html>\n<p>x'), 'it is an HTML page'],
    ['prose', bytesOf('# Shopping\n\n- milk\n- eggs\n'), 'it is text, but no mail'],
    ['a program', bytesOf('#include <stdio.h>\nint main(void)\n{\n}\n'), 'it is text, but no mail'],
    ['a bare diff', bytesOf('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'), 'it is a bare diff'],
    ['a cut gzip file', gzipSync(bytesOf(mboxOf([{}]))).subarray(0, 30), 'its gzip data is damaged'],
  ];
  test.each(cases)('%s is refused by name, and what was found is said', async (_, bytes, found) => {
    const error = await readThread(bytes, 'x.mbox').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MailError);
    expect((error as Error).message).toContain(`Cannot read x.mbox: ${found}`);
  });

  test('never breaks the reader: any bytes give a thread or a MailError', async () => {
    const seed = fixture('2020-swapin-livelock.mbox');
    const mutated = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 30 }).map((changes) => {
      const bytes = new Uint8Array(seed);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
    const cut = fc.tuple(mutated, fc.nat(seed.length)).map(([b, n]) => b.subarray(0, n));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated, cut), async (bytes) => {
        await readThread(bytes, 'x').catch((e: unknown) => {
          if (!(e instanceof MailError)) throw e;
        });
      }),
    );
  });
});
