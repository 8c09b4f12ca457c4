// What was understood of mails as a person reads it: one block a thread. Everything that comes from a mail is escaped.

import { unreachable } from '../base/unreachable.ts';
import type { Withdrawal } from '../claim/withdrawn.ts';
import type { ThreadNode, ThreadNote } from '../mail/threading.ts';
import type { QuotedHunk } from '../patch/compare.ts';
import type { FilePatch } from '../patch/patch.ts';
import type { Series, SeriesPart } from '../patch/series.ts';
import { escapeLine } from './escape.ts';
import { type Paint, painter } from './paint.ts';
import type { ParsedDiff, ParsedThread } from './parse.ts';
import { hunkCounts, mailboxText } from './parse-record.ts';
import { count, dateText } from './words.ts';
import { pad, widthOf, wrap } from './wrap.ts';

export interface ParseTextOptions {
  /** Of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

interface Page extends ParsedThread {
  readonly width: number;
  readonly paint: Paint;
}

/** Deeper answers are not indented further. */
const DEEPEST = 10;
const NUMBER = 5;
const NAME = 20;

/** One thread as a person reads it, with an empty line behind. */
export function parseText(parsed: ParsedThread, options: ParseTextOptions): string {
  const width = Math.max(60, Math.min(options.width, 120));
  const page: Page = { ...parsed, width, paint: painter(options.color) };
  const lines = [
    ...head(page),
    ...page.thread.nodes.flatMap((node) => nodeLines(page, node)),
    ...page.series.flatMap((s) => seriesLines(page, s)),
    ...candidateLines(page),
    ...page.withdrawals.flatMap((w) => withdrawalLines(page, w)),
    ...page.thread.notes.flatMap((note) => hanging('  ', `note: ${noteText(note)}`, width)),
  ];
  return `${lines.map((l) => l.trimEnd()).join('\n')}\n\n`;
}

function head({ thread, width, withdrawn, paint }: Page): string[] {
  const subject = wrap(escapeLine(thread.subject) || '(no subject)', width, 4, true);
  const state = withdrawn ? ', withdrawn by its author' : '';
  return [...subject, paint.dim(`  ${count(thread.messages.length, 'message')}${state}`)];
}

/** `   3    Re: [PATCH] mm: fix x              Hugh Dickins`, and the diffs of the message below. */
function nodeLines(page: Page, { message, messageId, depth }: ThreadNode): string[] {
  const { thread, diffs, width, paint } = page;
  const indent = '  '.repeat(Math.min(depth, DEEPEST));
  if (message === null)
    return [paint.dim(cut(`${' '.repeat(NUMBER)}${indent}not there: ${escapeLine(messageId!)}`, width))];
  const m = thread.messages[message]!;
  const subject = cut(indent + (escapeLine(m.subject) || '(no subject)'), width - NUMBER - NAME - 14);
  const day = m.date ? dateText(m.date).replace(/ UTC$/, '') : 'no date';
  const row = pad(`${String(message).padStart(NUMBER - 2)}  ${subject}`, width - NAME - 13);
  const name = cut(escapeLine(m.from.name) || '(no sender)', NAME);
  const damage =
    m.damage.length > 0 ? hanging(`${' '.repeat(NUMBER)}${indent}  `, `mail: ${m.damage.join(', ')}`, width) : [];
  return [`${row} ${pad(name, NAME)} ${day}`, ...damage, ...diffs[message]!.flatMap((d) => diffLines(page, d, indent))];
}

function diffLines({ width, paint }: Page, { patch, where, quotes }: ParsedDiff, indent: string): string[] {
  const margin = `${' '.repeat(NUMBER)}${indent}  `;
  const quoted = where === 'quoted' ? `${'>'.repeat(Math.min(patch.level, 8))} ` : '';
  const files = patch.files.map((f) =>
    cut(`${margin}${quoted}${fileText(f)}${where === 'attachment' ? ', attached' : ''}`, width),
  );
  const damage = patch.damage.filter((d) => d !== 'quoted');
  const notes = [
    ...new Set(patch.files.flatMap((f) => f.hunks.flatMap((h) => quoteText(quotes.get(h))))),
    ...(damage.length > 0 ? [`damage: ${damage.join(', ')}`] : []),
  ];
  const text = notes.length > 0 ? hanging(`${margin}${quoted}`, notes.join('; '), width) : [];
  return [...files, ...text.map(paint.dim)];
}

function quoteText(quote: QuotedHunk | undefined): string[] {
  if (!quote?.original) return [];
  const { message } = quote.original.patch;
  return [`${quote.is === 'same' ? 'as in' : quote.is === 'cut' ? 'cut from' : 'not as in'} ${message}`];
}

function fileText(file: FilePatch): string {
  const { hunks, complete } = hunkCounts(file);
  const whole = complete === hunks ? count(hunks, 'hunk') : `${complete} of ${count(hunks, 'hunk')} whole`;
  const how = [
    file.change,
    file.binary && 'binary',
    file.mode && `mode ${file.mode}`,
    file.unread && `${file.unread.form}, not read`,
  ];
  return [
    `${escapeLine(file.path) || '(no file name)'}  +${file.added} -${file.deleted}  ${whole}`,
    ...how.filter((h) => typeof h === 'string'),
  ].join(', ');
}

function seriesLines(page: Page, series: Series): string[] {
  const { width, paint } = page;
  const { id, count: all, parts, missing, cover, keeps, repeated } = series;
  const kind = [series.isRfc && 'RFC', series.isResend && 'resent'].filter(Boolean).join(' ');
  const state = series.isComplete
    ? paint.good('complete')
    : missing.length > 0
      ? paint.bad(`missing ${ranges(missing)}`)
      : paint.bad('broken');
  const title = cut(escapeLine(series.title), width - 24);
  const lines = ['', `series ${id}  ${title}`, `  ${kind ? `${kind}, ` : ''}${parts.length} of ${all}, ${state}`];
  lines.push(
    ...hanging(
      '  ',
      `messages ${ranges(series.messages)}${cover === null ? '' : `, cover ${cover}`}${keeps ? `, the rest from ${keeps}` : ''}${repeated.length > 0 ? `, sent again ${ranges(repeated)}` : ''}`,
      width,
    ),
  );
  lines.push(...parts.flatMap((part) => partLines(page, part, all)));
  for (const doubt of series.doubts) lines.push(...hanging('  ', `doubt: ${escapeLine(doubt.text)}`, width));
  return lines;
}

function partLines({ width, paint }: Page, part: SeriesPart, all: number): string[] {
  const place = `  message ${part.message}${part.isKept ? ', kept' : ''}`;
  const title = cut(`  ${part.number}/${all}  ${escapeLine(part.title)}`, width - widthOf(place));
  const trailers = part.trailers.map(({ name, value, source, message }) => {
    const from =
      source === 'commit' ? '' : `  (message ${message}${source === 'answer' ? '' : ', in the name of another'})`;
    return paint.dim(`${cut(`       ${name}: ${escapeLine(value)}`, width - from.length)}${from}`);
  });
  return [`${title}${place}`, ...trailers];
}

function candidateLines({ candidates, width }: Page): string[] {
  const lines = candidates.map((c) => {
    const place = `  message ${ranges([...new Set(c.parts.map((p) => p.message))])}`;
    return cut(`candidate ${c.id}  by ${escapeLine(c.author) || '(nobody named)'}${place}`, width);
  });
  return lines.length > 0 ? ['', ...lines] : [];
}

function withdrawalLines({ width, paint }: Page, { kind, by, role, message, line, text, about }: Withdrawal): string[] {
  const who = role === 'author' ? 'its author' : role === 'other' ? 'another' : 'who wrote it or not is unknown';
  const of = about === null ? '' : ` of ${about}`;
  const said = `${kind}${of}: "${escapeLine(text)}", ${escapeLine(mailboxText(by))} (${who}), message ${message}, line ${line}`;
  return wrap(said, width, 4, true).map(paint.bad);
}

function noteText(note: ThreadNote): string {
  switch (note.kind) {
    case 'copies':
      return `message ${note.message} came ${count(note.count, 'time')} more${note.ids.length > 0 ? `, also as ${note.ids.map(escapeLine).join(', ')}` : ''}`;
    case 'id-reused':
      return `other mails have the Message-ID of message ${note.message} and say other things`;
    case 'loop':
      return `message ${note.message} answers itself through others: taken as the beginning`;
    case 'by-subject':
      return `message ${note.message} was placed by its subject alone`;
    default:
      return unreachable(note);
  }
}

/** Lines that all begin with the same margin. */
function hanging(margin: string, text: string, width: number): string[] {
  return wrap(text, Math.max(20, width - margin.length), 2, true).map((line) => margin + line);
}

/** `0, 3-5`. */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && n <= last[1] + 1) last[1] = n;
    else runs.push([n, n]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(', ');
}

/** At most so many columns; `…` where something went. */
function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const room = Math.max(1, width - 1);
  let kept = '';
  let used = 0;
  for (const c of text) {
    used += widthOf(c);
    if (used > room) break;
    kept += c;
  }
  return `${kept}…`;
}
