// Dates as mails, archives and attribution lines write them. Not a grammar but a hunt for the parts, since every
// writer orders them differently: `Fri, 22 May 2020 13:09:00 -0400`, `Fri May 22 2020 - 13:09:00 EST`,
// `Thu, May 21, 2020 at 10:56:20PM -0700`, `2020-05-21 20:17:50.188773901 -0700`.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Minutes east of Greenwich. Other names are not unique over the world and count as UTC. */
const zones: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
  MET: 60,
  MEST: 120,
  BST: 60,
  JST: 540,
};

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface ZonedDate {
  readonly date: Date;
  /** Minutes east of Greenwich; null if the text names no zone that is known. */
  readonly zone: number | null;
}

/** The moment that a text names; null if it names no valid day. A missing time is midnight, a missing zone UTC. */
export function parseDate(text: string): Date | null {
  return parseZonedDate(text)?.date ?? null;
}

/** The day on the author's own calendar, `2020-05-21`. */
export function localDay(date: Date, zone: number | null): string {
  return new Date(date.getTime() + (zone ?? 0) * 60_000).toISOString().slice(0, 10);
}

/** The moment that a text names, with the zone in which it names it. */
export function parseZonedDate(text: string): ZonedDate | null {
  const trimmed = text.slice(0, 200);
  const time = /(?:^|[^\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?!\d)(?:\s*([AP])M\b)?/i.exec(trimmed);
  const rest = time ? `${trimmed.slice(0, time.index)} ${trimmed.slice(time.index + time[0].length)}` : trimmed;
  const found = isoDay(rest) ?? namedDay(rest);
  if (!found) return null;
  const clock = clockOf(time);
  if (clock === null) return null;
  const { year, month, day } = found;
  const at = new Date(Date.UTC(year, month, day));
  if (at.getUTCMonth() !== month || at.getUTCDate() !== day) return null;
  const zone = zoneOf(time ? trimmed.slice(time.index + time[0].length) : '');
  return { date: new Date(at.getTime() + clock - (zone ?? 0) * 60_000), zone };
}

function isoDay(text: string): Day | null {
  const m = /(?:^|\D)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text);
  return m && valid(Number(m[1]), Number(m[2]) - 1, Number(m[3]));
}

const name = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const dayBefore = new RegExp(`(?:^|[^\\d])(\\d{1,2})[\\s.-]*${name}[\\s,.-]*(\\d{4}|\\d{2})(?!\\d)`, 'i');
const monthBefore = new RegExp(`\\b${name}\\s*(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)\\D*?(\\d{4})(?!\\d)`, 'i');

function namedDay(text: string): Day | null {
  const dayFirst = dayBefore.exec(text);
  if (dayFirst) return valid(yearOf(dayFirst[3]!), monthOf(dayFirst[2]!), Number(dayFirst[1]));
  const monthFirst = monthBefore.exec(text);
  if (monthFirst) return valid(yearOf(monthFirst[3]!), monthOf(monthFirst[1]!), Number(monthFirst[2]));
  return null;
}

function valid(year: number, month: number, day: number): Day | null {
  if (year < 1970 || year > 9999 || month < 0 || month > 11 || day < 1 || day > 31) return null;
  return { year, month, day };
}

function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase());
}

/** Two digits as in RFC 5322, 4.3. */
function yearOf(digits: string): number {
  const n = Number(digits);
  if (digits.length > 2) return n;
  return n < 50 ? 2000 + n : 1900 + n;
}

/** Milliseconds since midnight; null if no clock shows that. */
function clockOf(time: RegExpExecArray | null): number | null {
  if (!time) return 0;
  let hour = Number(time[1]);
  const half = time[4]?.toUpperCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === 'P' ? 12 : 0);
  const minute = Number(time[2]);
  const second = Number(time[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 60) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

function zoneOf(behindTime: string): number | null {
  const m = /^\s*,?\s*(?:([+-])(\d{2}):?(\d{2})(?!\d)|\(?([A-Z]{1,4})\b)/.exec(behindTime);
  if (m?.[1]) {
    const minutes = Number(m[2]) * 60 + Number(m[3]);
    return minutes > 15 * 60 ? null : minutes && (m[1] === '-' ? -minutes : minutes);
  }
  return (m?.[4] !== undefined ? zones[m[4]] : undefined) ?? null;
}
