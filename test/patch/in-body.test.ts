import { expect, test } from 'vitest';
import { readThread } from '../../src/mail/read.ts';
import { candidatesOfMails } from '../../src/patch/candidates.ts';
import { patchMails } from '../../src/patch/posting.ts';

const diff = '---\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n ctx\n-old\n+new\n';
const commit = `From: Z <z@x>\nSubject: [PATCH v9] real\n\ntext\n\nSigned-off-by: A <a@x>\n${diff}`;
const head = 'From: A <a@x>\nMessage-ID: <a@x>\nSubject: [PATCH] x\nDate: Thu, 1 May 2020 10:00:00 +0000\n\n';

async function candidateOf(body: string, scissors: boolean) {
  const thread = await readThread(Buffer.from(head + body), 'mail');
  const [candidate] = candidatesOfMails(patchMails(thread), { scissors });
  return { author: candidate!.author, title: candidate!.title };
}

test('headers at the top of a body go before those of the mail, their subject without its prefix', async () => {
  expect(await candidateOf(commit, false)).toEqual({ author: 'Z', title: 'real' });
});

test('headers behind scissors do so if scissors are asked for', async () => {
  const cut = `blah\n-- >8 --\n${commit}`;
  expect(await candidateOf(cut, true)).toEqual({ author: 'Z', title: 'real' });
  expect(await candidateOf(cut, false)).toEqual({ author: 'A', title: 'x' });
});
