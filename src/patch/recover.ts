// The diffs of one mail. In: a message; out: one patch for its own text, one for each attachment and for each mail that it
// quotes. What is quoted at one level under one attribution is one patch.

import { parseMailbox } from '../mail/address.ts';
import { type Attribution, attributionsOf } from '../mail/attribution.ts';
import type { Mailbox, Message } from '../mail/message.ts';
import { type QuotedLine, quoteLines } from '../mail/quote.ts';
import { parseSubject } from '../mail/subject.ts';
import type { PatchDamage } from './damage.ts';
import type { RecoveredPatch } from './patch.ts';
import { type ScannedFile, scanFiles } from './scan.ts';
import { readViews, type ViewLine, type Views } from './view.ts';

/**
 * Every diff in a message, own before attached before quoted. Never throws; what could not be read is in `damage`. Series
 * and claims both ask: it is read once.
 */
export function recoverPatches(message: Message): readonly RecoveredPatch[] {
  return readingOf(message).patches;
}

/** The lines of a message's own text that belong to diffs, at whatever level of quoting; 1-based, each once. */
export function diffLines(message: Message): readonly number[] {
  return readingOf(message).lines;
}

/** The lines of a message's own text, without their quoting. */
export function quotedLines(message: Message): readonly QuotedLine[] {
  return readingOf(message).quoted ?? quoteLines(message.text);
}

interface Reading {
  readonly patches: readonly RecoveredPatch[];
  readonly lines: readonly number[];
  /** Where they had to be read anyway. */
  readonly quoted: readonly QuotedLine[] | null;
}

const readings = new WeakMap<Message, Reading>();

function readingOf(message: Message): Reading {
  const known = readings.get(message);
  if (known) return known;
  const lines: number[] = [];
  const views = mayHoldDiff(message.text) ? readViews(message.text) : null;
  const patches = views ? patchesIn(message, message.text, views, null, lines) : [];
  for (const [i, { text }] of message.parts.entries())
    if (mayHoldDiff(text)) patches.push(...patchesIn(message, text, readViews(text), i, []));
  const reading = {
    patches: patches.sort((a, b) => a.level - b.level),
    lines,
    quoted: views?.isPlain ? views.quoted : null,
  };
  readings.set(message, reading);
  return reading;
}

/** A cheap look that never misses one. */
export function mayHoldDiff(text: string): boolean {
  return (
    text.includes('@@ -') ||
    text.includes('diff --') ||
    text.includes('+++ b/') ||
    text.includes('***************') ||
    text.includes(' differ')
  );
}

/** The patches of a text; `taken` gets the lines that they take. */
function patchesIn(
  message: Message,
  text: string,
  { views, quoted }: Views,
  attachment: number | null,
  taken: number[],
): RecoveredPatch[] {
  const { flowed } = message;
  let attributions: readonly Attribution[] | undefined;
  return views.flatMap((view, level) => {
    if (!view?.some(mayBegin)) return [];
    if (level === 0) {
      const files = scanFiles(view, flowed ? { ...flowed, stuffed: isStuffed(view) } : undefined);
      addLines(view, files, taken);
      return files.length === 0 ? [] : [toPatch(message, attachment, 0, files, ownSender(message, text), undefined)];
    }
    attributions ??= attributionsOf(quoted);
    const above = attributions.filter((a) => a.level === level - 1);
    // The blank behind the quoting mark is all the stuffing that a quote needs.
    const sent = flowed ? { ...flowed, stuffed: false } : undefined;
    const breaks = above.filter((a) => a.date !== null).map((a) => a.line);
    const files = scanFiles(view, sent, breaks);
    addLines(view, files, taken);
    return bySource(files, above).map(({ source, files: own }) => {
      const sender = source?.from ?? signer(view, own[0]!.lines[0]);
      return toPatch(message, attachment, level, own, sender, source);
    });
  });
}

/** Both come in the order of the text. */
function addLines(view: readonly ViewLine[], files: readonly ScannedFile[], taken: number[]): void {
  let at = 0;
  for (const { line } of view) {
    while (at < files.length && files[at]!.lines[1] < line) at++;
    if (at === files.length) return;
    if (files[at]!.lines[0] <= line) taken.push(line);
  }
}

function mayBegin({ text }: ViewLine): boolean {
  switch (text.charCodeAt(0)) {
    case 0x40: // @
      return text.startsWith('@@');
    case 0x64: // d
      return text.startsWith('diff --');
    case 0x2d: // -
      return text.startsWith('--- ');
    case 0x2a: // *
      return text.startsWith('***************');
    case 0x42: // B
      return text.startsWith('Binary files ');
    default:
      return false;
  }
}

/** RFC 3676, 4.4: lines that begin with a blank, with `>` or with `From ` get a blank more. Not every mailer does it. */
function isStuffed(view: readonly ViewLine[]): boolean {
  const blank = view.filter(({ text }) => text.charCodeAt(0) === 0x20 && text.length > 1);
  return blank.length > 0 && blank.every(({ text }) => /^ (?: |>|From )/.test(text));
}

interface Quoted {
  readonly source: Attribution | undefined;
  readonly files: ScannedFile[];
}

/** The files under each attribution; both come in the order of the text. */
function bySource(files: readonly ScannedFile[], attributions: readonly Attribution[]): Quoted[] {
  const found: Quoted[] = [];
  let next = 0;
  for (const file of files) {
    while (next < attributions.length && attributions[next]!.line < file.lines[0]) next++;
    const source = attributions[next - 1];
    const last = found.at(-1);
    if (last && last.source === source) last.files.push(file);
    else found.push({ source, files: [file] });
  }
  return found;
}

function toPatch(
  message: Message,
  attachment: number | null,
  level: number,
  files: readonly ScannedFile[],
  from: Mailbox,
  source: Attribution | undefined,
): RecoveredPatch {
  const { title, version, part } = parseSubject(message.subject);
  const damage: PatchDamage[] = [...(level > 0 ? (['quoted'] as const) : []), ...files.flatMap((f) => f.damage)];
  return {
    message: message.index,
    attachment,
    author: from.name,
    from,
    date: level === 0 ? message.date : (source?.date ?? null),
    title,
    version,
    part,
    quoted: level > 0,
    level,
    damage: [...new Set(damage)],
    files: files.map((f) => f.file),
  };
}

/** `From:` as the first line of the body names the author of a patch that someone else sends. */
function ownSender(message: Message, text: string): Mailbox {
  const inBody = /^\s*From: (.+)/.exec(text);
  return inBody ? parseMailbox(inBody[1]!) : message.from;
}

/** The first sign-off above the diff, where no attribution says who is quoted. */
function signer(view: readonly ViewLine[], before: number): Mailbox {
  const line = view.find((l) => l.line < before && /^(?:From|Signed-off-by): \S/.test(l.text));
  return line ? parseMailbox(line.text.replace(/^[\w-]+: /, '')) : { name: '', address: null };
}
