// Memory and locks after a step. What the step changed comes with a star, and first where there is no room for all.

import type { CellView, LockView, StateView, TraceView } from '../../report/view/view.ts';
import { widthOf } from '../../report/wrap.ts';
import { cells, cut, fill } from '../draw/cells.ts';
import { BLANK, type Line, line, piece } from '../draw/line.ts';
import { memo } from '../draw/memo.ts';
import type { Area } from '../frame.ts';

/** Room for all that one run has, a cell a line. */
export const memoryWidth = memo(({ start, steps }: TraceView): number =>
  Math.max(...[start, ...steps].flatMap(({ memory }) => memory.map((c) => widthOf(cellText(c)))), 0),
);

function cellText({ name, value, changed }: CellView): string {
  return `${changed ? '* ' : '  '}${cells(name)} = ${cells(value)}`;
}

/** Exactly as many lines as there is room for. */
export function memoryLines(run: TraceView, step: number, { width, height }: Area): Line[] {
  const state: StateView = step === 0 ? run.start : run.steps[step - 1]!;
  const lines = [lockLine(run, state.locks, width), ...cellLines(inOrder(run, state.memory), width, height - 1)];
  return Array.from({ length: height }, (_, i) => lines[i] ?? BLANK);
}

/** Names of what any step of a run changes. */
const changing = memo(
  ({ steps }: TraceView): ReadonlySet<string> =>
    new Set(steps.flatMap(({ memory }) => memory.flatMap((c) => (c.changed ? [c.name] : [])))),
);

/** What the run changes stands first, and each cell always in its place. */
function inOrder(run: TraceView, memory: readonly CellView[]): readonly CellView[] {
  const first = (c: CellView): boolean => changing(run).has(c.name);
  return [...memory.filter(first), ...memory.filter((c) => !first(c))];
}

function lockLine({ tasks }: TraceView, locks: readonly LockView[], width: number): Line {
  const held = locks.map(
    ({ name, task }) => `${name} by ${task === null ? 'nobody shown' : (tasks[task]?.name ?? '?')}`,
  );
  const text = cells(held.length === 0 ? 'no lock is held' : `held: ${held.join(', ')}`);
  return line(cut(text, width), held.length === 0 ? 'faint' : 'plain');
}

function cellLines(memory: readonly CellView[], width: number, height: number): Line[] {
  if (memory.length === 0) return [line('all memory is zero', 'faint')];
  const texts = memory.map(cellText);
  const widest = Math.max(...texts.map(widthOf));
  // As many columns as are needed and fit.
  const fit = Math.max(1, Math.floor((width + 2) / (widest + 2)));
  const columns = Math.min(fit, Math.max(1, Math.ceil(memory.length / Math.max(1, height))));
  const places = columns * height;
  const order = memory.map((_, i) => i);
  const isWhole = memory.length <= places;
  const sorted = isWhole
    ? order
    : [...order.filter((i) => memory[i]!.changed), ...order.filter((i) => !memory[i]!.changed)];
  const shown = isWhole ? sorted : sorted.slice(0, Math.max(0, places - 1));
  const room = Math.floor((width - 2 * (columns - 1)) / columns);
  const lines: Line[] = [];
  for (let i = 0; i < shown.length; i += columns)
    lines.push(
      shown
        .slice(i, i + columns)
        .flatMap((cell, n) => [
          ...(n > 0 ? [piece('  ')] : []),
          piece(fill(texts[cell]!, room), memory[cell]!.changed ? 'mark' : 'plain'),
        ]),
    );
  if (!isWhole) {
    const more = piece(`  … ${memory.length - shown.length} more`, 'faint');
    if (shown.length % columns === 0) lines.push([more]);
    else lines[lines.length - 1] = [...lines.at(-1)!, piece('  '), more];
  }
  return lines;
}
