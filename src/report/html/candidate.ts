// A candidate on a page: its verdict, its diff with what became of each line in the model, and the patched model beside it.

import { lineDiff } from '../line-diff.ts';
import type { CandidateView, FileView, FunctionView, LineView } from '../view/view.ts';
import { count } from '../words.ts';
import { badge, isSpoilt } from './badge.ts';
import { type Child, el } from './element.ts';

/** Everything about a candidate but its checks. */
export function candidateSection(c: CandidateView, isDeciding: boolean): Child {
  const kind = c.kind === 'patch' ? 'patch' : c.kind === 'reply-diff' ? 'diff in an answer' : 'proposal in words';
  return el(
    'details',
    { open: isDeciding },
    el(
      'summary',
      {},
      el('h3', { id: `candidate-${c.id}` }, `${c.id}: ${c.title || '(no title)'} `),
      badge(c.verdict, isSpoilt(c.introduced)),
    ),
    el('p', { class: 'dim' }, `${kind}${c.author ? ` by ${c.author}` : ''}`),
    c.reason === null ? null : el('p', {}, c.reason),
    ...c.diagnostics.map((d) => el('pre', { tabindex: 0 }, d)),
    c.parts.length === 0
      ? null
      : el(
          'ul',
          { 'aria-label': 'After each patch of the series' },
          ...c.parts.map((p) =>
            el(
              'li',
              {},
              `${p.part}/${c.parts.length} ${p.title} `,
              badge(p.verdict),
              p.reason === null ? '' : ` ${p.reason}`,
            ),
          ),
        ),
    c.files.length === 0
      ? null
      : el(
          'p',
          {},
          `${c.lines.addedAccounted} of ${c.lines.added} added and ${c.lines.deletedAccounted} of ${c.lines.deleted} removed lines are accounted for in the model.`,
        ),
    c.coverage === null ? null : el('p', {}, `What ran: ${c.coverage}.`),
    el(
      'div',
      { class: 'two' },
      c.files.length === 0
        ? null
        : el(
            'div',
            {},
            el('h3', {}, 'The diff, and what each line is in the model'),
            ...c.files.map((f) => scrolled(fileTable(f))),
          ),
      c.functions.length === 0
        ? null
        : el('div', {}, el('h3', {}, 'The model, patched'), ...c.functions.map((f) => scrolled(functionTable(f)))),
    ),
    c.elided.length === 0
      ? null
      : el(
          'div',
          {},
          el('p', {}, `${count(c.elided.length, 'statement')} of these functions the model leaves out:`),
          el(
            'ul',
            {},
            ...c.elided.map((e) => el('li', {}, el('code', {}, e.text), ` in ${e.function}(): ${e.reason}`)),
          ),
        ),
  );
}

function scrolled(table: Child): Child {
  return el('div', { class: 'scroll', tabindex: 0 }, table);
}

const SIGNS = { context: ' ', added: '+', removed: '-' } as const;
const SPOKEN = { context: '', added: 'added: ', removed: 'removed: ' } as const;

function fileTable({ path, hunks }: FileView): Child {
  return el(
    'table',
    { class: 'diff code' },
    el('caption', {}, path || 'a file that the mail does not name'),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ...['mail', 'model', '', 'line'].map((h, i) =>
          el('th', { scope: 'col', ...(i === 2 && { 'aria-label': 'sign' }) }, h),
        ),
      ),
    ),
    ...hunks.map((hunk) => {
      return el(
        'tbody',
        {},
        el('tr', {}, el('th', { colspan: 4, scope: 'rowgroup' }, hunk.header)),
        ...hunk.lines.map(lineRow),
      );
    }),
  );
}

function lineRow({ kind, text, line, mapping, reason }: LineView): Child {
  return el(
    'tr',
    { class: kind },
    el('td', { class: 'no' }, line),
    el(
      'td',
      { class: `map ${mapping ?? ''}`, title: reason ?? undefined },
      mapping === null || text.trim() === '' ? '' : mapping,
    ),
    el('td', { 'aria-label': SPOKEN[kind] }, SIGNS[kind]),
    el(
      'td',
      { class: 'text' },
      text,
      reason !== null && kind !== 'context' ? el('div', { class: 'dim' }, `↳ ${reason}`) : null,
    ),
  );
}

function functionTable({ name, path, before, after }: FunctionView): Child {
  const what = before === '' ? ', new' : after === '' ? ', removed' : '';
  return el(
    'table',
    { class: 'diff code' },
    el('caption', {}, `${name}() in ${path}${what}`),
    el(
      'tbody',
      {},
      ...lineDiff(before, after).map(({ kind, text }) =>
        el(
          'tr',
          { class: kind },
          el('td', { 'aria-label': SPOKEN[kind] }, SIGNS[kind]),
          el('td', { class: 'text' }, text),
        ),
      ),
    ),
  );
}
