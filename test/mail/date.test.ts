import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDay, parseDate, parseZonedDate } from '../../src/mail/date.ts';

describe('a date', () => {
  test.each([
    ['Fri, 22 May 2020 13:09:00 -0400', '2020-05-22T17:09:00.000Z'],
    ['Fri May 22 2020 - 13:09:00 EST', '2020-05-22T18:09:00.000Z'],
    ['Thu, May 21, 2020 at 10:56:20PM -0700', '2020-05-22T05:56:20.000Z'],
    ['Thu, 30 Apr 2009 16:16:27 +0900', '2009-04-30T07:16:27.000Z'],
    ['2020-05-21 20:17:50.188773901 -0700', '2020-05-22T03:17:50.000Z'],
    ['Thu Jan  1 00:00:00 1970', '1970-01-01T00:00:00.000Z'],
    ['22 May 01 12:00 GMT', '2001-05-22T12:00:00.000Z'],
    ['Thu, 21 May 2020 12:00:00 -0700 (PDT)', '2020-05-21T19:00:00.000Z'],
  ])('%s is %s', (text, iso) => expect(parseDate(text)?.toISOString()).toBe(iso));

  test.each(['', 'now', 'Fri, 31 Feb 2020 10:00:00 +0000', '22 May 2020 25:00:00', 'May 2020', '99999999999'])(
    'that cannot be, %j, is null',
    (text) => expect(parseDate(text)).toBeNull(),
  );

  test.each([
    ['Thu, May 21, 2020 at 10:56:20PM -0700', -420, '2020-05-21'],
    ['Fri, 22 May 2020 05:56:20 +0000', 0, '2020-05-22'],
    ['Fri, 22 May 2020 05:56:20 -0000', 0, '2020-05-22'],
    ['Thu, 21 May 2020 22:56:20 -0700 (PDT)', -420, '2020-05-21'],
    ['Fri May 22 2020 - 13:09:00 EST', -300, '2020-05-22'],
    ['Fri, 22 May 2020 11:26:20 +0530', 330, '2020-05-22'],
    ['22 May 2020 05:56', null, '2020-05-22'],
    ['22 May 2020 05:56 XYZ', null, '2020-05-22'],
    ['22 May 2020 05:56 +9999', null, '2020-05-22'],
  ])('%s keeps the zone of its author, and so his day', (text, zone, day) => {
    const read = parseZonedDate(text)!;
    expect(read.zone).toBe(zone);
    expect(localDay(read.date, read.zone)).toBe(day);
  });

  test('as a mail program prints it reads back, in any zone', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: -12 * 60, max: 14 * 60 }), (at, zone) => {
        const seconds = Math.floor(at.getTime() / 1000) * 1000;
        const local = new Date(seconds + zone * 60_000).toUTCString().replace('GMT', '');
        if (/19[0-6]\d/.test(local)) return;
        const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
        const offset = `${zone < 0 ? '-' : '+'}${two(Math.abs(zone) / 60)}${two(Math.abs(zone) % 60)}`;
        expect(parseDate(local + offset)?.getTime()).toBe(seconds);
      }),
    );
  });
});
