import { existsSync, readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { first, readHead } from '../../src/mail/headers.ts';
import { type Decoded, decodePlain, fromOf, hasParts, subjectOf } from '../../src/mail/mail.ts';
import { splitMbox } from '../../src/mail/mbox.ts';
import { decodeWithMailparser } from '../../src/mail/mime.ts';
import { decodeSigned } from '../../src/mail/signed.ts';
import { bytesOf, mboxOf } from './mails.ts';

/** mailparser does not say when it guesses a charset. */
function withoutCharset(decoded: Decoded): Decoded {
  return { ...decoded, damage: decoded.damage.filter((kind) => !kind.startsWith('charset-')) };
}

/** Decodes every mail of one text in both ways. */
async function bothWays(mbox: Uint8Array): Promise<number> {
  let compared = 0;
  for await (const { bytes: mail } of splitMbox([Buffer.from(mbox)])) {
    const head = readHead(mail);
    if (hasParts(head)) continue;
    expect(withoutCharset(await decodeWithMailparser(mail, head))).toEqual(withoutCharset(decodePlain(mail, head)));
    compared++;
  }
  return compared;
}

describe('a mail of one text', () => {
  test('is the same with and without mailparser', async () => {
    const texts = [
      '',
      'one line',
      '\n\nblank lines around\n\n\n',
      ' \tindented \n-- \nsignature',
      '> quoted\nna\u00efve \u2026',
    ];
    const mbox = bytesOf(mboxOf(texts.map((text) => ({ text, from: '"Author, Ann" <ann@example.invalid>' }))));
    expect(await bothWays(mbox)).toBe(texts.length);
    expect(await bothWays(readFileSync('fixtures/threads/2020-swapin-livelock.mbox'))).toBe(1);
  });

  test.each([
    ['iso-8859-1', 'quoted-printable', 'na=EFve =3D=20\nlong =\nline\n'],
    ['iso-8859-2', 'base64', 'so7+Cg==\n'],
    ['koi8-r', '8bit', '\xf0\xd2\xc9\xd7\xc5\xd4\n'],
    ['gb2312', '8bit', '\xc4\xe3\xba\xc3\n'],
    ['iso-2022-jp', '7bit', '\x1b$B%F%9%H\x1b(B\n'],
    ['windows-1251', '8bit', '\xcf\xf0\xe8\xe2\xe5\xf2\n'],
    ['euc-kr', '8bit', '\xbe\xc8\xb3\xe7\n'],
    ['utf-8', 'base64', `${btoa('a\r\nb\n')}\n`],
  ])('in %s and %s, too', async (charset, encoding, body) => {
    const head = `Subject: x\nContent-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: ${encoding}\n\n`;
    const mbox = Buffer.from(`From a@b Thu May 21 22:56:20 2020\n${head}${body}`, 'latin1');
    expect(await bothWays(mbox)).toBe(1);
  });

  const sample = '../shared/corpus/mail-sample.mbox';
  test.runIf(existsSync(sample))('of a real archive is the same with and without mailparser', async () => {
    expect(await bothWays(readFileSync(sample))).toBeGreaterThan(200);
  });

  test.runIf(existsSync(sample))('of a real archive has the same subject and sender', async () => {
    for await (const { bytes } of splitMbox([readFileSync(sample)])) {
      const head = readHead(bytes);
      if (!/=\?/.test(first(head, 'subject') + first(head, 'from'))) continue;
      const mail = await simpleParser(Buffer.from(bytes));
      expect(subjectOf(head)).toBe(mail.subject?.replace(/\s+/g, ' ').trim());
      expect(fromOf(head)).toEqual(
        mail.from?.value[0] && { name: mail.from.value[0].name, address: mail.from.value[0].address },
      );
    }
  });
});

describe('a mail of one text and its signature', () => {
  const sign = '--b0\nContent-Type: application/pgp-signature; name="signature.asc"\n\niQEz\n';
  const signed = (part: string, more = sign, end = '--b0--\n'): Buffer =>
    Buffer.from(
      `Content-Type: multipart/signed; boundary="b0"; micalg=pgp-sha256\nSubject: x\n\n--b0\n${part}\n${more}${end}`,
    );
  const plain = 'Content-Type: text/plain; charset=us-ascii\n';

  test.each([
    ['plain', `${plain}\none\n two \n-- \nAnn\n`],
    ['without a type', 'Content-Language: en\n\none\n\n'],
    ['inline, as mutt sends it', `${plain}Content-Disposition: inline\n\n\none\n`],
    ['quoted-printable', `${plain}Content-Transfer-Encoding: quoted-printable\n\na =3D b=\nc\n`],
    ['in UTF-8', 'Content-Type: text/plain; charset=utf-8\n\nna\u00efve\n'],
    ['that ends in CRLF', `${plain}\r\none\r\ntwo\r`],
  ])('%s is the same with and without mailparser', async (_, part) => {
    const mail = signed(part);
    const read = decodeSigned(mail, readHead(mail));
    expect(read).not.toBeNull();
    expect(read).toEqual(await decodeWithMailparser(mail, readHead(mail)));
  });

  test.each([
    ['a patch attached', signed(`${plain}\none`, '--b0\nContent-Type: text/x-patch\n\n+x\n')],
    ['two texts', signed(`${plain}\none`, `--b0\n${plain}\ntwo\n`)],
    ['parts in parts', signed('Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\none\n--b1--')],
    ['HTML', signed('Content-Type: text/html\n\n<p>one')],
    ['a name', signed('Content-Type: text/plain; name=x.patch\n\none')],
    ['flowed text', signed('Content-Type: text/plain; format=flowed\n\none')],
    [
      'bytes that are no UTF-8',
      Buffer.from(signed(`${plain}\nna\u00efve`).toString('latin1').replace('\u00c3', ''), 'latin1'),
    ],
    ['nothing in it', signed(`${plain}\n`)],
    ['no end', signed(`${plain}\none`, sign, '')],
    ['something behind its end', signed(`${plain}\none`, sign, '--b0--\nunsubscribe')],
    ['a line that is nearly a boundary', signed(`${plain}\n--b0x\none`)],
    ['a BOM', signed(`${plain}\n\ufeffone`)],
    ['no headers', signed('\nText: one\n\ntwo')],
  ])('with %s is left to mailparser', (_, mail) => {
    expect(decodeSigned(mail, readHead(mail))).toBeNull();
  });
});
