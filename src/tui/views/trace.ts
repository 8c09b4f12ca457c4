// A run in the columns of its tasks, time downwards, with memory and locks beside it, or below on a narrow terminal.
//
//       CPU0  reader A                 CPU0  reader B
//       err = swapcache_prepare(…) → 0
//   > ┌                                err = swapcache_prepare(…) → -EEXIST
//     └                                cond_resched()
//     ↺ these steps repeat for ever

import type { RowView, TraceView } from '../../report/view/view.ts';
import { pad, wrap } from '../../report/wrap.ts';
import { cells, cut, fill } from '../draw/cells.ts';
import { BLANK, fillLine, type Line, line, piece, type Style } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { traceAt } from '../screens/trace.ts';
import type { State, TracePlace } from '../state.ts';
import { memoryLines, memoryWidth } from './memory.ts';
import { windowed } from './rows.ts';

/** From here on memory stands beside the run. */
const WIDE = 130;
const MARGIN = 4;
const GAP = 2;
/** Columns narrower than this are told one below the other. */
const NARROWEST = 24;

export function drawTrace(state: State, place: TracePlace, area: Area): Line[] {
  const run = traceAt(state, place);
  if (!run) return [line(cells(place.check), 'strong'), BLANK, line('The run is being told…', 'faint')];
  const where = place.of === null ? 'before the patch' : `after ${place.of}`;
  const heads = [
    [piece(`${where}  `, place.of === null ? 'plain' : 'good'), piece(cells(place.check), 'strong')],
    ...stepLines(run, place, area.width),
  ] satisfies Line[];
  const height = area.height - heads.length;
  if (!place.showsMemory) return [...heads, ...table(run, place, { width: area.width, height })];
  if (area.width >= WIDE) {
    const width = Math.min(Math.max(30, memoryWidth(run)), Math.floor(area.width * 0.4));
    const left = table(run, place, { width: area.width - width - 2, height });
    const right = memoryLines(run, place.step, { width, height });
    const beside = left.map((l, i) => [...fillLine(l, area.width - width - 2), piece('│ ', 'faint'), ...right[i]!]);
    return [...heads, ...beside];
  }
  const below = Math.max(3, Math.floor(height * 0.4));
  return [
    ...heads,
    ...table(run, place, { width: area.width, height: height - below - 1 }),
    line('─'.repeat(area.width), 'faint'),
    ...memoryLines(run, place.step, { width: area.width, height: below }),
  ];
}

/** Which step was made last, and by whom. */
function stepLines(run: TraceView, { step, round }: TracePlace, width: number): [Line, Line] {
  const head = `step ${step}/${run.steps.length}${round > 1 ? `, round ${round}` : ''}  `;
  const made = run.steps[step - 1];
  if (!made) return [[piece(head, 'strong'), piece('nothing is done yet', 'faint')], BLANK];
  const word = KINDS[made.kind];
  const kind = made.text.includes(word) ? '' : ` (${word})`;
  const text = `${run.tasks[made.task]!.name}: ${made.text}${kind}`;
  const [first = '', ...rest] = wrap(cells(text), width - head.length, 2, true);
  return [[piece(head, 'strong'), piece(first, 'mark')], line(`  ${rest.map((l) => l.trim()).join(' ')}`, 'mark')];
}

const KINDS = {
  step: '',
  sleep: 'sleeps',
  wake: 'wakes',
  arrive: 'arrives',
  done: 'is done',
  stop: 'stops',
  wait: 'waits for another',
} as const;

function table(run: TraceView, place: TracePlace, { width, height }: Area): Line[] {
  const { tasks, rows } = run;
  const column = Math.floor((width - MARGIN - GAP * (tasks.length - 1)) / tasks.length);
  const isList = column < NARROWEST;
  const heads = tasks.map(({ about, cpu, onCpu }) => cells(onCpu ? `CPU${cpu}  ${about}` : about));
  const names = Math.min(16, Math.max(...tasks.map((t) => t.name.length))) + 2;
  const head = isList
    ? []
    : [line(' '.repeat(MARGIN) + heads.map((h) => fill(h, column)).join(' '.repeat(GAP)), 'strong')];
  const draw = (row: RowView, index: number): Line => {
    const isNow = now.includes(index);
    const before = isList
      ? pad(cut(cells(tasks[row.task]!.name), names - 2), names)
      : ' '.repeat(row.task * (column + GAP));
    const room = isList ? width - MARGIN - names : column;
    const text = cut(' '.repeat(Math.min(row.indent, 8)) + cells(row.text), room);
    const style: Style = isNow ? 'strong' : row.step < place.step ? 'plain' : 'faint';
    // Between two rows the run is within the first.
    const sign = isNow ? '> ' : index === last && now.length === 0 ? '· ' : '  ';
    return [piece(sign, 'mark'), piece(bar(run, index)), piece(before + text, style)];
  };
  const now = rows.flatMap((r, i) => (r.step === place.step - 1 ? [i] : []));
  const last = rows.findLastIndex((r) => r.step < place.step);
  const at = now[0] ?? Math.max(0, last);
  const end = place.step === run.steps.length || run.loop !== null;
  const room = height - head.length - (end ? 1 : 0);
  // An endless part is shown whole, if it can be.
  const isRound = run.loop !== null && place.step > run.loop && rows.length - (run.rowLoop ?? 0) <= room;
  const body = windowed(rows, isRound ? rows.length - 1 : at, room, (row, _, i) => draw(row, i));
  const shown = body.slice(0, Math.min(room, rows.length));
  const tail = end
    ? [line(`    ${run.loop !== null ? '↺ ' : ''}${cells(run.end)}`, run.loop === null ? 'bad' : 'mark')]
    : [];
  const blanks = Array.from({ length: Math.max(0, room - shown.length) }, () => BLANK);
  return [...head, ...shown, ...tail, ...blanks].slice(0, height);
}

/** The part that goes round stands in a bracket. */
function bar({ rows, rowLoop }: TraceView, index: number): string {
  if (rowLoop === null || index < rowLoop) return '  ';
  if (index === rowLoop) return rows.length - 1 === rowLoop ? '↺ ' : '┌ ';
  return index === rows.length - 1 ? '└ ' : '│ ';
}
