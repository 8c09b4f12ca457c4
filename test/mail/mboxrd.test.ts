import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitMbox } from '../../src/mail/mbox.ts';
import { toMboxrd } from '../../src/mail/mboxrd.ts';

const text = async (bytes: Buffer): Promise<string[]> => {
  const mails: string[] = [];
  for await (const mail of splitMbox([bytes])) mails.push(mail.bytes.toString('latin1'));
  return mails;
};

test('what looks like a separator in a mail is none when it is read back', async () => {
  const mail = 'Subject: a\n\nFrom here on\n>From there\n\nFrom x Thu Jan  1 00:00:00 1970\nb\n';
  expect(await text(toMboxrd([Buffer.from(mail), Buffer.from('Subject: b\n\nc')]))).toEqual([
    mail,
    'Subject: b\n\nc\n',
  ]);
});

test('any mails are read back as they were', async () => {
  const line = fc.oneof(
    fc.constantFrom('From a Thu Jan  1 00:00:00 1970', '>From b', '>>From c', '', 'From:', '\u00ff'),
    fc.string({ maxLength: 20 }).map((s) => s.replace(/[\r\n]/g, '')),
  );
  const mail = fc
    .array(line, { maxLength: 8 })
    .map((lines) => ['Subject: x', '', ...lines, 'end'].join('\n').concat('\n'));
  await fc.assert(
    fc.asyncProperty(fc.array(mail, { minLength: 1, maxLength: 4 }), async (mails) => {
      expect(await text(toMboxrd(mails.map((m) => Buffer.from(m, 'latin1'))))).toEqual(
        mails.map((m) => Buffer.from(m, 'latin1').toString('latin1')),
      );
    }),
  );
});
