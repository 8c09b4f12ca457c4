// A verdict as a person reads it: the word, the sentence, the run that shows it, and what it rests on. Everything that
// comes from a mail is escaped. It fits the width down to 60 columns or so, and needs no colour.

import type { Check } from '../verdict/checks.ts';
import { outgrows } from '../verdict/ladder/outgrows.ts';
import type { CandidateAnswer, CandidateReport, CheckReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';
import { version } from './about.ts';
import { answerLines, answerText, neverRan } from './answers.ts';
import { checkTable } from './check-table.ts';
import { diagramLines } from './diagram.ts';
import { escapeLine } from './escape.ts';
import { ladderLines } from './ladder.ts';
import { LABEL, labelled, type Page } from './page.ts';
import { painter } from './paint.ts';
import { finder, placeLines } from './place.ts';
import { replayCommand } from './replay-command.ts';
import { alsoFixedLines, introducedLines, introducedProperties, residualLines } from './residual.ts';
import { restBlock } from './rest.ts';
import { idleFixes, verdictSentence } from './verdict-sentence.ts';
import { toldOf } from './view/runs.ts';
import { windowLine } from './window-text.ts';
import { witnessTable } from './witness.ts';
import { checkWords, dateText, dayText, headline } from './words.ts';
import { pad, widthOf, wrap } from './wrap.ts';

export interface TextOptions {
  /** Of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** The file as it was given, for the command that replays a run; `FILE` without it. */
  readonly file?: string;
  /** What it holds, if that is a text: its lines are named where it has only one message. */
  readonly content?: string;
}

/** The longest line of prose. */
const WIDEST = 100;

/** A verdict as a person reads it. */
export function renderText(v: ThreadVerdict, options: TextOptions): string {
  const width = Math.max(40, Math.min(options.width, WIDEST));
  const page: Page = {
    v,
    width,
    paint: painter(options.color),
    file: options.file ?? 'FILE',
    newest: deciding(v.candidates),
    find: finder(v, options.file, options.content),
  };
  const described = v.checks.filter((c) => c.described);
  const blocks = [
    head(page),
    verdictBlock(page),
    diagnosticsBlock(page),
    ...described.map((check) => describedBlock(page, check)),
    diagramLines(page),
    introducedBlock(page),
    ladderLines(page),
    page.newest ? residualLines(v, page.newest, width) : [],
    page.newest ? alsoFixedLines(v, page.newest, width) : [],
    v.candidates.length > 1 ? candidatesBlock(page) : [],
    partsBlock(page),
    restBlock(page),
    namedBlock(page),
    v.asked.list === 'all' ? checkTable(v, width, page.paint) : [],
  ];
  return `${blocks
    .filter((b) => b.length > 0)
    .map((b) => b.join('\n'))
    .join('\n\n')}\n`;
}

function head({ v, width, newest, paint }: Page): string[] {
  const first = v.thread.messages[0];
  const patch = newest?.patches[0]?.patch;
  const author = newest?.author || first?.from.name || '';
  const date = patch?.date ?? first?.date;
  const quoter = patch?.quoted ? (v.thread.messages[patch.message]?.from.name ?? '') : '';
  const isQuoted = quoter !== '' && author !== '' && quoter !== author;
  const who = [
    author && escapeLine(isQuoted ? `patch by ${author}` : author),
    date && dateText(date),
    isQuoted && escapeLine(`quoted by ${quoter}`),
  ]
    .filter(Boolean)
    .join(', ');
  const subject = escapeLine(v.thread.subject || '(no subject)');
  const lines = [paint.dim(`patchcheck ${version} · on a model, not on a kernel`)];
  if (widthOf(subject) + widthOf(who) + 2 <= width) lines.push(pad(subject, width - widthOf(who)) + who);
  else lines.push(...wrap(subject, width, 4, true), ...(who ? wrap(who, width - 4, 2).map((l) => `    ${l}`) : []));
  for (const o of v.onto) {
    const how = o.touched === null ? ' (not applied)' : o.touched.length === 0 ? ' (touches nothing in the model)' : '';
    lines.push(...labelled(width, 'on top of:', escapeLine(o.title || o.subject || o.name) + how));
  }
  if (v.withdrawn) lines.push(...wrap('The thread says that the patch is withdrawn.', width));
  return lines;
}

function verdictBlock({ v, width, newest, paint }: Page): string[] {
  const word = headline(v.verdict);
  const date = newest?.patches[0]?.patch.date;
  const which =
    newest && v.candidates.length > 1 ? ` (${[newest.id, ...(date ? [dayText(date)] : [])].join(', ')})` : '';
  const text = escapeLine(verdictSentence(v));
  const spoils = newest ? [...(newest.introduced ?? []), ...idleFixes(v, newest)] : [];
  const color = v.verdict === 'fixed' && spoils.length === 0 && !outgrows(v) ? paint.good : paint.bad;
  const lines = which
    ? [word + which, ...wrap(text, width - 8).map((l) => `        ${l}`)]
    : hanging(width, pad(word, 7), text);
  return lines.map((l, i) => (i === 0 ? color(word) + l.slice(word.length) : l));
}

/** A check, what its words mean, and the run that violates it. */
function describedBlock(page: Page, report: CheckReport): string[] {
  const { width, newest } = page;
  const { check } = report;
  const after = newest && report.after.get(newest.id);
  const lines = [...labelled(width, 'check', check.id, true), ...legend(page, check)];
  const shown = after?.witness ? newest : report.before.witness ? 'before' : undefined;
  if (shown !== undefined) lines.push('', ...witness(page, report, shown));
  return [...lines, '', ...answerLines(page, report)];
}

/** What the words of a check mean. */
function legend({ v, width }: Page, check: Check): string[] {
  const words = checkWords(check, v.model!);
  const wide = Math.max(...words.map(([name]) => name.length)) + 2;
  // A narrow terminal has no second column.
  const isNarrow = width - LABEL - wide < 24;
  const lines = words.flatMap(([name, about]) =>
    isNarrow ? wrap(`${name}: ${about}`, width - LABEL, 2) : wrap(pad(name, wide) + about, width - LABEL, wide),
  );
  return lines.map(indented);
}

const indented = (line: string): string => ' '.repeat(LABEL) + line;

/** The table of a run and the command that replays it. */
function witness(page: Page, report: CheckReport, of: CandidateReport | 'before'): string[] {
  const { v, width, file } = page;
  const id = of === 'before' ? null : of.id;
  const told = toldOf(v, { check: report.check.id, candidate: id });
  const command = replayCommand({
    file,
    onto: v.onto.map((o) => o.name),
    config: v.asked.config,
    check: report.check,
    tasks: told.scenario.tasks,
    lasso: told.lasso,
    ...(of !== 'before' && { candidate: of.id }),
  });
  const title = of === 'before' ? 'Before the patch:' : `After ${of.id}${report.described ? '' : `, for instance`}:`;
  const what = report.described
    ? []
    : [...labelled(width, 'check', report.check.id, true), ...legend(page, report.check), ''];
  return [
    ...(v.candidates.length > 0 ? [title, ''] : []),
    ...what,
    ...witnessTable(told, width),
    '',
    ...command.map((line, i) => (i === 0 ? pad('replay', LABEL) : ' '.repeat(LABEL + 2)) + line),
  ];
}

function introducedBlock(page: Page): string[] {
  const { v, width, newest, paint } = page;
  if (!newest?.introduced?.length) return [];
  const [title, ...lines] = introducedLines(v, newest, width);
  const first = v.checks.find((c) => newest.introduced!.includes(c.check.id) && !c.described);
  const run = first ? ['', ...witness(page, first, newest)] : [];
  return [paint.bad(title!), ...lines, ...run];
}

function candidatesBlock({ v, width, paint }: Page): string[] {
  const wide = Math.max(...v.candidates.map((c) => c.id.length)) + 2;
  const lines = ['candidates, oldest first'];
  for (const c of v.candidates) {
    const word = headline(c.verdict);
    const tail = [
      ...introducedProperties(v, c).map((p) => `breaks ${p}`),
      `${c.author ? `${c.author}: ` : ''}${c.title}`,
    ];
    lines.push(
      ...wrap(
        `${pad(c.id, wide)}${pad(word, 14)}  ${escapeLine(tail.filter(Boolean).join(' · '))}`,
        width - 2,
        wide + 16,
      ).map((l) => `  ${l}`),
    );
    if (c.reason !== undefined && c.reason !== v.reason)
      lines.push(...wrap(escapeLine(c.reason), width - wide - 18).map((l) => ' '.repeat(wide + 18) + l));
  }
  return lines.map((l, i) => (i === 0 ? paint.dim(l) : l));
}

function partsBlock({ newest, width }: Page): string[] {
  if (!newest || newest.parts.length === 0) return [];
  const total = newest.patches[0]!.patch.part[1];
  const lines = newest.parts.map(
    (p) => `  ${pad(`${p.part}/${total}`, 6)}${pad(headline(p.verdict), 14)}  ${escapeLine(p.title)}`,
  );
  return ['after each patch of the series', ...lines.flatMap((l) => wrap(l, width, 24))];
}

function diagnosticsBlock(page: Page): string[] {
  const found = page.newest?.diagnostics ?? [];
  return found.flatMap((d, i) => [...(i > 0 ? [''] : []), ...placeLines(d, page)]);
}

/** Checks that were asked for by name. */
function namedBlock({ v, width, newest }: Page): string[] {
  return v.checks
    .filter((c) => c.named && !c.described)
    .flatMap((c) => {
      const after = newest && c.after.get(newest.id);
      const text = (a: CandidateAnswer, unrun = 0) => `${a.answer} (${answerText(a, unrun)})`;
      const window = windowLine(c.before, after);
      return [
        ...labelled(width, 'asked', c.check.id, true),
        ...labelled(width, '', `before ${text(c.before)}${after ? `, after ${text(after, neverRan(newest))}` : ''}`),
        ...(window === undefined ? [] : labelled(width, '', `window: ${window}`)),
      ];
    });
}

function hanging(width: number, head: string, text: string): string[] {
  const indent = head.length + 1;
  return wrap(text, width - indent).map((l, i) => (i === 0 ? `${head} ` : ' '.repeat(indent)) + l);
}
