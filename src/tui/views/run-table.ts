// A run in the columns of its tasks, time downwards.
//
//       CPU0  reader A                 CPU0  reader B
//       err = swapcache_prepare(…) → 0
//   > ┌                                err = swapcache_prepare(…) → -EEXIST
//     └                                cond_resched()
//     ↺ these steps repeat for ever

import type { RowView, TraceView } from '../../report/view/view.ts';
import { wrap } from '../../report/wrap.ts';
import { cells, cut, fill } from '../draw/cells.ts';
import { BLANK, type Line, line, piece, type Style } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import type { TracePlace } from '../state.ts';
import { windowed } from './rows.ts';

const MARGIN = 4;
const GAP = 2;
/** Columns narrower than this are told one below the other. */
const NARROWEST = 24;

/** Exactly as many lines as there is room for. */
export function runTable(run: TraceView, { step }: TracePlace, { width, height }: Area): Line[] {
  const { tasks, rows, loop, rowLoop } = run;
  const column = Math.floor((width - MARGIN - GAP * (tasks.length - 1)) / tasks.length);
  const isList = column < NARROWEST;
  const head = isList ? [] : [headLine(run, column)];
  const tail = tailLines(run, step, width);
  const room = height - head.length - tail.length;
  const now = new Set(rows.flatMap((r, i) => (r.step === step - 1 ? [i] : [])));
  const last = rows.findLastIndex((r) => r.step < step);
  const draw = (row: RowView, index: number): Line => {
    const text = isList ? listed(run, row, width - MARGIN) : inColumn(row, column);
    const style: Style = now.has(index) ? 'strong' : row.step < step ? 'plain' : 'faint';
    // Between two rows the run is within the first.
    const sign = now.has(index) ? '> ' : index === last && now.size === 0 ? '· ' : '  ';
    return [piece(sign, 'mark'), piece(bar(run, index)), piece(text, style)];
  };
  // An endless part is shown whole, if it can be.
  const isRound = loop !== null && step > loop && rows.length - (rowLoop ?? 0) <= room;
  const at = isRound ? rows.length - 1 : ([...now][0] ?? Math.max(0, last));
  const body = windowed(rows, at, room, (row, _, i) => draw(row, i)).slice(0, Math.min(room, rows.length));
  const lines = [...head, ...body, ...tail];
  return Array.from({ length: height }, (_, i) => lines[i] ?? BLANK);
}

function headLine({ tasks }: TraceView, column: number): Line {
  const heads = tasks.map(({ about, cpu, onCpu }) => cells(onCpu ? `CPU${cpu}  ${about}` : about));
  return line(' '.repeat(MARGIN) + heads.map((h) => fill(h, column)).join(' '.repeat(GAP)), 'strong');
}

function inColumn({ task, text, indent }: RowView, column: number): string {
  return ' '.repeat(task * (column + GAP)) + cut(' '.repeat(Math.min(indent, 8)) + cells(text), column);
}

/** With the name of its task in front. */
function listed({ tasks }: TraceView, { task, text, indent }: RowView, width: number): string {
  const name = Math.min(16, Math.max(...tasks.map((t) => t.name.length)));
  return cut(`${fill(cells(tasks[task]!.name), name)}  ${' '.repeat(Math.min(indent, 8))}${cells(text)}`, width);
}

/** How the run ends, once it does; what goes round says so all along. */
function tailLines({ steps, loop, end }: TraceView, step: number, width: number): Line[] {
  if (loop === null && step < steps.length) return [];
  const sign = loop === null ? '' : '↺ ';
  const lines = wrap(`${sign}${cells(end)}`, width - MARGIN, 0, true).slice(0, 3);
  return lines.map((l) => line(' '.repeat(MARGIN) + l, loop === null ? 'bad' : 'mark'));
}

/** The part that goes round stands in a bracket. */
function bar({ rows, rowLoop }: TraceView, index: number): string {
  if (rowLoop === null || index < rowLoop) return '  ';
  if (index === rowLoop) return rows.length - 1 === rowLoop ? '↺ ' : '┌ ';
  return index === rows.length - 1 ? '└ ' : '│ ';
}
