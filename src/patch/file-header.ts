// The lines that name a file before its hunks:
//
//   diff --git a/mm/x.c b/mm/x.c        Index: linux/mm/x.c
//   index 35a8833..05cb4a9b 100644      =======================
//   --- a/mm/x.c                        --- linux.orig/mm/x.c
//   +++ b/mm/x.c                        +++ linux/mm/x.c

import type { FilePatch } from './patch.ts';
import { headerPath, unquotePath, withoutTree } from './path.ts';
import type { ViewLine } from './view.ts';
import { isHead, isRuler, startsFile } from './window.ts';

export interface FileHeader {
  /** Paths as they stand, null for `/dev/null`. */
  readonly before: string | null;
  readonly after: string | null;
  readonly change?: FilePatch['change'];
  readonly previousPath?: string;
  readonly mode?: string;
  readonly binary: boolean;
  /** In what form its hunks are, if not in the unified one. */
  readonly form: 'unified' | 'combined' | 'context';
  /** Surely a header, even where no hunk is left behind it. */
  readonly sure: boolean;
  readonly taken: number;
}

const extended =
  /^(?:index [0-9a-f,]+\.\.|(?:old|new|deleted file|new file) mode \d|(?:dis)?similarity index \d|(?:rename|copy) (?:from|to) |Binary files .* differ$|GIT binary patch$|mode \d)/;

/** Longer lines name no file. */
const longest = 9000;

/** Reads the file header that begins at `view[at]`; null if none does. */
export function readFileHeader(view: readonly ViewLine[], at: number): FileHeader | null {
  const text = view[at]!.text;
  if (text.length > longest) return null;
  switch (text.charCodeAt(0)) {
    case 0x64: // d
      if (text.startsWith('diff --git ')) return readGit(view, at);
      return /^diff --(?:cc|combined) \S/.test(text) ? readCombined(view, at) : null;
    case 0x49: // I
      return text.startsWith('Index: ') && isRuler(view[at + 1]?.text) ? readIndex(view, at) : null;
    case 0x2d: // -
      return startsFile(view, at) > 0 ? readUnified(view, at, at) : null;
    case 0x2a: // *
      return readContext(view, at);
    case 0x42: // B
      return readBinary(text);
    default:
      return null;
  }
}

function readUnified(view: readonly ViewLine[], from: number, at: number): FileHeader {
  const before = headerPath(view[at]!.text.slice(4));
  const plus = isHead('+++ ', view[at + 1]?.text) ? at + 1 : at + 2;
  const after = headerPath(view[plus]!.text.slice(4));
  const change = before === null ? 'add' : after === null ? 'delete' : undefined;
  const taken = (startsFile(view, at) || 2) + at - from;
  return { before, after, ...(change && { change }), binary: false, form: 'unified', sure: true, taken };
}

/** `--- a/x` and `+++ b/x` of the same file, though no hunk follows. */
function isSurePair(view: readonly ViewLine[], at: number): boolean {
  const [minus, plus] = [view[at]?.text, view[at + 1]?.text];
  if (!isHead('--- ', minus) || !isHead('+++ ', plus)) return false;
  const from = /^--- a\/([^\s/]+\/\S+)$/.exec(minus ?? '');
  return from !== null && plus === `+++ b/${from[1]}`;
}

/** CVS and quilt: between the ruler and the `---` line stand at most a few lines of the tool. */
function readIndex(view: readonly ViewLine[], from: number): FileHeader {
  for (let at = from + 2; at < Math.min(view.length, from + 8); at++) {
    if (startsFile(view, at) > 0) return readUnified(view, from, at);
    if (!/^(?:RCS file:|retrieving |diff )/.test(view[at]!.text)) break;
  }
  const path = headerPath(view[from]!.text.slice('Index: '.length));
  return { before: path, after: path, binary: false, form: 'unified', sure: false, taken: 2 };
}

