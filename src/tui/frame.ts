// A state as the lines of the terminal. One line less than it has, none wider than it: a frame as high as the screen
// would scroll it.
//
//   patchcheck > list                                        12 threads, 3 fixed     where one is
//   …                                                                                the view of the screen
//   Enter open  l limit  q back  ? help                                              what can be done, or was said

import { unreachable } from '../base/unreachable.ts';
import { cells } from './draw/cells.ts';
import { BLANK, cutLine, ends, type Line, line } from './draw/line.ts';
import { isOpen } from './item.ts';
import { bindingsOn } from './keys.ts';
import { type Place, placeOf, type State } from './state.ts';
import { drawChecks } from './views/checks.ts';
import { drawHelp } from './views/help.ts';
import { drawList } from './views/list.ts';
import { drawOffer, drawReplay } from './views/offer.ts';
import { drawReview } from './views/review.ts';
import { drawThread } from './views/thread.ts';
import { drawTrace } from './views/trace.ts';

/** Room for a view. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

/** The smallest terminal on which anything can be told. */
const SMALLEST = { columns: 40, rows: 10 };

/** The lines of a screen. */
export function frame(state: State): Line[] {
  const { columns, rows } = state.size;
  const height = Math.max(1, rows - 1);
  const lines =
    columns < SMALLEST.columns || rows < SMALLEST.rows
      ? [line(`The terminal is too small: ${SMALLEST.columns}×${SMALLEST.rows} is the least.`)]
      : [head(state), ...sized(body(state, { width: columns, height: height - 2 }), height - 2), foot(state)];
  return lines.slice(0, height).map((l) => cutLine(l, columns));
}

function sized(lines: readonly Line[], height: number): Line[] {
  return Array.from({ length: height }, (_, i) => lines[i] ?? BLANK);
}

function body(state: State, area: Area): Line[] {
  const place = placeOf(state);
  switch (state.overlay?.kind) {
    case 'help':
      return drawHelp(place.kind, state.overlay.top, area);
    case 'replay':
      return drawReplay(state, area);
    case 'offer':
      return drawOffer(state.overlay, area);
    case undefined:
      return draw(state, place, area);
    default:
      return unreachable(state.overlay);
  }
}

function draw(state: State, place: Place, area: Area): Line[] {
  switch (place.kind) {
    case 'list':
      return drawList(state, place, area);
    case 'thread':
      return drawThread(state, place, area);
    case 'review':
      return drawReview(state, place, area);
    case 'checks':
      return drawChecks(state, place, area);
    case 'trace':
      return drawTrace(state, place, area);
    default:
      return unreachable(place);
  }
}

function head(state: State): Line {
  const { columns } = state.size;
  const names = state.trail.map((p) => p.kind).join(' > ');
  const place = placeOf(state);
  const title = place.kind === 'list' ? '' : `   ${cells(state.items[place.item]!.subject)}`;
  return ends(`patchcheck  ${names}${title}`, progress(state), columns, 'bar');
}

function progress({ items }: State): string {
  const open = items.filter(isOpen).length;
  if (open > 0) return `judging ${items.length - open + 1}/${items.length}, C-c stops`;
  return items.length === 1 ? '' : `${items.length} threads`;
}

function foot(state: State): Line {
  const { prompt, notice, search, size } = state;
  if (prompt) return typedLine(`${prompt.kind}: `, prompt.text, size.columns);
  if (notice !== '') return line(cells(notice.replace(/\s*\n\s*/g, '  ')), 'strong');
  const hints = bindingsOn(placeOf(state).kind)
    .filter((b) => b.hint !== undefined)
    .map((b) => `${b.keys[0]} ${b.hint}`)
    .join('  ');
  return ends(hints, search === '' ? '' : `/${cells(search)}  n N, Esc ends`, size.columns, 'faint');
}

/** What is being typed; of a long line its end. */
function typedLine(label: string, text: string, width: number): Line {
  const shown = [...cells(text)].slice(-Math.max(1, Math.floor((width - label.length - 1) / 2))).join('');
  const whole = cells(text);
  return [
    { text: label, style: 'strong' },
    { text: whole.length + label.length < width ? whole : shown, style: 'plain' },
    { text: ' ', style: 'cursor' },
  ];
}
