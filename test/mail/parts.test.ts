import { describe, expect, test } from 'vitest';
import { readMail } from '../../src/mail/mail.ts';
import type { Message } from '../../src/mail/message.ts';

const patch = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';

function mixed(...parts: readonly string[]): Promise<Message> {
  const body = parts.map((part) => `--b\n${part}\n`).join('');
  const head = 'From: a@b.invalid\nSubject: x\nDate: Thu, 21 May 2020 10:00:00 +0000\n';
  return readMail(Buffer.from(`${head}Content-Type: multipart/mixed; boundary="b"\n\n${body}--b--\n`, 'latin1'), 0);
}

const text = 'Content-Type: text/plain\n\nwords';

describe('an attached patch', () => {
  test.each([
    ['text/x-patch', 'attachment', 'a.patch'],
    ['text/x-patch', 'inline', 'a.patch'],
    ['text/x-diff', 'inline', 'a.diff'],
    ['text/plain', 'attachment', 'a.txt'],
    ['application/octet-stream', 'attachment', 'a.patch'],
    ['application/octet-stream', 'inline', 'a.diff'],
    ['application/x-patch', 'attachment', 'a'],
  ])('as %s, %s, is a part, in any encoding', async (type, disposition, name) => {
    const head = `Content-Type: ${type}\nContent-Disposition: ${disposition}; filename="${name}"\n`;
    const encoded = [
      `${head}\n${patch}`,
      `${head}Content-Transfer-Encoding: base64\n\n${btoa(patch)}`,
      `${head}Content-Transfer-Encoding: quoted-printable\n\n${patch.replaceAll('=', '=3D').replace('a/x', 'a/=\nx')}`,
    ];
    for (const part of encoded) {
      const mail = await mixed(text, part);
      expect(mail.text.trim()).toBe('words');
      expect(mail.parts.map((p) => [p.fileName, p.type, p.text.trimEnd()])).toEqual([[name, type, patch.trimEnd()]]);
      expect(mail.damage).toEqual([]);
    }
  });

  test('in a charset of its own is decoded from it', async () => {
    const part =
      'Content-Type: text/x-patch; name="a.patch"; charset=koi8-r\nContent-Disposition: attachment\n\n+\xf0\xd2';
    expect((await mixed(text, part)).parts[0]!.text.trimEnd()).toBe('+\u041f\u0440');
  });

  test('that is the whole mail is its text', async () => {
    const mail = await readMail(Buffer.from(`Content-Type: text/x-patch\n\n${patch}`), 0);
    expect(mail.text).toBe(patch);
  });

  test('as plain text that is shown inline is a piece of the text', async () => {
    const mail = await mixed(text, `Content-Type: text/plain; name="a.patch"\nContent-Disposition: inline\n\n${patch}`);
    expect(mail.text).toContain('words');
    expect(mail.text).toContain(patch.trimEnd());
  });
});

describe('a part that is no text', () => {
  test('is left out: an image, a signature, HTML beside plain text', async () => {
    const mail = await mixed(
      text,
      'Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=',
      'Content-Type: application/pgp-signature; name=signature.asc\n\nx',
      'Content-Type: text/html\nContent-Disposition: attachment; filename=x.html\n\n<p>',
    );
    expect(mail.text.trim()).toBe('words');
    expect(mail.parts).toEqual([]);
  });

  test('alone is named: a mail of HTML only has no text', async () => {
    const mail = await readMail(Buffer.from('From: a\nSubject: x\nContent-Type: text/html\n\n<p>words</p>\n'), 0);
    expect([mail.text, mail.damage]).toEqual(['', ['date-unreadable', 'html-only']]);
  });
});

describe('format=flowed', () => {
  const flowed = 'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=Yes\n\n stuffed \nand \nflowed\n';

  test('leaves the text as it was sent, and is noted', async () => {
    const single = await readMail(Buffer.from(flowed), 0);
    expect([single.text, single.flowed]).toEqual([' stuffed \nand \nflowed\n', { delsp: true }]);
    const mail = await mixed(flowed, 'Content-Type: text/x-patch; name=a.patch\n\n+a');
    expect([mail.text.trimEnd(), mail.flowed]).toEqual([' stuffed \nand \nflowed', { delsp: true }]);
    expect((await mixed(text)).flowed).toBeNull();
  });

  test.each(['format="flowed"', 'FORMAT=Flowed', 'charset=utf-8;\n format=flowed'])(
    'may be written %s',
    async (parameter) => {
      for (const mail of [
        await readMail(Buffer.from(`Content-Type: text/plain; ${parameter}\n\na \nb\n`), 0),
        await mixed(`Content-Type: text/plain; ${parameter}\n\na \nb\n`),
      ])
        expect([mail.text.trimEnd(), mail.flowed]).toEqual(['a \nb', { delsp: false }]);
    },
  );

  test('named in a body is no header', async () => {
    const mail = await mixed('Content-Type: text/plain\n\n-- \nx; format=flowed\nContent-Type: y; format=flowed');
    expect(mail.text).toContain('x; format=flowed\nContent-Type: y; format=flowed');
    expect(mail.flowed).toBeNull();
  });
});

describe('a mail', () => {
  test('with a BOM in front has its headers', async () => {
    expect((await readMail(Buffer.from('\ufeffSubject: x\n\nbody\n'), 0)).subject).toBe('x');
  });

  test('with blank lines in front has its headers', async () => {
    expect((await readMail(Buffer.from('\n\r\nSubject: x\n\nbody\n'), 0)).subject).toBe('x');
  });

  test('with eight-bit headers has them in UTF-8 or else in Latin-1', async () => {
    const subject = async (bytes: string) =>
      (await readMail(Buffer.from(`Subject: ${bytes}\n\n`, 'latin1'), 0)).subject;
    expect(await subject('na\xc3\xafve')).toBe('na\u00efve');
    expect(await subject('na\xefve')).toBe('na\u00efve');
  });

  test('with encoded words has them decoded behind the syntax of its headers', async () => {
    const from = async (value: string) => (await readMail(Buffer.from(`From: ${value}\nSubject: s\n\n`), 0)).from;
    expect(await from('=?utf-8?q?Doe=2C_J=C3=B6rg_=3Cx=3E?= <a@b>')).toEqual({
      name: 'Doe, J\u00f6rg <x>',
      address: 'a@b',
    });
    expect(await from('"=?iso-8859-1?q?J=F6rg?=" <a@b>')).toEqual({ name: 'J\u00f6rg', address: 'a@b' });
    const subject = '=?utf-8?b?w4Q=?= =?utf-8?q?_b?=\n =?utf-8?b?ww==?= =?utf-8?b?hA==?= plain =?x?z?y?=';
    const mail = await readMail(Buffer.from(`Subject: ${subject}\n\n`), 0);
    expect(mail.subject).toBe('\u00c4 b\u00c4 plain =?x?z?y?=');
  });
});
