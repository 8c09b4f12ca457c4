// The check matrix.
//
//   > * readers/coop+page-alloc-sleeps/every-call-returns   [VIOLATED] holds

import type { AnswerView, ThreadView } from '../../report/view/view.ts';
import { wrap } from '../../report/wrap.ts';
import { cells, cut, fill } from '../draw/cells.ts';
import { BLANK, type Line, line, type Piece, piece, type Style } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { answerIn, type CheckRole, type CheckRow, checkRows, columnsOf } from '../screens/checks.ts';
import type { ChecksPlace, State } from '../state.ts';
import { pointed, windowed } from './rows.ts';
import { unjudgedLines } from './unjudged.ts';

const CELL = 10;

/** What a check is to the verdict: one sign, and the word for it. */
const ROLES: Readonly<Record<CheckRole, { readonly sign: string; readonly word: string; readonly style: Style }>> = {
  described: { sign: '*', word: 'described by the thread', style: 'mark' },
  introduced: { sign: '!', word: 'introduced: it held before', style: 'bad' },
  residual: { sign: '~', word: 'residual: still violated', style: 'plain' },
  other: { sign: ' ', word: '', style: 'plain' },
};
const SIGN = 2;

export function drawChecks(state: State, place: ChecksPlace, area: Area): Line[] {
  const item = state.items[place.item]!;
  const { view } = item;
  if (!view) return unjudgedLines(item);
  const rows = checkRows(view, place.list);
  const columns = columnsOf(view);
  const room = Math.max(1, Math.floor((area.width - 2 - SIGN - 40) / CELL));
  // The columns around the cursor.
  const left = Math.max(0, Math.min(place.column - Math.floor(room / 2), columns.length - room));
  const shown = columns.slice(left, left + room);
  const widest = Math.max(...rows.map((r) => r.check.id.length), 20);
  const name = Math.min(widest + 2, area.width - 2 - SIGN - shown.length * CELL);
  const head = line(
    `    ${fill(`${rows.length} of ${view.checks.length} checks`, name)}${shown.map((c) => fill(` ${cells(c ?? 'before')}`, CELL)).join('')}`,
    'faint',
  );
  const foot = footOf(view, rows[place.at], columns[place.column] ?? null, area);
  const body = windowed(rows, place.at, area.height - 2 - foot.length, (row, isAt) =>
    pointed(
      [
        piece(fill(ROLES[row.role].sign, SIGN), ROLES[row.role].style),
        piece(fill(cut(row.check.id, name - 1), name)),
        ...shown.map((c, i) => cell(answerIn(row.check, c), isAt && left + i === place.column)),
      ],
      isAt,
    ),
  );
  return [head, ...body, BLANK, ...foot];
}

function cell(answer: AnswerView | undefined, isAt: boolean): Piece {
  const word = answer ? answerWord(answer) : '-';
  const style: Style = isAt ? 'cursor' : answer?.answer === 'violated' ? 'bad' : 'plain';
  return piece(fill(isAt ? `[${word}]` : ` ${word}`, CELL), style);
}

function answerWord({ answer, vacuous }: AnswerView): string {
  if (answer === 'violated') return 'VIOLATED';
  return vacuous ? 'holds*' : answer;
}

/** What the words of the check mean, and the answer under the cursor in full. */
function footOf(view: ThreadView, row: CheckRow | undefined, column: string | null, { width, height }: Area): Line[] {
  if (!row) return [];
  const answer = answerIn(row.check, column);
  const where = column === null ? 'before' : `after ${column}`;
  const facts = answer
    ? [
        answer.answer,
        `${answer.states.toLocaleString('en-US')} states`,
        answer.isReduced ? 'reduced' : answer.exhaustive ? 'exhaustive' : 'not all were seen',
        answer.vacuous
          ? answer.linesNeverRan
            ? 'vacuous: an added line never ran'
            : 'vacuous: its premise was never true'
          : '',
        answer.reason ?? '',
        view.runs.some((r) => r.check === row.check.id && r.candidate === column) ? 'Enter: the run' : '',
      ]
    : ['no program to run'];
  const legend = row.check.legend.flatMap((l) => wrap(l, width - 2, 4));
  const most = Math.max(0, Math.min(legend.length, Math.floor(height / 3)));
  return [
    line(cells(`${where}: ${facts.filter(Boolean).join(' · ')}`), 'strong'),
    ...(answer?.window ? [line(cells(`window: ${answer.window}`))] : []),
    line(`${ROLES[row.role].sign} ${ROLES[row.role].word}`.trim(), 'faint'),
    ...legend.slice(0, most).map((l) => line(`  ${cells(l)}`, 'faint')),
  ];
}
