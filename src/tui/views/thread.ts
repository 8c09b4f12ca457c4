// The tree of the mails, then each mail.

import type { MessageView } from '../../report/view/view.ts';
import { wrap } from '../../report/wrap.ts';
import { cells, from } from '../draw/cells.ts';
import { BLANK, type Line, line, piece } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { dateWord, findMark, foundWords, newestOf, verdictStyle, verdictWord } from '../item.ts';
import { type Mails, mailsOf, type ThreadRow, threadRows } from '../screens/thread.ts';
import type { Item, State, ThreadPlace } from '../state.ts';
import { pointed, windowed } from './rows.ts';
import { unjudgedLines } from './unjudged.ts';

export function drawThread(state: State, place: ThreadPlace, area: Area): Line[] {
  const item = state.items[place.item]!;
  if (item.messages.length === 0) return unjudgedLines(item);
  const found = findMark(state, item, newestOf(item));
  const heads: Line[] = [
    ...verdictLines(item, area.width),
    ...(found ? [line(cells(`yours: ${foundWords(found)}${found.mark.note && `: ${found.mark.note}`}`), 'mark')] : []),
    BLANK,
  ];
  const rows = threadRows(item, place.unfolded);
  const body = windowed(rows, place.at, area.height - heads.length, (row, isAt) =>
    pointed(rowLine(mailsOf(item), row, place.shift), isAt),
  );
  return [...heads, ...body];
}

/** The verdict and the sentence behind it, in three lines at most. */
function verdictLines(item: Item, width: number): Line[] {
  const word = `${verdictWord(item)}  `;
  const { view, progress } = item;
  const about =
    progress.kind === 'failed' ? progress.message.split('\n')[0]! : ((view?.sentence || view?.reason) ?? '');
  const text = `${about}${view?.withdrawn ? ' (withdrawn)' : ''}`;
  const [first = '', ...rest] = wrap(cells(text), width - word.length, 0, true);
  const lines = [piece(word, verdictStyle(item)), piece(first)];
  return [lines, ...rest.slice(0, 2).map((l) => line(' '.repeat(word.length) + l))];
}

function rowLine(view: Mails, row: ThreadRow, shift: number): Line {
  const message = view.messages[row.message]!;
  switch (row.kind) {
    case 'tree':
      return treeLine(view, message);
    case 'mail':
      return line(
        cells(`── ${[message.from, dateWord(message.date), message.subject].filter(Boolean).join(' · ') || 'a mail'}`),
        'strong',
      );
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

function treeLine({ candidates }: Mails, { index, depth, from: sender, date, subject }: MessageView): Line {
  const branch = depth === 0 ? '' : `${'  '.repeat(Math.min(depth, 12) - 1)}└ `;
  const proposes = candidates.filter((c) => c.message === index).map((c) => c.id);
  const facts = [sender, dateWord(date), subject].filter(Boolean).join(' · ') || 'a mail';
  return [
    piece(branch, 'faint'),
    ...(proposes.length > 0 ? [piece(`[${proposes.join(', ')}] `, 'good')] : []),
    piece(cells(facts)),
  ];
}
