// A text page saved from an HTML archive of a list: one mail between navigation lines. In: the page, out: Message.
//
//   Re: [PATCH] mm: fix it                          subject line, or none
//   [Date Prev][Date Next][Thread Prev]…            navigation, or none
//   From: Rafael Aquini                             header block, or none, with or without a blank line behind
//   Date: Fri May 22 2020 - 13:09:00 EST
//   On Thu, May 21, 2020 at …                       the mail
//   [Index of Archives] [Linux ARM] …               footer of the site, or none

import { parseMailbox } from './address.ts';
import type { MailDamage } from './damage.ts';
import { parseZonedDate } from './date.ts';
import type { Message } from './message.ts';
import { parseSubject } from './subject.ts';
import { oneLine } from './text.ts';

const navigation =
  /^\s*(?:(?:\[(?:date|thread|chronological|subject|author|message|index|more|prev|next|lkml|download)\b[^\]]*\]\s*)+|(?:(?:previous|next) (?:message|in thread|by \w+)|(?:maybe )?in reply to|reply|(?:contemporary )?messages sorted by)\s*:.*)$/i;
const label = /^(from|date|to|cc|subject|message-id|in-reply-to|references|list|newsgroups)\s*:\s*(.*)$/i;
const siteFooter = /^(?:\[index\s*of\s*archives\].*|powered by \S.*|\[(?:home|site home)[^\]]*\].*)$/i;
const listFooter = /^(?:To unsubscribe from this list: send the line|More majordomo info at|_{40,}$)/m;
const attribution = /^On .{6,160}(?:\n.{0,120})?wrote:\s*$/m;

interface Page {
  readonly lines: readonly string[];
  readonly subject: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly navigated: boolean;
  /** Line at which the mail begins. */
  readonly start: number;
}

/** Whether a text without mail headers shows any sign of being an archive's page. */
export function isPage(text: string): boolean {
  const page = openPage(text);
  if (page.labels.size > 0 || page.navigated) return true;
  const subject = parseSubject(page.lines.find((line) => line.trim() !== '') ?? '');
  return subject.reply || subject.isPatch || listFooter.test(text) || attribution.test(text);
}

/** Reads the page as one mail. */
export function readPage(text: string, index: number): Message {
  const page = openPage(text);
  const subject = page.subject || (page.labels.get('subject') ?? '');
  const from = page.labels.get('from') ?? '';
  const written = parseZonedDate(page.labels.get('date') ?? '');
  const damage: MailDamage[] = ['archive-page'];
  if (!written) damage.push('date-unreadable');
  if (from === '') damage.push('from-missing');
  if (subject === '') damage.push('subject-missing');
  return {
    index,
    messageId: id(page.labels.get('message-id')),
    inReplyTo: id(page.labels.get('in-reply-to')),
    references: page.labels.get('references')?.match(/<[^<>\s]+>/g) ?? [],
    subject: oneLine(subject.replace(/^subject:\s*/i, '')),
    from: parseMailbox(from),
    date: written?.date ?? null,
    zone: written?.zone ?? null,
    text: page.lines.slice(page.start, endOfMail(page)).join('\n'),
    flowed: null,
    parts: [],
    damage,
  };
}

function openPage(text: string): Page {
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll('\u00a0', ' ')
    .split('\n');
  let at = skipBlank(lines, 0);
  const top = lines[at] ?? '';
  const labels = new Map<string, string>();
  let navigated = false;
  let subject = '';
  const behind = skipBlank(lines, at + 1);
  if (!isLabel(top) && !navigation.test(top) && (isSubject(top) || startsHead(lines, behind))) {
    subject = top.trim();
    at = behind;
  }
  for (let next = at; next < lines.length; next = skipBlank(lines, at)) {
    const found = label.exec(lines[next]!);
    const adjacent = next === at || labels.size === 0;
    if (found && adjacent && !labels.has(found[1]!.toLowerCase())) {
      labels.set(found[1]!.toLowerCase(), found[2]!.trim());
    } else if (navigation.test(lines[next]!)) navigated = true;
    else break;
    at = next + 1;
  }
  const anchored = labels.size > 0 || navigated || subject !== '';
  return { lines, subject, labels, navigated, start: anchored ? skipBlank(lines, at) : at };
}

/** A subject line gives itself away by its prefix; any other line is one only in front of a header block. */
function isSubject(line: string): boolean {
  const { reply, isPatch } = parseSubject(line);
  return reply || isPatch || /^subject:/i.test(line);
}

function isLabel(line: string): boolean {
  return label.test(line) && !/^subject:/i.test(line);
}

/** `From:` and `Date:` one behind the other, or a line of navigation. */
function startsHead(lines: readonly string[], at: number): boolean {
  if (navigation.test(lines[at] ?? '')) return true;
  return /^from:/i.test(lines[at] ?? '') && label.test(lines[at + 1] ?? '');
}

function endOfMail(page: Page): number {
  let end = skipBlankBack(page.lines, page.lines.length, page.start);
  for (let at = end; at > page.start && siteLine(page.lines[at - 1]!); ) {
    at = skipBlankBack(page.lines, at - 1, page.start);
    end = at;
  }
  return end;
}

function siteLine(line: string): boolean {
  return siteFooter.test(line.trim()) || navigation.test(line);
}

function skipBlank(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && lines[at]!.trim() === '') at++;
  return at;
}

function skipBlankBack(lines: readonly string[], from: number, floor: number): number {
  let at = from;
  while (at > floor && lines[at - 1]!.trim() === '') at--;
  return at;
}

function id(value: string | undefined): string | null {
  return /<[^<>\s]+>/.exec(value ?? '')?.[0] ?? null;
}
