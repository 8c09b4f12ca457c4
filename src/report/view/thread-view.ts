// A verdict as what is shown of it (view.ts). Nothing is decided or computed anew here but texts.

import { createHash } from 'node:crypto';
import type { Claim } from '../../claim/claim.ts';
import type { Message, Thread } from '../../mail/message.ts';
import type { CandidateAnswer, CandidateReport, CheckReport, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { deciding } from '../../verdict/verdict.ts';
import { answerOf } from '../diagram.ts';
import { verdictSentence } from '../verdict-sentence.ts';
import { windowText } from '../window-text.ts';
import { checkWords, count, headline } from '../words.ts';
import { candidateView } from './candidate-view.ts';
import { runsOf } from './runs.ts';
import type { AnswerView, CheckView, ClaimView, IsoDate, MessageView, ThreadView } from './view.ts';

export interface ViewOptions {
  /** The file as it was given, for the commands that replay runs. */
  readonly file: string;
}

/** What is shown of a verdict. */
export function viewOf(v: ThreadVerdict, { file }: ViewOptions): ThreadView {
  const newest = deciding(v.candidates);
  const first = v.thread.messages[0];
  return {
    key: keyOf(v.thread.messages),
    file,
    subject: v.thread.subject,
    author: newest?.author || first?.from.name || '',
    date: isoDate(newest?.patches[0]?.patch.date ?? first?.date ?? null),
    version: newest?.version ?? 0,
    withdrawn: v.withdrawn,
    claims: v.claims.map((claim) => claimView(claim, v)),
    verdict: v.verdict,
    deciding: newest?.id ?? null,
    headline: headline(v.verdict),
    sentence: verdictSentence(v),
    reason: v.reason ?? null,
    model: v.model && { name: v.model.name, kernel: v.model.kernel, assumes: v.model.assumes },
    messages: messageViews(v.thread),
    candidates: v.candidates.map((c) => candidateView(c, v)),
    checks: v.checks.map((c) => checkView(c, v)),
    runs: runsOf(v, file),
    warnings: v.warnings.map((w) => ({
      code: w.code,
      text: w.onto === undefined ? w.text : `${w.onto}: ${w.text}`,
      check: w.check ?? null,
      candidate: w.candidate ?? null,
      file: w.file ?? null,
    })),
    onto: v.onto.map((o) => ({ name: o.name, title: o.title || o.subject || o.name })),
    bounds: boundsOf(v, newest),
  };
}

function keyOf(messages: readonly Message[]): string {
  const hash = createHash('sha256');
  for (const { messageId, subject, from, text, parts } of messages)
    hash.update(JSON.stringify([messageId, subject, from, text, parts.map((p) => p.text)]));
  return hash.digest('hex').slice(0, 32);
}

function isoDate(date: Date | null): IsoDate | null {
  return date === null ? null : date.toISOString();
}

function claimView(claim: Claim, { thread, diagrams }: ThreadVerdict): ClaimView {
  const { class: bug, functions, message, lines } = claim;
  const text = thread.messages[message]?.text.split('\n') ?? [];
  const replay = diagrams.get(claim);
  const excerpt =
    lines[0] === 0 ? (thread.messages[message]?.subject ?? '') : text.slice(lines[0] - 1, lines[1]).join('\n');
  return { class: bug, functions, message, lines, excerpt, diagram: replay ? answerOf(replay) : null };
}

/** What is shown of the mails of a thread. */
export function messageViews({ messages }: Thread): MessageView[] {
  return messages.map((m) => messageView(m, messages));
}

function messageView(message: Message, all: readonly Message[]): MessageView {
  const above = ancestors(message, all);
  const { index, from, date, subject, text } = message;
  return { index, parent: above[0] ?? null, depth: above.length, from: from.name, date: isoDate(date), subject, text };
}

/** Indices of what a message answers, nearest first. */
function ancestors(message: Message, all: readonly Message[]): number[] {
  const found: number[] = [];
  for (let at: Message | undefined = message; at; ) {
    const names: readonly string[] =
      at.inReplyTo === null ? at.references.toReversed() : [at.inReplyTo, ...at.references.toReversed()];
    const parent = names.map((id) => all.find((m) => m.messageId === id)).find((m) => m !== undefined);
    // Mails that answer each other in a circle are data too.
    if (!parent || parent === message || found.includes(parent.index)) break;
    found.push(parent.index);
    at = parent;
  }
  return found;
}

function checkView({ check, described, named, before, after }: CheckReport, { model }: ThreadVerdict): CheckView {
  const { id, scenario, schedule, switches, property } = check;
  const legend = checkWords(check, model!).map(([word, meaning]) => `${word}: ${meaning}`);
  return {
    ...{ id, scenario, schedule, switches, property, described, named, legend },
    before: answerView(before),
    after: Object.fromEntries([...after].map(([candidate, answer]) => [candidate, answerView(answer)])),
  };
}

function answerView({
  answer,
  states,
  transitions,
  exhaustive,
  isReduced = false,
  vacuous,
  linesNeverRan,
  window,
  reason,
}: CandidateAnswer): AnswerView {
  return {
    answer,
    states,
    transitions,
    exhaustive,
    isReduced,
    vacuous,
    linesNeverRan: linesNeverRan === true,
    window: window ? windowText(window) : null,
    reason: reason ?? null,
  };
}

function boundsOf({ model, asked, checks }: ThreadVerdict, newest: CandidateReport | undefined): string[] {
  if (!model) return [];
  const number = (n: number): string => n.toLocaleString('en-US');
  const names = new Set(checks.map((c) => c.check.scenario));
  const scenarios = model.scenarios.filter((s) => names.has(s.name));
  return [
    `a search ends at ${number(asked.maxStates)} states`,
    ...(Number.isFinite(asked.maxMemory) ? [`or ${number(asked.maxMemory)} MB of memory`] : []),
    ...(Number.isFinite(asked.deadline) ? [`and ${number(asked.deadline / 1000)} seconds after the start`] : []),
    ...scenarios.map((s) => `${s.name}: ${count(s.tasks.length, 'task')}: ${s.tasks.map((t) => t.about).join('; ')}`),
    `objects at once: ${Object.entries(model.pools)
      .map(([struct, n]) => `${n} struct ${struct}`)
      .join(', ')}`,
    'memory is sequentially consistent: barriers do nothing, and what needs a weaker memory is not seen',
    ...(asked.scope === 'described'
      ? ['only the described checks were judged; what the patch breaks elsewhere was not asked']
      : newest?.introduced === null
        ? ['the other checks were not asked: nothing could be judged after the patch']
        : []),
  ];
}
