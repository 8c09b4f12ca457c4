import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readHead } from '../../src/mail/headers.ts';
import { decodePlain, needsMime } from '../../src/mail/mail.ts';
import { splitMbox } from '../../src/mail/mbox.ts';
import { decodeWithMailparser } from '../../src/mail/mime.ts';
import { bytesOf, mboxOf } from './mails.ts';

async function bothWays(mbox: Uint8Array): Promise<number> {
  let compared = 0;
  for (const mail of splitMbox(mbox)) {
    const head = readHead(mail);
    if (needsMime(head)) continue;
    expect(await decodeWithMailparser(mail, head)).toEqual(decodePlain(mail, head));
    compared++;
  }
  return compared;
}

describe('a plain mail', () => {
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

  const sample = '../shared/corpus/mail-sample.mbox';
  test.runIf(existsSync(sample))('of a real archive is the same with and without mailparser', async () => {
    expect(await bothWays(readFileSync(sample))).toBeGreaterThan(100);
  });
});
