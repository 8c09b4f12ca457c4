// What was understood of mails as JSON, schema patchcheck.parse/1 (docs/schema/parse-1.json). Fields may be added, never
// taken away.

import type { Message } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import type { Candidate } from '../patch/candidates.ts';
import type { QuotedHunk } from '../patch/compare.ts';
import type { FilePatch, Hunk } from '../patch/patch.ts';
import type { Series, SeriesPart } from '../patch/series.ts';
import type { ParsedDiff, ParsedThread } from './parse.ts';
import { hunkCounts } from './parse-record.ts';

/** What was read from one input, and what was not. */
export interface ParsedInput {
  readonly path: string;
  readonly mails: number;
  /** Removals in a public-inbox. */
  readonly removed: number;
  /** Mails that a public-inbox names and does not have. */
  readonly missing: number;
  /** What holds no mail, or could not be read to its end: one sentence each. */
  readonly skipped: readonly string[];
}

/**
 * The JSON of threads as pieces of text, a thread at a time: an archive's worth of it need not fit into one string.
 */
export function* parseJson(
  inputs: readonly ParsedInput[],
  threads: Iterable<ParsedThread>,
  version: string,
): Generator<string> {
  const head = JSON.stringify({ schema: 'patchcheck.parse/1', version, inputs }, null, 2);
  yield `${head.slice(0, -2)},\n  "threads": [`;
  let first = true;
  for (const thread of threads) {
    const text = JSON.stringify(threadJson(thread), null, 2).replace(/^/gm, '    ');
    yield `${first ? '' : ','}\n${text}`;
    first = false;
  }
  yield first ? ']\n}\n' : '\n  ]\n}\n';
}

function threadJson({ thread, diffs, series, candidates, withdrawals, withdrawn }: ParsedThread): object {
  return {
    subject: thread.subject,
    messages: thread.messages.map((m) => messageJson(m, diffs[m.index]!)),
    tree: thread.nodes,
    notes: thread.notes,
    series: series.map(seriesJson),
    candidates: candidates.map(candidateJson),
    withdrawals,
    withdrawn,
  };
}

function messageJson(message: Message, diffs: readonly ParsedDiff[]): object {
  const { index, messageId, inReplyTo, references, subject, from, date, damage } = message;
  const { version, part, reply, tags } = parseSubject(subject);
  return {
    index,
    messageId,
    inReplyTo,
    references,
    subject,
    version,
    part,
    tags,
    reply,
    from,
    date: date?.toISOString() ?? null,
    damage,
    diffs: diffs.map(diffJson),
  };
}

function diffJson({ patch, where, quotes }: ParsedDiff): object {
  const { level, author, files, damage } = patch;
  return { where, level, author, files: files.map((f) => fileJson(f, quotes)), damage };
}

function fileJson(file: FilePatch, quotes: ParsedDiff['quotes']): object {
  const { path, added, deleted, change, previousPath, mode, binary, unread } = file;
  return {
    path: path || null,
    added,
    deleted,
    ...(change && { change }),
    ...(previousPath !== undefined && { previousPath }),
    ...(mode !== undefined && { mode }),
    ...(binary && { binary }),
    ...(unread && { unread }),
    hunks: file.hunks.map((h) => hunkJson(h, quotes.get(h))),
    complete: hunkCounts(file).complete,
  };
}

function hunkJson({ header, section, lines, countsSatisfied }: Hunk, quote: QuotedHunk | undefined): object {
  const count = (kind: string): number => lines.filter((l) => l.kind === kind).length;
  return {
    header,
    section,
    added: count('added'),
    deleted: count('removed'),
    complete: countsSatisfied,
    ...(quote && { quote: { is: quote.is, of: quote.original?.patch.message ?? null } }),
  };
}

function seriesJson(series: Series): object {
  const { id, version, count, tags, isRfc, isResend, sender, title, cover, isComplete, keeps } = series;
  return {
    id,
    version,
    count,
    tags,
    rfc: isRfc,
    resend: isResend,
    sender,
    title,
    cover,
    complete: isComplete,
    missing: series.missing,
    repeated: series.repeated,
    keeps,
    messages: series.messages,
    parts: series.parts.map(partJson),
    doubts: series.doubts,
  };
}

function partJson({ number, message, title, author, date, trailers, isKept, patches }: SeriesPart): object {
  return {
    number,
    message,
    title,
    author,
    date: date?.toISOString() ?? null,
    kept: isKept,
    files: patches.flatMap((p) => p.files.map((f) => f.path || null)),
    trailers,
  };
}

function candidateJson({ id, kind, author, title, version, message, parts, missing }: Candidate): object {
  return { id, kind, author, title, version, message, messages: [...new Set(parts.map((p) => p.message))], missing };
}
