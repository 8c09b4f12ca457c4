// The lines that name a file before its hunks:
//
//   diff --git a/mm/x.c b/mm/x.c        Index: linux/mm/x.c
//   index 35a8833..05cb4a9b 100644      =======================
//   --- a/mm/x.c                        --- linux.orig/mm/x.c
//   +++ b/mm/x.c                        +++ linux/mm/x.c

import type { FilePatch } from './patch.ts';
import { headerPath, unquotePath, withoutTree } from './path.ts';
import type { ViewLine } from './view.ts';
import { startsFile } from './window.ts';

export interface FileHeader {
  /** Paths as they stand, null for `/dev/null`. */
  readonly before: string | null;
  readonly after: string | null;
  readonly change?: FilePatch['change'];
  readonly previousPath?: string;
  readonly mode?: string;
  readonly binary: boolean;
  /** The diff of a merge (`diff --cc`): its hunks are in another form. */
  readonly combined: boolean;
  readonly taken: number;
}

const extended =
  /^(?:index [0-9a-f,]+\.\.|(?:old|new|deleted file|new file) mode \d|(?:dis)?similarity index \d|(?:rename|copy) (?:from|to) |Binary files .* differ$|GIT binary patch$|mode \d)/;

/** Reads the file header that begins at `view[at]`; null if none does. */
export function readFileHeader(view: readonly ViewLine[], at: number): FileHeader | null {
  const text = view[at]!.text;
  if (/^diff --(?:cc|combined) \S/.test(text)) return readCombined(view, at);
  if (text.startsWith('diff --git ')) return readGit(view, at);
  if (text.startsWith('Index: ') && /^={20,}$/.test(view[at + 1]?.text ?? '')) return readIndex(view, at);
  return startsFile(view, at) ? readUnified(view, at, at) : null;
}

function readUnified(view: readonly ViewLine[], from: number, at: number): FileHeader {
  const before = headerPath(view[at]!.text.slice(4));
  const after = headerPath(view[at + 1]!.text.slice(4));
  const change = before === null ? 'add' : after === null ? 'delete' : undefined;
  return { before, after, ...(change && { change }), binary: false, combined: false, taken: at + 2 - from };
}

/** CVS and quilt: between the ruler and the `---` line stand at most a few lines of the tool. */
function readIndex(view: readonly ViewLine[], from: number): FileHeader {
  for (let at = from + 2; at < Math.min(view.length, from + 8); at++) {
    if (startsFile(view, at)) return readUnified(view, from, at);
    if (!/^(?:RCS file:|retrieving |diff )/.test(view[at]!.text)) break;
  }
  const path = headerPath(view[from]!.text.slice('Index: '.length));
  return { before: path, after: path, binary: false, combined: false, taken: 2 };
}

function readGit(view: readonly ViewLine[], from: number): FileHeader {
  const values = new Map<string, string>();
  let at = from + 1;
  for (; at < view.length && extended.test(view[at]!.text); at++) {
    const line = /^((?:[a-zA-Z]+ )*?(?:from|to|mode|index|files|patch))\b ?(.*)$/.exec(view[at]!.text)!;
    values.set(line[1]!, line[2]!);
  }
  const unified = startsFile(view, at) ? readUnified(view, from, at) : null;
  const [before, after] = unified ? [unified.before, unified.after] : gitPaths(view[from]!.text);
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
    combined: false,
    taken: unified?.taken ?? at - from,
  };
}

function readCombined(view: readonly ViewLine[], from: number): FileHeader {
  const path = withoutTree(view[from]!.text.replace(/^diff --\w+ /, ''));
  return { before: path, after: path, binary: false, combined: true, taken: 1 };
}

/** `diff --git a/x b/x`: where the names hold blanks, the halves are equal behind their prefix. */
function gitPaths(line: string): [string, string] {
  const rest = line.slice('diff --git '.length);
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest);
  if (quoted) return [bare(quoted[1]!), bare(quoted[2]!)];
  const half = (rest.length - 1) / 2;
  return [rest.slice(0, half), rest.slice(half + 1)];
}

function bare(path: string): string {
  const quoted = /^"(.*)"$/.exec(path);
  return quoted ? unquotePath(quoted[1]!) : path;
}
