// The page of a thread: the verdict, what is claimed, what is proposed, what was asked and answered, the runs that show
// it, and what all of that rests on.

import type { CheckReport, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { weakest } from '../residual.ts';
import { toldOf } from '../view/runs.ts';
import { traceView } from '../view/trace-view.ts';
import type { CheckView, ClaimView, MessageView, RunView, ThreadView } from '../view/view.ts';
import { witnessTable } from '../witness.ts';
import { count, dateText } from '../words.ts';
import { badge, isSpoilt } from './badge.ts';
import { candidateSection } from './candidate.ts';
import { type Child, el } from './element.ts';
import { graphFigure } from './graph.ts';
import { pageHtml } from './layout.ts';
import { matrices, words } from './matrix.ts';
import { traceSection } from './trace.ts';

/** Runs of checks that nobody described are pictured up to this many. */
const MOST_RUNS = 4;

/** The page of a thread. `v` is the verdict that `view` shows: runs are made from it. */
export function threadPage(view: ThreadView, v: ThreadVerdict): string {
  const newest = view.candidates.find((c) => c.id === view.deciding);
  const described = view.checks.filter((c) => c.described);
  return pageHtml(
    { title: `${view.headline}: ${view.subject}`, isIndex: false },
    el('h1', {}, view.subject || '(no subject)'),
    el(
      'p',
      { class: 'dim' },
      [view.author, view.date && dateText(new Date(view.date)), view.file].filter(Boolean).join(' · '),
    ),
    ...view.onto.map((o) => el('p', {}, `On top of: ${o.title} (${o.name})`)),
    el(
      'p',
      { class: 'verdict' },
      badge(view.verdict, isSpoilt(newest?.introduced)),
      el('span', {}, view.sentence || view.reason || ''),
    ),
    view.reason === null || view.sentence.endsWith(view.reason) ? null : el('p', {}, view.reason),
    view.withdrawn ? el('p', { class: 'warn' }, 'The thread says that the patch is withdrawn.') : null,
    section(
      'The claim',
      view.claims.length === 0
        ? el('p', {}, 'No bug of a known kind is described in the thread.')
        : view.claims.map((c) => claimBlock(c, view)),
    ),
    view.candidates.length === 0
      ? null
      : section(
          view.candidates.length === 1 ? 'The patch' : 'What is proposed, newest first',
          view.candidates.toReversed().map((c) => candidateSection(c, c.id === view.deciding)),
        ),
    described.length === 0
      ? null
      : section(
          'The described checks',
          described.map((c) => answerTable(c)),
        ),
    runsSection(view, v),
    view.checks.length === 0
      ? null
      : section(
          'All checks',
          el(
            'p',
            {},
            newest
              ? `Before → after ${newest.id}. ✗ violated, ✓ holds, ? unknown; * its premise was never true, or a line that the patch adds never ran.`
              : '✗ violated, ✓ holds, ? unknown; * its premise was never true.',
          ),
          matrices(view.checks, newest),
        ),
    bounds(view),
    section('The thread', view.messages.map(messageBlock)),
  );
}

function section(title: string, ...content: readonly Child[]): Child {
  const id = title.toLowerCase().replace(/[^a-z]+/g, '-');
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, title), ...content);
}

function claimBlock(claim: ClaimView, { messages }: ThreadView): Child {
  const [from, to] = claim.lines;
  const where =
    from === 0
      ? 'the subject'
      : `${from === to ? `line ${from}` : `lines ${from} to ${to}`} of message ${claim.message + 1}`;
  return el(
    'div',
    {},
    el(
      'p',
      {},
      el('strong', {}, `a ${claim.class.replace(/-/g, ' ')}`),
      claim.functions.length > 0 ? ` in ${claim.functions.map((f) => `${f}()`).join(', ')}` : '',
    ),
    el('blockquote', {}, el('pre', { tabindex: 0 }, claim.excerpt)),
    el('p', { class: 'dim' }, `${messages[claim.message]?.from ?? ''}, ${where}`),
    claim.diagram === null ? null : el('p', {}, `Its diagram, in the model: ${claim.diagram}.`),
  );
}

