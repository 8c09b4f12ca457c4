// The tree of the mails, then each mail.

import type { MessageView, ThreadView } from '../../report/view/view.ts';
import { cells, from } from '../draw/cells.ts';
import { BLANK, type Line, line, piece } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { dateWord, findMark, foundWords, newestOf, verdictStyle, verdictWord } from '../item.ts';
import { type ThreadRow, threadRows } from '../screens/thread.ts';
import type { State, ThreadPlace } from '../state.ts';
import { pointed, windowed } from './rows.ts';
import { unjudgedLines } from './unjudged.ts';

export function drawThread(state: State, place: ThreadPlace, area: Area): Line[] {
  const item = state.items[place.item]!;
  const { view } = item;
  if (!view) return unjudgedLines(item);
  const found = findMark(state, item, newestOf(item));
  const heads: Line[] = [
    [
      piece(verdictWord(item), verdictStyle(item)),
      piece(cells(`  ${view.sentence || view.reason || ''}${view.withdrawn ? ' (withdrawn)' : ''}`)),
    ],
    ...(found ? [line(cells(`yours: ${foundWords(found)}${found.mark.note && `: ${found.mark.note}`}`), 'mark')] : []),
    BLANK,
  ];
  const rows = threadRows(view, place.unfolded);
  const body = windowed(rows, place.at, area.height - heads.length, (row, isAt) =>
    pointed(rowLine(view, row, place.shift), isAt),
  );
  return [...heads, ...body];
}

function rowLine(view: ThreadView, row: ThreadRow, shift: number): Line {
  const message = view.messages[row.message]!;
  switch (row.kind) {
    case 'tree':
      return treeLine(view, message);
    case 'mail':
      return line(cells(`── ${message.from}, ${dateWord(message.date)} ── ${message.subject}`), 'strong');
    case 'claim':
      return line(cells(row.text), 'mark');
    case 'fold':
      return line(`┄ ${row.count} quoted lines`, 'faint');
    case 'text':
      return line(from(cells(row.text), shift), row.isQuoted ? 'faint' : 'plain');
    default:
      return BLANK;
  }
}

function treeLine({ candidates }: ThreadView, { index, depth, from: sender, date, subject }: MessageView): Line {
  const branch = depth === 0 ? '' : `${'  '.repeat(Math.min(depth, 12) - 1)}└ `;
  const proposes = candidates.filter((c) => c.message === index).map((c) => c.id);
  const facts = [sender, dateWord(date), subject].filter(Boolean).join(' · ');
  return [
    piece(branch, 'faint'),
    ...(proposes.length > 0 ? [piece(`[${proposes.join(', ')}] `, 'good')] : []),
    piece(cells(facts)),
  ];
}
