// One level of a text: lines in, file patches out. A loop of handlers: the first that knows the line takes it and those
// behind it that belong to it; a line that nobody knows is text and is passed by.

import type { PatchDamage } from './damage.ts';
import { type FileHeader, readFileHeader } from './file-header.ts';
import { readHunk } from './hunk.ts';
import type { FilePatch, Hunk } from './patch.ts';
import { treePath } from './path.ts';
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
  readonly damage: Set<PatchDamage>;
}

/** The file patches in the lines of one level. */
export function scanFiles(view: readonly ViewLine[]): ScannedFile[] {
  const files: Open[] = [];
  for (let at = 0; at < view.length; ) {
    const header = readFileHeader(view, at);
    const hunk = header ? null : readHunk(view, at);
    const taken = header?.taken ?? hunk?.taken ?? 1;
    const first = view[at]!.line;
    const last = view[at + taken - 1]!.line;
    if (header) {
      files.push({ header, first, last, hunks: [], damage: new Set(header.combined ? ['combined-diff'] : []) });
    } else if (hunk) {
      if (files.length === 0)
        files.push({ header: null, first, last, hunks: [], damage: new Set(['file-header-missing']) });
      const file = files.at(-1)!;
      file.hunks.push(hunk.hunk);
      file.last = last;
      for (const d of hunk.damage) file.damage.add(d);
    }
    at += taken;
  }
  return files.filter(saysSomething).map(close);
}

/** A header without hunks is a patch only if the header itself changes something. */
function saysSomething({ header, hunks }: Open): boolean {
  return (
    hunks.length > 0 ||
    (header !== null && (header.change !== undefined || !!header.mode || header.binary || header.combined))
  );
}

function close({ header, first, last, hunks, damage }: Open): ScannedFile {
  const lines = hunks.flatMap((h) => h.lines);
  const file: FilePatch = {
    path: header ? treePath(header.before, header.after) : '',
    hunks: header?.combined ? [] : hunks,
    added: lines.filter((l) => l.kind === 'added').length,
    deleted: lines.filter((l) => l.kind === 'removed').length,
    ...(header?.change && { change: header.change }),
    ...(header?.previousPath && { previousPath: header.previousPath }),
    ...(header?.mode && { mode: header.mode }),
    ...(header?.binary && { binary: true as const }),
  };
  return { file, lines: [first, last], damage: [...damage] };
}
