// All checks of a scenario in a table: a line for each setting, a column for each property; in each cell the answer
// before and after.

import type { AnswerView, CandidateView, CheckView } from '../view/view.ts';
import { type Child, el } from './element.ts';

const GLYPH = { violated: '✗', holds: '✓', unknown: '?' } as const;

/** The tables of all scenarios, for one candidate; without one, for the program before. */
export function matrices(checks: readonly CheckView[], candidate: CandidateView | undefined): Child[] {
  const scenarios = [...new Set(checks.map((c) => c.scenario))];
  return scenarios.map((scenario) => {
    const own = checks.filter((c) => c.scenario === scenario);
    const settings = [...new Set(own.map(settingOf))];
    const properties = [...new Set(own.map((c) => c.property))];
    return el(
      'div',
      { class: 'scroll' },
      el(
        'table',
        { class: 'matrix' },
        el('caption', {}, `${scenario}: ${own[0]!.legend[0]?.replace(/^[^:]*: /, '') ?? ''}`),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { scope: 'col' }, 'schedule + switches'),
            ...properties.map((p) => el('th', { scope: 'col' }, p)),
          ),
        ),
        el(
          'tbody',
          {},
          ...settings.map((setting) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, setting),
              ...properties.map((property) =>
                cell(
                  own.find((c) => settingOf(c) === setting && c.property === property),
                  candidate,
                ),
              ),
            ),
          ),
        ),
      ),
    );
  });
}

function settingOf({ schedule, switches }: CheckView): string {
  return [schedule, ...switches].join('+');
}

function cell(check: CheckView | undefined, candidate: CandidateView | undefined): Child {
  if (!check) return el('td', { class: 'dim' }, '·');
  const { before } = check;
  const after = candidate && check.after[candidate.id];
  const isBroken = candidate?.introduced?.includes(check.id) === true;
  const isMended = before.answer === 'violated' && after?.answer === 'holds';
  const kind = [check.described && 'described', isBroken ? 'broken' : isMended && 'mended'].filter(Boolean).join(' ');
  const title = [check.id, `before: ${words(before)}`, ...(after ? [`after: ${words(after)}`] : [])].join('\n');
  return el(
    'td',
    { class: kind || undefined, title },
    answer(before),
    ...(candidate ? [' → ', after ? answer(after) : '–'] : []),
    isBroken
      ? ' broken'
      : isMended
        ? ' mended'
        : before.answer === 'violated' && after?.answer === 'violated'
          ? ' still'
          : '',
    check.described ? ' (described)' : '',
  );
}

function answer(a: AnswerView): Child {
  const color = a.answer === 'violated' ? 'bad' : a.answer === 'holds' ? 'good' : 'warn';
  return el('span', { class: color, role: 'img', 'aria-label': a.answer }, GLYPH[a.answer] + (a.vacuous ? '*' : ''));
}

/** `holds, all 65 states; its premise was never true`. */
export function words(a: AnswerView): string {
  if (a.answer === 'unknown') return `unknown: ${a.reason ?? 'not decided'}`;
  const number = (n: number): string => n.toLocaleString('en-US');
  const why = a.linesNeverRan
    ? '; a line that the patch adds never ran'
    : a.vacuous
      ? '; its premise was never true'
      : '';
  const states = `${number(a.states)} states and ${number(a.transitions)} steps`;
  const found = a.isReduced ? `${states}, reduced` : a.exhaustive ? `all ${states}` : `${states}, not all`;
  return `${a.answer}, ${found}${why}${a.window === null ? '' : `; window: ${a.window}`}`;
}
