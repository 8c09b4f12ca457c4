// A run, step by step: which step was made, the table of the run, memory and locks beside it, or below on a narrow
// terminal.

import type { TraceView } from '../../report/view/view.ts';
import { wrap } from '../../report/wrap.ts';
import { cells } from '../draw/cells.ts';
import { BLANK, fillLine, type Line, line, piece } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { traceAt } from '../screens/trace.ts';
import type { State, TracePlace } from '../state.ts';
import { memoryLines, memoryWidth } from './memory.ts';
import { runTable } from './run-table.ts';

/** From here on memory stands beside the run. */
const WIDE = 130;

export function drawTrace(state: State, place: TracePlace, area: Area): Line[] {
  const run = traceAt(state, place);
  if (!run) return [line(cells(place.check), 'strong'), BLANK, line('The run is being told…', 'faint')];
  const where = place.of === null ? 'before the patch' : `after ${place.of}`;
  const heads = [
    [piece(`${where}  `, place.of === null ? 'plain' : 'good'), piece(cells(place.check), 'strong')],
    ...stepLines(run, place, area.width),
  ] satisfies Line[];
  const height = area.height - heads.length;
  if (place.memory === 'all') return [...heads, ...memoryLines(run, place.step, { width: area.width, height })];
  if (place.memory === 'none') return [...heads, ...runTable(run, place, { width: area.width, height })];
  if (area.width >= WIDE) {
    const width = Math.min(Math.max(30, memoryWidth(run)), Math.floor(area.width * 0.4));
    const left = runTable(run, place, { width: area.width - width - 2, height });
    const right = memoryLines(run, place.step, { width, height });
    const beside = left.map((l, i) => [...fillLine(l, area.width - width - 2), piece('│ ', 'faint'), ...right[i]!]);
    return [...heads, ...beside];
  }
  const below = Math.max(3, Math.floor(height * 0.4));
  return [
    ...heads,
    ...runTable(run, place, { width: area.width, height: height - below - 1 }),
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