function readGit(view: readonly ViewLine[], from: number): FileHeader {
  const { names, taken } = namesOf(view, from);
  const values = new Map<string, string>();
  let at = from + taken;
  while (at < view.length) {
    const line = extendedLine(view, at);
    if (line === null || values.has(line.name)) break;
    values.set(line.name, line.value);
    at += line.taken;
  }
  const paired = startsFile(view, at) > 0 || isSurePair(view, at);
  const unified = paired ? readUnified(view, from, at) : null;
  const [before, after] = unified ? [unified.before, unified.after] : gitPaths(names);
  const moved = values.has('rename from') ? 'rename' : values.has('copy from') ? 'copy' : undefined;
  const made = values.has('new file mode') ? 'add' : values.has('deleted file mode') ? 'delete' : undefined;
  const change = moved ?? made ?? unified?.change;
  const mode = values.get('new mode') ?? values.get('new file mode');
  const previous = values.get(`${moved} from`);
  const renamed = values.get(`${moved} to`);
  return {
    before: renamed === undefined ? before : bare(renamed),
    after: renamed === undefined ? after : bare(renamed),
    ...(change && { change }),
    ...(previous !== undefined && { previousPath: bare(previous) }),
    ...(mode && { mode }),
    binary: values.has('Binary files') || values.has('GIT binary patch'),
    form: 'unified',
    sure: unified !== null || values.has('index'),
    taken: unified?.taken ?? at - from,
  };
}

/** `new mode 100755` and its like. Full object names make a line of `index` that mailers break before them and behind. */
function extendedLine(view: readonly ViewLine[], at: number): { name: string; value: string; taken: number } | null {
  const text = view[at]!.text.slice(0, longest);
  const objects = /^[0-9a-f]{7,64}\.\.[0-9a-f]{7,64}(?: \d{6})?$/;
  const mode = (behind: number): number => (/^\d{6}$/.test(view[behind]?.text ?? '') ? 1 : 0);
  if (text === 'index') {
    const value = view[at + 1]?.text ?? '';
    return objects.test(value) ? { name: 'index', value, taken: 2 + mode(at + 2) } : null;
  }
  if (!extended.test(text)) return null;
  const [, name = '', value = ''] = /^((?:[a-zA-Z]+ )*?(?:from|to|mode|index|files|patch))\b ?(.*)$/.exec(text)!;
  return { name, value, taken: name === 'index' ? 1 + mode(at + 1) : 1 };
}

/** What stands behind `diff --git`. A mailer may have broken the line between its two names, or drawn up the next one. */
function namesOf(view: readonly ViewLine[], from: number): { names: string; taken: number } {
  const names = view[from]!.text.slice('diff --git '.length);
  const next = view[from + 1]?.text ?? '';
  if (/^"?a\/\S+$/.test(names) && /^"?b\/\S+$/.test(next)) return { names: `${names} ${next}`, taken: 2 };
  const drawn = / index$/.test(names) && /^[0-9a-f]{7,40}\.\.[0-9a-f]{7,40}(?: \d{6})?$/.test(next);
  return drawn ? { names: names.slice(0, -' index'.length), taken: 2 } : { names, taken: 1 };
}

function readCombined(view: readonly ViewLine[], from: number): FileHeader {
  const path = withoutTree(bare(view[from]!.text.replace(/^diff --\w+ /, '')));
  let at = from + 1;
  while (at < view.length && extended.test(view[at]!.text.slice(0, longest))) at++;
  if (isHead('--- ', view[at]?.text) && isHead('+++ ', view[at + 1]?.text)) at += 2;
  return { before: path, after: path, binary: false, form: 'combined', sure: true, taken: at - from };
}

/** `*** a/x`, `--- b/x` and a row of stars. */
function readContext(view: readonly ViewLine[], at: number): FileHeader | null {
  const [stars, minus, row] = [view[at]!.text, view[at + 1]?.text, view[at + 2]?.text];
  if (!/^\*{3} \S/.test(stars) || !isHead('--- ', minus) || !row?.startsWith('***************')) return null;
  const [before, after] = [headerPath(stars.slice(4)), headerPath(minus!.slice(4))];
  const change = before === null ? 'add' : after === null ? 'delete' : undefined;
  return { before, after, ...(change && { change }), binary: false, form: 'context', sure: true, taken: 2 };
}

/** What diff says of binary files without git. */
function readBinary(text: string): FileHeader | null {
  const names = /^Binary files (\S+) and (\S+) differ$/.exec(text);
  if (!names) return null;
  const [before, after] = [headerPath(names[1]!), headerPath(names[2]!)];
  const change = before === null ? 'add' : after === null ? 'delete' : undefined;
  return { before, after, ...(change && { change }), binary: true, form: 'unified', sure: true, taken: 1 };
}

/** `diff --git a/x b/x`: where the names hold blanks, the halves are equal behind their prefix. */
function gitPaths(names: string): [string, string] {
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(names);
  if (quoted) return [bare(quoted[1]!), bare(quoted[2]!)];
  const half = (names.length - 1) / 2;
  return [names.slice(0, half), names.slice(half + 1)];
}

function bare(path: string): string {
  const quoted = /^"(.*)"$/.exec(path);
  return quoted ? unquotePath(quoted[1]!) : path;
}
