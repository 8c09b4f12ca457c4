// The list of threads, with how many came to which verdict.

import type { CandidateView, ThreadView } from '../view/view.ts';
import { count, dayText } from '../words.ts';
import { badge, isSpoilt } from './badge.ts';
import { type Child, el } from './element.ts';
import { pageHtml } from './layout.ts';

export interface Listed {
  readonly view: Pick<
    ThreadView,
    'subject' | 'author' | 'version' | 'date' | 'claims' | 'verdict' | 'sentence' | 'model' | 'file' | 'deciding'
  > & { readonly candidates: readonly Pick<CandidateView, 'id' | 'introduced'>[] };
  /** Name of its page. */
  readonly page: string;
}

/** A file that could not be judged. */
export interface Failed {
  readonly file: string;
  readonly reason: string;
}

/** The index of a report. */
export function indexPage(threads: readonly Listed[], failed: readonly Failed[]): string {
  const verdicts = new Map<ThreadView['verdict'], number>();
  for (const { view } of threads) verdicts.set(view.verdict, (verdicts.get(view.verdict) ?? 0) + 1);
  const spoilt = threads.filter((t) => t.view.verdict === 'fixed' && isSpoilt(introducedBy(t.view))).length;
  return pageHtml(
    { title: count(threads.length, 'thread'), isIndex: true },
    el('h1', {}, `${count(threads.length, 'thread')}, judged`),
    el(
      'ul',
      { class: 'counts', 'aria-label': 'How many threads came to which verdict' },
      ...[...verdicts].map(([verdict, n]) => el('li', {}, el('strong', {}, n), badge(verdict))),
      spoilt > 0 ? el('li', { class: 'bad' }, `${spoilt} of the fixed break something else`) : null,
    ),
    el(
      'div',
      { class: 'scroll' },
      el(
        'table',
        { class: 'list' },
        el('caption', {}, 'In the order in which they were given'),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            ...['Verdict', 'Thread', 'Author', 'Version', 'Date', 'Claim', 'Model'].map((h) =>
              el('th', { scope: 'col' }, h),
            ),
          ),
        ),
        el('tbody', {}, ...threads.map(row)),
      ),
    ),
    failed.length === 0
      ? null
      : el(
          'section',
          {},
          el('h2', {}, 'Not read'),
          el('ul', {}, ...failed.map((f) => el('li', {}, `${f.file}: ${f.reason}`))),
        ),
  );
}

function introducedBy({ candidates, deciding }: Listed['view']): readonly string[] | null | undefined {
  return candidates.find((c) => c.id === deciding)?.introduced;
}

function row({ view, page }: Listed): Child {
  const { subject, author, version, date, claims, verdict, sentence, model, file } = view;
  return el(
    'tr',
    {},
    el('td', {}, badge(verdict, isSpoilt(introducedBy(view)))),
    el(
      'th',
      { scope: 'row' },
      el('a', { href: page }, subject || '(no subject)'),
      el('div', { class: 'dim' }, sentence || file),
    ),
    el('td', {}, author),
    el('td', {}, version > 0 ? `v${version}` : ''),
    el('td', {}, date === null ? '' : dayText(new Date(date))),
    el('td', {}, [...new Set(claims.map((c) => c.class))].join(', ')),
    el('td', {}, model?.name ?? 'none'),
  );
}
