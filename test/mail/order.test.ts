import { expect, test } from 'vitest';
import { oldestFirst } from '../../src/mail/order.ts';
import { type Sketch, threadOf } from './mails.ts';

const order = async (...mails: Sketch[]) =>
  oldestFirst(await threadOf(...mails)).map((m) => m.messageId!.slice(1).replace(/@.*/, ''));
const date = 'Thu, 21 May 2020 10:00:00 +0000';

test('an answer stands behind what it answers, whatever its date says', async () => {
  expect(
    await order(
      { id: 'answer', answers: 'root', date: 'Thu, 1 Jan 1998 00:00:00 +0000' },
      { id: 'other' },
      { id: 'root' },
    ),
  ).toEqual(['other', 'root', 'answer']);
});

test('parts of one second go by their numbers, other mails by their ids, wherever in the file they stand', async () => {
  const mails = [
    { id: 'z', subject: '[PATCH 1/2] a', date },
    { id: 'y', subject: '[PATCH 2/2] b', date },
    { id: 'x', subject: 'hello', date },
    { id: 'w', subject: '[PATCH 0/2] all', date },
  ];
  expect(await order(...mails)).toEqual(['w', 'x', 'z', 'y']);
  expect(await order(...mails.toReversed())).toEqual(['w', 'x', 'z', 'y']);
});

test('mails that answer one another in a loop are all there, in one order', async () => {
  const mails = [
    { id: 'b', answers: 'a', date },
    { id: 'a', answers: 'c', date },
    { id: 'c', answers: 'b', date },
  ];
  expect(await order(...mails)).toEqual(['a', 'b', 'c']);
  expect(await order(...mails.toReversed())).toEqual(['a', 'b', 'c']);
});
