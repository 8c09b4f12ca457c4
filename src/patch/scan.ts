// One level of a text: lines in, file patches out. A loop of handlers: the first that knows the line takes it and those
// behind it that belong to it; a line that nobody knows is text and is passed by.

import type { PatchDamage } from './damage.ts';
import { type FileHeader, readFileHeader } from './file-header.ts';
import { type HunkRead, readHunk, type Sent } from './hunk.ts';
import type { FilePatch, Hunk, UnreadHunks } from './patch.ts';
import { treePath } from './path.ts';
import { readUnread } from './unread.ts';
import type { ViewLine } from './view.ts';

export interface ScannedFile {
  readonly file: FilePatch;
  /** 1-based lines in the text, both included. */
  readonly lines: readonly [number, number];
  readonly damage: readonly PatchDamage[];
}

interface Open {
  readonly header: FileHeader | null;
  readonly first: number;
  last: number;
  readonly hunks: Hunk[];
  unread: UnreadHunks | undefined;
  readonly damage: Set<PatchDamage>;
}

/**
 * The file patches in the lines of one level.
 *
 * A hunk without a header of its own belongs to the file before it, unless one of the ascending lines `breaks` stands
 * between them: there another mail begins.
 */
export function scanFiles(view: readonly ViewLine[], sent?: Sent, breaks: readonly number[] = []): ScannedFile[] {
  const files: Open[] = [];
  let next = 0;
  for (let at = 0; at < view.length; ) {
    const text = view[at]!.text;
    if (!mayBegin(text.charCodeAt(0))) {
      at++;
      continue;
    }
    const header = readFileHeader(view, at);
    const hunk = header || text.charCodeAt(0) !== 0x40 ? null : readHunk(view, at, sent);
    const unread = header || hunk ? null : readUnread(view, at);
    const taken = header?.taken ?? hunk?.taken ?? unread?.taken ?? 1;
    const lines: Lines = { first: view[at]!.line, last: view[at + taken - 1]!.line };
    while (next < breaks.length && breaks[next]! < (files.at(-1)?.last ?? 0)) next++;
    const broken = next < breaks.length && breaks[next]! < lines.first;
    if (header) files.push(open(header, lines));
    else if (hunk) addHunk(fileFor(files, lines, broken), hunk, lines.last);
    else if (unread) {
      const file = fileFor(files, lines, broken);
      addUnread(file, unread.form, unread.complete);
      file.last = lines.last;
    }
    at += taken;
  }
  return files.filter(saysSomething).map(close);
}

interface Lines {
  readonly first: number;
  readonly last: number;
}

/** A header or a hunk begins with one of `d I - * B @`. */
function mayBegin(char: number): boolean {
  return char === 0x40 || char === 0x2d || char === 0x64 || char === 0x2a || char === 0x49 || char === 0x42;
}

function open(header: FileHeader | null, { first, last }: Lines): Open {
  return { header, first, last, hunks: [], unread: undefined, damage: new Set(header ? [] : ['file-header-missing']) };
}

function fileFor(files: Open[], lines: Lines, broken: boolean): Open {
  const file = files.at(-1);
  if (file && !broken) return file;
  const fresh = open(null, lines);
  files.push(fresh);
  return fresh;
}

function addHunk(file: Open, { hunk, damage }: HunkRead, last: number): void {
  file.last = last;
  if (isWordDiff(hunk)) {
    file.damage.add('word-diff');
    addUnread(file, 'word', false);
    return;
  }
  for (const d of damage) file.damage.add(d);
  file.hunks.push(hunk);
}

/** `git diff --word-diff`: no line has a sign, and words are marked. */
function isWordDiff(hunk: Hunk): boolean {
  return hunk.lines.every((l) => l.kind === 'context') && hunk.lines.some((l) => /\[-.*-\]|\{\+.*\+\}/.test(l.text));
}

function addUnread(file: Open, form: UnreadHunks['form'], complete: boolean): void {
  const { hunks, complete: whole } = file.unread ?? { hunks: 0, complete: 0 };
  file.unread = { form, hunks: hunks + 1, complete: whole + (complete ? 1 : 0) };
}

/** A header without hunks is a patch only if the header itself changes something, or if it surely is one. */
function saysSomething({ header, hunks, unread }: Open): boolean {
  if (hunks.length > 0 || unread) return true;
  return header !== null && (header.change !== undefined || !!header.mode || header.binary || header.sure);
}

function close({ header, first, last, hunks, unread, damage }: Open): ScannedFile {
  if (header?.form === 'combined' || unread?.form === 'combined') damage.add('combined-diff');
  if (header?.form === 'context' || unread?.form === 'context') damage.add('context-diff');
  if (hunks.length === 0 && !unread && header && !header.change && !header.mode && !header.binary)
    damage.add('hunks-missing');
  let added = 0;
  let deleted = 0;
  for (const { lines } of hunks) {
    for (const { kind } of lines) {
      if (kind === 'added') added++;
      else if (kind === 'removed') deleted++;
    }
  }
  const file: FilePatch = {
    path: header ? treePath(header.before, header.after) : '',
    hunks,
    added,
    deleted,
    ...(header?.change && { change: header.change }),
    ...(header?.previousPath && { previousPath: header.previousPath }),
    ...(header?.mode && { mode: header.mode }),
    ...(header?.binary && { binary: true as const }),
    ...(unread && { unread }),
  };
  return { file, lines: [first, last], damage: [...damage] };
}
