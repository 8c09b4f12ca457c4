// The diff with what became of each line in the margin, beside the functions of the model that it changes. On a narrow
// terminal one of the two.
//
//   =  +	page = find_get_page(…)      │   + page = find_get_page(swap_address_space(entry), …)

import type { CandidateView, LineView } from '../../report/view/view.ts';
import { headline } from '../../report/words.ts';
import { cells, from } from '../draw/cells.ts';
import { BLANK, fillLine, type Line, line, piece, type Style } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { findMark, foundWords, versionOf } from '../item.ts';
import { candidateAt, type DiffRow, diffRows, type ModelRow, modelRowFor, modelRows } from '../screens/review.ts';
import type { ReviewPlace, State } from '../state.ts';
import { pointed, windowed } from './rows.ts';
import { unjudgedLines } from './unjudged.ts';

/** From here on both halves are shown. */
const WIDE = 150;

export function drawReview(state: State, place: ReviewPlace, area: Area): Line[] {
  const item = state.items[place.item]!;
  const candidate = candidateAt(state, place);
  if (!candidate) return unjudgedLines(item);
  const heads = headLines(state, place, candidate);
  const foot = aboutRow(candidate, place);
  const height = area.height - heads.length - 1;
  if (area.width < WIDE) {
    const half =
      place.half === 'diff'
        ? diffLines(candidate, place, height)
        : modelLines(candidate, place.modelAt, place.shift, height, true);
    return [...heads, ...half, foot];
  }
  const left = Math.floor(area.width / 2);
  const isModel = place.half === 'model';
  const diff = diffLines(candidate, place, height, !isModel);
  const at = isModel ? place.modelAt : modelRowFor(candidate, place.at);
  const model = modelLines(candidate, at, place.shift, height, isModel);
  const both = diff.map((l, i) => [...fillLine(l, left - 1), piece('│', 'faint'), ...model[i]!]);
  return [...heads, ...both, foot];
}

function headLines(state: State, place: ReviewPlace, c: CandidateView): Line[] {
  const item = state.items[place.item]!;
  const found = findMark(state, item, versionOf(item, c.id));
  const { length } = item.view!.candidates;
  const style: Style = c.verdict === 'fixed' && !c.introduced?.length ? 'good' : 'bad';
  const facts = [
    c.introduced?.length ? `breaks ${c.introduced.length}` : '',
    c.residual?.length ? `${c.residual.length} still violated` : '',
    foundWords(found) && `yours: ${foundWords(found)}`,
  ];
  return [
    [
      piece(`${c.id}${length > 1 ? ` (${place.candidate + 1} of ${length})` : ''}  `, 'strong'),
      piece(cells([c.author, c.title].filter(Boolean).join(': '))),
    ],
    [
      piece(headline(c.verdict), style),
      piece(cells(['', ...facts].filter((f, i) => i === 0 || f).join('  · '))),
      ...(c.reason === null ? [] : [piece(cells(`  ${c.reason}`))]),
    ],
    ...(c.coverage === null ? [] : [line(cells(c.coverage), 'faint')]),
    line('=  mapped   ~  elided   #  comment   !  not in the model', 'faint'),
  ];
}

function diffLines(
  candidate: CandidateView,
  { at, shift, half }: ReviewPlace,
  height: number,
  isActive = half === 'diff',
): Line[] {
  const rows = diffRows(candidate);
  if (rows.length === 0)
    return windowed([candidate.reason ?? 'It has no diff: Tab shows the model.'], 0, height, (t) =>
      line(`  ${cells(t)}`),
    );
  return windowed(rows, at, height, (row, isAt) => pointed(diffLine(row, shift), isAt && isActive));
}

const MARGINS: Readonly<Record<NonNullable<LineView['mapping']>, { sign: string; style: Style }>> = {
  mapped: { sign: '=', style: 'plain' },
  elided: { sign: '~', style: 'faint' },
  comment: { sign: '#', style: 'faint' },
  unmodelled: { sign: '!', style: 'mark' },
};

function diffLine(row: DiffRow, shift: number): Line {
  switch (row.kind) {
    case 'file':
      return line(cells(row.text), 'strong');
    case 'hunk':
      return line(cells(row.text), 'mark');
    case 'elided':
      return line(cells(row.text), 'faint');
    default: {
      const { kind, text, mapping } = row.line;
      const { sign, style } = mapping === null ? { sign: ' ', style: 'plain' as const } : MARGINS[mapping];
      const mark = kind === 'added' ? '+' : kind === 'removed' ? '-' : ' ';
      const color: Style = kind === 'added' ? 'good' : kind === 'removed' ? 'bad' : 'plain';
      return [piece(`${sign} `, style), piece(from(cells(mark + text), shift), color)];
    }
  }
}

function modelLines(candidate: CandidateView, at: number, shift: number, height: number, isActive: boolean): Line[] {
  const rows = modelRows(candidate);
  if (rows.length === 0) return windowed(['The model has none of it.'], 0, height, (t) => line(`  ${t}`, 'faint'));
  return windowed(rows, at, height, (row, isAt) => pointed(modelLine(row, shift), isAt && isActive));
}

function modelLine(row: ModelRow, shift: number): Line {
  if (row.kind === 'function') return line(cells(`${row.function.path}: ${row.function.name}()`), 'strong');
  const { kind, text } = row.line;
  const mark = kind === 'added' ? '+' : kind === 'removed' ? '-' : ' ';
  return line(from(cells(`${mark} ${text}`), shift), kind === 'added' ? 'good' : kind === 'removed' ? 'bad' : 'plain');
}

/** What is said of the row under the cursor. */
function aboutRow(candidate: CandidateView, { half, at, modelAt }: ReviewPlace): Line {
  if (half === 'model') {
    const row = modelRows(candidate)[modelAt];
    return row ? line(cells(`in ${row.function.name}() of ${row.function.path}`), 'faint') : BLANK;
  }
  const row = diffRows(candidate)[at];
  if (row?.kind !== 'line' || row.line.mapping === null) return BLANK;
  const { mapping, reason, line: number } = row.line;
  return line(
    cells(
      `line ${number} of the mail: ${mapping === 'unmodelled' ? 'not in the model' : mapping}${reason ? `: ${reason}` : ''}`,
    ),
    'faint',
  );
}
