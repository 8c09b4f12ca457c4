// The draft of an answer to a thread. In: a verdict; out: a mail, headers and all, that nobody has sent. It says that a
// model was checked, what of the patch was matched, what was found and what was not looked at; where it found something
// wrong it asks. It never gives a tag: a machine has reviewed and tested nothing.

import { basename } from 'node:path';
import type { Mailbox, Message } from '../../mail/message.ts';
import type { Recipients } from '../../mail/recipients.ts';
import type { CandidateReport, CheckReport, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { deciding } from '../../verdict/verdict.ts';
import { version } from '../about.ts';
import { answerText, neverRan } from '../answers.ts';
import { escapeLine } from '../escape.ts';
import { introducedProperties, residualLines, weakest } from '../residual.ts';
import { verdictSentence } from '../verdict-sentence.ts';
import { runsOf, toldOf } from '../view/runs.ts';
import { viewOf } from '../view/thread-view.ts';
import type { CandidateView, RunView, ThreadView } from '../view/view.ts';
import { windowLine } from '../window-text.ts';
import { witnessTable } from '../witness.ts';
import { checkWords, count, settingText, violatedText } from '../words.ts';
import { wrap } from '../wrap.ts';
import { addressHeader, idHeader, isMessageId, textHeader } from './header.ts';
import { quoteOf } from './quote.ts';

export interface ReplyOptions {
  /** The file as it was given. */
  readonly file: string;
  /** Id of the candidate that is answered; the one that decides, if it is absent. */
  readonly candidate?: string;
  /** Who answers; no `From:` without one. */
  readonly from?: Mailbox;
  /** Whom the mail that is answered went to. */
  readonly recipients: (messageId: string) => Promise<Recipients>;
  readonly date: Date;
  /** Left of the `@` of the Message-ID: unlike that of any other mail. */
  readonly unique: string;
}

export interface Reply {
  /** The whole mail. */
  readonly text: string;
  /** The Message-ID that it answers; null if the archive does not have it. */
  readonly inReplyTo: string | null;
  /** What whoever sends it has to see to. */
  readonly notes: readonly string[];
}

/** The thread has no such candidate. */
export class NoSuchCandidate extends Error {
  constructor(id: string, known: readonly string[]) {
    super(
      `Cannot answer \`${id}\`: the thread has no such candidate.\n${known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none.'}`,
    );
    this.name = 'NoSuchCandidate';
  }
}

const WIDTH = 72;
/** Of a table with its margin. */
const TABLE = 75;

/** Drafts an answer. Throws `NoSuchCandidate`. */
export async function draftReply(verdict: ThreadVerdict, options: ReplyOptions): Promise<Reply> {
  // Nobody else has the files where they lie here.
  const v = { ...verdict, onto: verdict.onto.map((o) => ({ ...o, name: basename(o.name) })) };
  const chosen =
    options.candidate === undefined ? deciding(v.candidates) : v.candidates.find((c) => c.id === options.candidate);
  if (options.candidate !== undefined && !chosen)
    throw new NoSuchCandidate(
      options.candidate,
      v.candidates.map((c) => c.id),
    );
  const message = v.thread.messages[chosen?.message ?? v.claims[0]?.message ?? 0]!;
  const file = options.file === '-' ? 'thread.mbox' : basename(options.file);
  const view = viewOf(v, { file });
  const body = [
    ...prose('This is about a model of the code, not about a kernel: nothing was built, booted or tested.'),
    '',
    ...quoteOf(message, view.claims),
    '',
    ...answer(v, view, chosen, file),
  ];
  const { messageId } = message;
  const inReplyTo = messageId !== null && isMessageId(messageId) ? messageId : null;
  const recipients = inReplyTo === null ? { to: [], cc: [] } : await options.recipients(inReplyTo);
  const head = headers(message, recipients, options);
  const hasSender = head.some((h) => h.startsWith('To:'));
  const hasList = head.some((h) => h.startsWith('Cc:'));
  return {
    text: `${[...head, '', ...body].join('\n')}\n`,
    inReplyTo,
    notes: [
      ...(inReplyTo === null
        ? ['The archive has no Message-ID of the mail: the answer will stand outside its thread.']
        : []),
      ...(hasSender ? [] : ['The archive has no address of the author: add a To: line.']),
      ...(hasList ? [] : ['The archive does not say whom the mail went to: add the lists to a Cc: line.']),
    ],
  };
}

function headers(message: Message, recipients: Recipients, { from, date, unique }: ReplyOptions): string[] {
  const title = message.subject.replace(/^(?:\s*(?:re|aw|fwd?)\s*:)+\s*/i, '');
  const own = from?.address?.toLowerCase();
  const seen = new Set<string>(own ? [own] : []);
  const once = (boxes: readonly Mailbox[]): Mailbox[] =>
    boxes.filter((b) => {
      const key = b.address?.toLowerCase() ?? '';
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
  return [
    ...(from ? addressHeader('From', [from]) : []),
    ...addressHeader('To', once([message.from])),
    ...addressHeader('Cc', once([...recipients.to, ...recipients.cc])),
    textHeader('Subject', `Re: ${title}`),
    `Date: ${rfcDate(date)}`,
    ...idHeader('Message-ID', [`<${unique}@patchcheck.invalid>`]),
    ...idHeader('In-Reply-To', [message.messageId]),
    ...idHeader('References', [
      ...message.references,
      ...(message.references.includes(message.inReplyTo ?? '') ? [] : [message.inReplyTo]),
      message.messageId,
    ]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
  ];
}

function rfcDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function answer(v: ThreadVerdict, view: ThreadView, chosen: CandidateReport | undefined, file: string): string[] {
  if (!v.model)
    return [
      ...prose(
        `There is no model of this code yet${v.reason ? `: ${v.reason}` : ''}. So nothing can be said about the patch.`,
      ),
      ...signature(),
    ];
  const { name, kernel } = v.model;
  const candidate = view.candidates.find((c) => c.id === chosen?.id);
  const what =
    chosen === undefined
      ? 'The functions'
      : chosen.kind === 'proposal'
        ? `The proposal \`${chosen.id}\``
        : `The ${chosen.kind === 'patch' ? 'patch' : 'diff'} (${chosen.id}, "${chosen.title}")`;
  const described = v.checks.filter((c) => c.described);
  const parts: string[][] = [
    prose(
      chosen === undefined
        ? `The functions that are named here are in the model ${name}, which mirrors those of Linux ${kernel}. It was run through every interleaving of its scenarios.`
        : `${what} was applied to the model ${name}, which mirrors functions of Linux ${kernel}. The model was run through every interleaving of its scenarios, without the patch and with it.`,
    ),
    prose(result(v, chosen)),
    ...(chosen?.diagnostics.length
      ? [
          chosen.diagnostics.flatMap((d) => prose(d.message)),
          prose('Is the diff meant for another version of the code?'),
        ]
      : []),
    ...described.map((c) => checkBlock(v, c, chosen)),
    ...runBlocks(v, chosen, file),
    chosen ? residualBlock(v, chosen) : [],
    candidate ? matched(candidate) : [],
    notCovered(view, candidate),
  ];
  return [...parts.filter((p) => p.length > 0).flatMap((p) => [...p, '']), ...signature()];
}

/** What came out, as a statement where it is good and as a question where it is not. */
function result(v: ThreadVerdict, chosen: CandidateReport | undefined): string {
  const verdict = chosen?.verdict ?? v.verdict;
  const text = verdictSentence(v, chosen);
  const said = text === '' ? 'Nothing could be decided.' : `In the model ${text}.`;
  const broken = chosen ? introducedProperties(v, chosen).length > 0 : false;
  if (broken)
    return `${said} Is the run below possible in the kernel, or does something exclude it that the model does not have?`;
  switch (verdict) {
    case 'not-fixed':
    case 'partly-fixed':
      return `${said} Could you have a look at the run below: is it possible in the kernel, or does something exclude it that the model does not have?`;
    case 'not-reproduced':
      return `${said} Does it need something that the model leaves out (see the end)?`;
    case 'reproduced':
      return `${said} Is the run below the one that you see?`;
    default:
      return said;
  }
}

function checkBlock(
  v: ThreadVerdict,
  { check, before, after }: CheckReport,
  chosen: CandidateReport | undefined,
): string[] {
  const then = chosen && after.get(chosen.id);
  const window = windowLine(before, then);
  return [
    `  ${check.id}`,
    ...checkWords(check, v.model!).flatMap(([word, about]) =>
      wrap(`${word}: ${about}`, WIDTH - 6, 2).map((l) => `      ${l}`),
    ),
    ...wrap(`before: ${before.answer} (${answerText(before)})`, WIDTH - 4, 4).map((l) => `    ${l}`),
    ...(then
      ? wrap(`after:  ${then.answer} (${answerText(then, neverRan(chosen))})`, WIDTH - 4, 4).map((l) => `    ${l}`)
      : []),
    ...(window === undefined ? [] : wrap(`window: ${window}`, WIDTH - 4, 4).map((l) => `    ${l}`)),
  ];
}

/** The run that matters most: one that the patch leaves or brings, else the one that it ends. */
function runBlocks(v: ThreadVerdict, chosen: CandidateReport | undefined, file: string): string[][] {
  const runs = runsOf(v, file);
  const described = v.checks.filter((c) => c.described).map((c) => c.check.id);
  const broken = v.checks.filter((c) => chosen?.introduced?.includes(c.check.id));
  const first = weakest(broken)[0];
  const of = (ids: readonly string[], candidate: string | null): RunView | undefined =>
    runs.find((r) => ids.includes(r.check) && r.candidate === candidate);
  const left = chosen && of(described, chosen.id);
  const brought = chosen && first && of([first.check.id], chosen.id);
  const ended = of(described, null);
  const shown = [left ?? (brought ? undefined : ended), brought === left ? undefined : brought];
  return shown.flatMap((run) => (run ? [runBlock(v, run)] : []));
}

function runBlock(v: ThreadVerdict, run: RunView): string[] {
  const told = toldOf(v, run);
  const when =
    run.candidate === null ? (v.candidates.length > 0 ? 'Without the patch' : 'In the model') : `With ${run.candidate}`;
  const head = `${when}, ${settingText(told.check, v.model!)}: ${violatedText(told.check.property, v.model!)}.`;
  return [
    ...prose(head),
    '',
    ...witnessTable(told, TABLE),
    '',
    ...prose('Replay:'),
    '',
    ...run.replay.map((l, i) => (i === 0 ? `  ${l}` : `    ${l}`)),
  ];
}

function residualBlock(v: ThreadVerdict, chosen: CandidateReport): string[] {
  const lines = residualLines({ ...v, asked: { ...v.asked, list: 'all' } }, chosen, WIDTH);
  return lines.length === 0 ? [] : [...lines, ...prose('Is that known, and acceptable here?')];
}

function matched({ files, lines, coverage, elided }: CandidateView): string[] {
  if (files.length === 0) return [];
  const ran = coverage === null ? '' : ` In the checks that were asked, ${coverage}.`;
  const text = `Of the diff, ${lines.addedAccounted} of ${lines.added} added and ${lines.deletedAccounted} of ${lines.deleted} removed lines were matched to the model.${ran}`;
  const left =
    elided.length === 0
      ? []
      : [
          ...prose('Left out of these functions by the model:'),
          ...elided.flatMap((e) => item(`${e.text} (${e.reason})`)),
        ];
  return [...prose(text), ...left];
}

function notCovered(view: ThreadView, candidate: CandidateView | undefined): string[] {
  const lines = (candidate?.files ?? []).flatMap((f) =>
    f.hunks.flatMap((h) =>
      h.lines
        .filter((l) => l.mapping === 'unmodelled' && l.kind !== 'context')
        .map((l) => `${f.path}: ${l.reason ?? 'not in the model'}`),
    ),
  );
  const reasons = [...new Set(lines)].map(
    (reason) => `${count(lines.filter((l) => l === reason).length, 'line')} of ${reason}`,
  );
  const warnings = view.warnings
    .filter(
      (w) =>
        (w.candidate === null || w.candidate === candidate?.id) &&
        (w.code !== 'premise-not-reached' || w.check !== null) &&
        w.code !== 'outside-the-model',
    )
    .map((w) => w.text);
  const all = [...reasons, ...new Set(warnings), ...view.bounds, ...(view.model?.assumes ?? [])];
  return [...prose('Not covered, and taken for granted:'), ...all.flatMap(item)];
}

function item(text: string): string[] {
  return wrap(`- ${escapeLine(text)}`, WIDTH - 2, 2).map((l) => `  ${l}`);
}

function signature(): string[] {
  return ['-- ', `patchcheck ${version}, a draft made by a program`];
}

function prose(text: string): string[] {
  return wrap(escapeLine(text), WIDTH);
}