function answerTable(check: CheckView): Child {
  const rows = [['before', check.before] as const, ...Object.entries(check.after)];
  return el(
    'div',
    {},
    el('h3', {}, el('code', {}, check.id)),
    el(
      'dl',
      { class: 'facts' },
      ...check.legend.flatMap((line) => {
        const at = line.indexOf(': ');
        return [el('dt', {}, line.slice(0, at)), el('dd', {}, line.slice(at + 2))];
      }),
    ),
    el(
      'table',
      { class: 'answers' },
      el(
        'tbody',
        {},
        ...rows.map(([when, a]) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, when === 'before' ? when : `after ${when}`),
            el('td', { class: a.answer === 'violated' ? 'bad' : a.answer === 'holds' ? 'good' : 'warn' }, words(a)),
          ),
        ),
      ),
    ),
  );
}

function runsSection(view: ThreadView, v: ThreadVerdict): Child {
  const runs = runsShown(view, v);
  if (runs.length === 0) return null;
  return section(
    runs.length === 1 ? 'The run that shows it' : 'The runs that show it',
    runs.map((run, i) => {
      const trace = traceView(v, run);
      const id = `run-${i + 1}`;
      const when =
        run.candidate === null
          ? view.candidates.length > 0
            ? 'Before the patch'
            : 'In the model as it stands'
          : `After ${run.candidate}`;
      return el(
        'article',
        { 'aria-labelledby': id },
        el('h3', { id }, `${when}: `, el('code', {}, run.check)),
        el('p', { class: 'dim' }, `${count(run.moves, 'step')}, ${count(run.switches, 'change')} of task`),
        traceSection(trace, witnessTable(toldOf(v, run), 80), id),
        graphFigure(v, run, `${id}-graph`),
      );
    }),
  );
}

/** Those of described checks, before and after the candidate that decides, and some of what it breaks. */
function runsShown(view: ThreadView, v: ThreadVerdict): RunView[] {
  const described = new Set(view.checks.filter((c) => c.described || c.named).map((c) => c.id));
  const newest = view.candidates.find((c) => c.id === view.deciding);
  const isOf = (r: RunView): boolean => r.candidate === null || r.candidate === view.deciding;
  const broken = v.checks.filter((c) => newest?.introduced?.includes(c.check.id) && !described.has(c.check.id));
  const ids = new Set(weakest<CheckReport>(broken).map((c) => c.check.id));
  return [
    ...view.runs.filter((r) => described.has(r.check) && isOf(r)),
    ...view.runs.filter((r) => ids.has(r.check) && r.candidate === view.deciding).slice(0, MOST_RUNS),
  ];
}

function bounds(view: ThreadView): Child {
  if (!view.model) return null;
  const { name, kernel, assumes } = view.model;
  const told = view.warnings.filter((w) => w.candidate === null || w.candidate === view.deciding);
  const list = (title: string, items: readonly string[]): Child =>
    items.length === 0 ? null : el('div', {}, el('h3', {}, title), el('ul', {}, ...items.map((i) => el('li', {}, i))));
  return section(
    'What it rests on',
    el('p', {}, `The model ${name} mirrors functions of Linux ${kernel}. It is a model: nothing was run on a kernel.`),
    list(
      'Warnings',
      told.map((w) => (w.file === null ? w.text : `${w.file}: ${w.text}`)),
    ),
    list('Bounds', view.bounds),
    list('What the model takes for granted', assumes),
  );
}

function messageBlock({ index, depth, from, date, subject, text }: MessageView): Child {
  const head = [`${index + 1}. ${'↳ '.repeat(Math.min(depth, 8))}${from}`, date && dateText(new Date(date)), subject]
    .filter(Boolean)
    .join(' · ');
  return el('details', {}, el('summary', {}, head), el('pre', { tabindex: 0 }, text));
}
