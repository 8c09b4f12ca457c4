import { existsSync } from 'node:fs';
import { openArchive } from '../mail/archive.ts';
import type { Message } from '../mail/message.ts';
import { noSuchThread } from '../mail/messages.ts';
import type { RawMail } from '../mail/raw.ts';
import { readRaw } from '../mail/read.ts';
import { selectThread, threadIdOf } from '../mail/select.ts';
import { parseParts } from '../patch/selection.ts';
import type { ParseOptions } from '../report/parse.ts';
import type { ParsedInput } from '../report/parse-json.ts';
import { CommandError, explain } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { cannotRead } from './input.ts';
import type { ColorWhen } from './options.ts';
import { write } from './output.ts';
import { hasColor, width } from './screen.ts';
import { version } from './version.ts';

export interface ParseCommandOptions {
  readonly json?: true;
  readonly jsonl?: true;
  /** A Message-ID or the URL of one. */
  readonly thread?: string;
  /** `-v N`. */
  readonly rerollCount?: number;
  /** `-P LIST`. */
  readonly parts?: string;
  readonly scissors?: true;
  readonly bySubject?: true;
  readonly color: ColorWhen;
}

/**
 * `patchcheck parse INPUT…`: shows what is understood of mails. 0 if every input was read, 3 if one was not, which does
 * not keep the others from being shown.
 */
export async function parse(given: readonly string[], options: ParseCommandOptions): Promise<ExitCode> {
  if (options.json && options.jsonl)
    throw new CommandError(2, 'Cannot print --json and --jsonl at once: give one of them.');
  const { names, wanted } = threadAsked(given, options.thread);
  if (names.filter((name) => name === '-').length > 1)
    throw new CommandError(2, 'Cannot read standard input twice: `-` is given more than once.');
  const asked = parseOptions(options);
  const reading: Reading = { wanted, inputs: [], problems: [] };
  const mails = mailsOf(names, reading);
  if (options.jsonl) await printRecords(mails);
  else await printThreads(mails, reading, asked, options);
  const found = reading.inputs.some(({ mails }) => mails > 0);
  const problems = wanted !== null && found ? [] : reading.problems;
  for (const problem of problems) write(2, `patchcheck: ${problem}\n`);
  return problems.length > 0 ? 3 : 0;
}

/** What was read so far; filled while the mails are gone through. */
interface Reading {
  /** Only the thread of this Message-ID. */
  readonly wanted: string | null;
  readonly inputs: ParsedInput[];
  /** Why inputs could not be read. */
  readonly problems: string[];
}

/** The mails of all inputs, in archive order. An input that cannot be read does not keep the others from being read. */
async function* mailsOf(names: readonly string[], { wanted, inputs, problems }: Reading): AsyncGenerator<Message> {
  let index = 0;
  for (const name of names) {
    const archive = openArchive(name);
    const first = index;
    try {
      if (wanted !== null && name === '-') {
        const picked = await inThread(archive, wanted);
        index += picked.length;
        yield* picked;
      } else
        for await (const raw of wanted === null ? archive : selectThread(name, wanted))
          yield await readRaw(raw, index++);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const { message, isBug } = explain(code === undefined ? error : cannotRead(name, error as NodeJS.ErrnoException));
      if (isBug) throw error;
      problems.push(message);
    }
    const { removed, missing } = archive.notes;
    const skipped = index > first ? archive.notes.skipped.map((error) => error.message) : [];
    for (const text of skipped) write(2, `patchcheck: ${text}\n`);
    inputs.push({ path: name, mails: index - first, removed, missing, skipped });
  }
}

/** Standard input comes only once: all of it is kept until the thread is known. */
async function inThread(archive: AsyncIterable<RawMail>, wanted: string): Promise<Message[]> {
  const { hasMessageId, threadsOf } = await import('../mail/threading.ts');
  const messages: Message[] = [];
  for await (const raw of archive) messages.push(await readRaw(raw, messages.length));
  const thread = threadsOf(messages).find((t) => hasMessageId(t, wanted));
  if (!thread) throw noSuchThread('standard input', wanted);
  const ids = new Set(thread.messages.map((m) => m.messageId));
  return messages.filter((m) => ids.has(m.messageId));
}

/** One line a message, as soon as it is read; a reader that goes away ends it. */
async function printRecords(mails: AsyncIterable<Message>): Promise<void> {
  const { toRecord } = await import('../report/parse-record.ts');
  for await (const message of mails) if (!write(1, `${JSON.stringify(toRecord(message))}\n`)) return;
}

async function printThreads(
  mails: AsyncIterable<Message>,
  { wanted, inputs }: Reading,
  asked: ParseOptions,
  options: ParseCommandOptions,
): Promise<void> {
  const { parseThreads } = await import('../report/parse.ts');
  const messages: Message[] = [];
  for await (const message of mails) messages.push(message);
  if (messages.length === 0) return;
  const threads = parseThreads(messages, { ...asked, ...(wanted !== null && { messageId: wanted }) });
  if (options.json) {
    const { parseJson } = await import('../report/parse-json.ts');
    for (const piece of parseJson(inputs, threads, version)) if (!write(1, piece)) return;
    return;
  }
  const { parseText } = await import('../report/parse-text.ts');
  const screen = { width: width(), color: hasColor(options) };
  for (const thread of threads) if (!write(1, parseText(thread, screen))) return;
}

function parseOptions({ scissors, bySubject, rerollCount, parts }: ParseCommandOptions): ParseOptions {
  const selection = parts === undefined ? undefined : parseParts(parts);
  if (selection === null)
    throw new CommandError(2, `Cannot take \`${parts}\` for -P: it is no list of parts such as \`1,3-5,7-\`.`);
  return {
    ...(scissors && { scissors }),
    ...(bySubject && { bySubject }),
    ...(rerollCount !== undefined && { version: rerollCount }),
    ...(selection && { parts: selection }),
  };
}

/** A last argument that is no file, and is a Message-ID or the URL of one, picks a thread. */
function threadAsked(
  given: readonly string[],
  thread: string | undefined,
): { names: readonly string[]; wanted: string | null } {
  if (thread !== undefined) {
    const wanted = threadIdOf(thread);
    if (wanted !== null) return { names: given, wanted };
    throw new CommandError(2, `Cannot take \`${thread}\` for --thread: it is no Message-ID and no URL of one.`);
  }
  const last = given.at(-1)!;
  const wanted = given.length > 1 && !existsSync(last) ? threadIdOf(last) : null;
  return { names: wanted === null ? given : given.slice(0, -1), wanted };
}
