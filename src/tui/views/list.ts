// The threads: two lines for each on a narrow terminal, one on a wide one.
//
//   > FIXED           [PATCH] mm/swap: fix livelock in __read_swap_cache_async()
//                     agreed, done · Hugh Dickins · v1 · livelock · 21 May 2020

import { cells, fill } from '../draw/cells.ts';
import { BLANK, type Line, line, piece } from '../draw/line.ts';
import { topOf } from '../draw/window.ts';
import type { Area } from '../frame.ts';
import { dateWord, findMark, foundWords, newestOf, verdictStyle, verdictWord } from '../item.ts';
import { listed } from '../screens/list.ts';
import type { Item, ListPlace, State } from '../state.ts';
import { pointed, windowed } from './rows.ts';

/** From here on a thread has one line. */
const WIDE = 120;
const VERDICT = 16;

export function drawList(state: State, place: ListPlace, area: Area): Line[] {
  const rows = listed(state, place);
  const foot = footOf(state, place, rows);
  const height = area.height - foot.length;
  if (rows.length === 0) return [BLANK, line('  Nothing is within the limit: l changes it.'), BLANK, ...foot];
  const isWide = area.width >= WIDE;
  const count = isWide ? height - 1 : Math.floor(height / 2);
  const heads = isWide ? [wideHead(area.width)] : [];
  const drawn = isWide
    ? windowed(rows, place.at, count, (i, isAt) => pointed(wideLine(state, state.items[i]!, area.width - 2), isAt))
    : rows
        .slice(topOf(place.at, rows.length, count))
        .slice(0, count)
        .flatMap((i) => narrowLines(state, state.items[i]!, i === rows[place.at]));
  const room = height - heads.length - drawn.length;
  return [...heads, ...drawn, ...Array.from({ length: Math.max(0, room) }, () => BLANK), ...foot];
}

function narrowLines(state: State, item: Item, isAt: boolean): Line[] {
  const found = findMark(state, item, newestOf(item));
  const facts = [item.author, `v${item.version}`, item.claims.join(', '), dateWord(item.date)];
  const mark = cells(foundWords(found));
  return [
    pointed([verdictPiece(item), piece(cells(titleOf(item)), isAt ? 'strong' : 'plain')], isAt),
    [
      piece(' '.repeat(2 + VERDICT)),
      ...(mark === '' ? [] : [piece(mark, 'mark'), piece(' · ', 'faint')]),
      piece(cells(facts.filter(Boolean).join(' · ')), 'faint'),
    ],
  ];
}

/** A mail that lost its head has at least a patch. */
function titleOf(item: Item): string {
  return item.subject || newestOf(item)?.title || item.file;
}

function verdictPiece(item: Item) {
  return piece(fill(verdictWord(item), VERDICT), verdictStyle(item));
}

/** Widths of the columns of a wide list; the subject has the rest. */
const COLUMNS = [
  ['v', 4],
  ['claim', 18],
  ['author', 22],
  ['date', 12],
  ['yours', 20],
] as const;

function wideHead(width: number): Line {
  return line(
    `  ${fill('verdict', VERDICT)}${wideCells('subject', ['v', 'claim', 'author', 'date', 'yours'], width - 2)}`,
    'faint',
  );
}

function wideLine(state: State, item: Item, width: number): Line {
  const mark = foundWords(findMark(state, item, newestOf(item)));
  const texts = [`v${item.version}`, item.claims.join(', '), item.author, dateWord(item.date), mark].map(cells);
  return [verdictPiece(item), piece(wideCells(cells(titleOf(item)), texts, width))];
}

function wideCells(subject: string, texts: readonly string[], width: number): string {
  const rest = COLUMNS.reduce((n, [, wide]) => n + wide + 1, 0);
  const room = Math.max(10, width - VERDICT - rest);
  return [fill(subject, room), ...COLUMNS.map(([, wide], i) => fill(texts[i]!, wide))].join(' ');
}

/** What is said of the thread under the cursor, and how the list is limited. */
function footOf(state: State, place: ListPlace, rows: readonly number[]): Line[] {
  const at = rows[place.at];
  const item = at === undefined ? undefined : state.items[at];
  const { length } = state.items;
  const limits = [
    `${rows.length === 0 ? 0 : place.at + 1} of ${rows.length}`,
    rows.length < length ? `${length} in all` : '',
    place.limit === '' ? '' : `limit ${cells(place.limit)}`,
    state.hidesSkipped ? 'skipped are hidden' : '',
  ];
  return [line(limits.filter(Boolean).join(' · '), 'faint'), line(item ? cells(aboutItem(state, item)) : '')];
}

function aboutItem(state: State, item: Item): string {
  const found = findMark(state, item, newestOf(item));
  if (found && found.mark.note !== '') return `note${found.on === null ? '' : ` on ${found.on}`}: ${found.mark.note}`;
  if (item.progress.kind === 'failed') return item.progress.message.split('\n')[0]!;
  if (!item.view) return item.file;
  const { sentence, reason } = item.view;
  return sentence || reason || item.file;
}
