// The report of a store as pages: an index, and for each thread that a model judged the page that was made then.

import { gunzipSync } from 'node:zlib';
import { badge, isSpoilt } from '../report/html/badge.ts';
import { type Child, el } from '../report/html/element.ts';
import { pageHtml } from '../report/html/layout.ts';
import { dayText } from '../report/words.ts';
import { countsIn, digits, historyLine } from './funnel-text.ts';
import type { Store } from './store.ts';
import type { Funnel, History, ThreadResult } from './survey.ts';

/** Beyond these a page is of no use to a person; --jsonl has all. */
const MOST_ROWS = 2000;
const MOST_FUNCTIONS = 200;

/** A file of the report. */
export interface ReportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The page of a thread and its mails, by which it can be judged again; nothing if no model judged it. */
export function filesOfThread(store: Store, program: string, content: string): ReportFile[] {
  const row = store.sql('SELECT page, mails FROM result WHERE content = ? AND program = ?').get(content, program);
  if (!(row?.page instanceof Uint8Array) || !(row.mails instanceof Uint8Array)) return [];
  return [
    { name: pageName(content), bytes: gunzipSync(row.page) },
    { name: `thread-${content.slice(0, 12)}.mbox`, bytes: gunzipSync(row.mails) },
  ];
}

/** The index; `threads` are those that it lists. */
export function indexHtml(funnel: Funnel, threads: readonly ThreadResult[], histories: readonly History[]): string {
  const [modelled, others] = [threads.filter(isModelled), threads.filter((t) => t.judgement && !isModelled(t))];
  return pageHtml(
    { title: `${digits(funnel.threads)} threads`, isIndex: true },
    el('h1', {}, `${digits(funnel.mails)} mails, ${digits(funnel.threads)} threads`),
    el(
      'table',
      { class: 'answers' },
      el('caption', {}, 'From mails to verdicts'),
      el(
        'tbody',
        {},
        ...countsIn(funnel).map(([n, text]) => el('tr', {}, el('td', {}, digits(n)), el('th', { scope: 'row' }, text))),
      ),
    ),
    section('Threads that a model judged', list(modelled)),
    section('Not read, or given up', bullets(threads.filter((t) => t.problem).map(problem))),
    section('A model has their file, and not the functions that they change', bullets(others.map(reasonOf))),
    section(
      'Concurrency bugs, by class and how they were recognised',
      funnel.classes.map((c) =>
        el(
          'p',
          {},
          `${digits(c.threads)} ${c.class}: ${[...c.by].map(([way, n]) => `${way} ${digits(n)}`).join(', ')}`,
        ),
      ),
    ),
    section(
      'Functions that race fixes touch most and no model covers',
      bullets(
        funnel.unmodelled
          .slice(0, MOST_FUNCTIONS)
          .map(({ name, file, threads: n }) => [`${digits(n)} × `, el('code', {}, `${name}()`), ` ${file}`]),
      ),
    ),
    section('Verdicts across versions', bullets(histories.map((h) => [historyLine(h)]))),
  );
}

function section(title: string, content: readonly Child[]): Child {
  return content.length === 0 ? null : el('section', {}, el('h2', {}, title), ...content);
}

function list(threads: readonly ThreadResult[]): Child[] {
  if (threads.length === 0) return [];
  const head = ['Verdict', 'Thread', 'Author', 'Date', 'Claim', 'Model'];
  return [
    el(
      'table',
      { class: 'list' },
      el('thead', {}, el('tr', {}, ...head.map((h) => el('th', { scope: 'col' }, h)))),
      el('tbody', {}, ...threads.slice(0, MOST_ROWS).map(row)),
    ),
  ];
}

function row({ content, triage, judgement }: ThreadResult): Child {
  const { verdict, model, reason, candidates } = judgement!;
  const subject = triage?.subject || '(no subject)';
  return el(
    'tr',
    {},
    el('td', {}, badge(verdict, verdict === 'fixed' && isSpoilt(candidates.at(-1)?.introduced))),
    el(
      'th',
      { scope: 'row' },
      model === null ? subject : el('a', { href: pageName(content) }, subject),
      reason === null ? null : el('div', { class: 'dim' }, reason),
    ),
    el('td', {}, triage?.author ?? ''),
    el('td', {}, triage?.date ? dayText(new Date(triage.date)) : ''),
    el('td', {}, (triage?.claims ?? []).map((c) => c.class).join(', ')),
    el('td', {}, model ?? 'none'),
  );
}

function isModelled({ judgement }: ThreadResult): boolean {
  return judgement !== null && judgement.verdict !== 'not-modelled';
}

function problem({ content, triage, problem: found }: ThreadResult): Child[] {
  return [`${triage?.subject || content}: ${found!.kind}, ${found!.reason}`];
}

function reasonOf({ content, triage, judgement }: ThreadResult): Child[] {
  return [`${triage?.subject || content}: ${judgement!.reason ?? ''}`];
}

function bullets(items: readonly (readonly Child[])[]): Child[] {
  if (items.length === 0) return [];
  const more = items.length - MOST_ROWS;
  return [
    el('ul', {}, ...items.slice(0, MOST_ROWS).map((item) => el('li', {}, ...item))),
    more > 0 ? el('p', {}, `… and ${digits(more)} more (--jsonl has all)`) : null,
  ];
}

function pageName(content: string): string {
  return `thread-${content.slice(0, 12)}.html`;
}
