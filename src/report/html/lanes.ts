// A run as a picture: a lane for each task, time downwards, a line for each step. A bar beside the text is a lock that the
// task holds; the arrow on the left leads from the end of an endless run to where it begins again.

import type { StepView, TraceView } from '../view/view.ts';
import { wrap } from '../wrap.ts';
import { type Child, el } from './element.ts';

const LEFT = 40;
const LINE = 16;
const HEAD = 30;
/** Of a letter. */
const WIDE = 7.3;
/** Of a lock's bar and the room beside it. */
const BAR = 7;
/** At most so many lanes have the full width. */
const ROOM = 900;
const NARROWEST = 330;

interface Line {
  readonly text: string;
  readonly style: string;
}

interface Placed {
  readonly step: StepView;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

/** The picture of a run. `id` is unlike that of any other picture of the page. */
export function lanesSvg(trace: TraceView, id: string): Child {
  const lane = Math.max(NARROWEST, Math.floor(ROOM / trace.tasks.length));
  const bars = barsOf(trace);
  const slots = 1 + Math.max(-1, ...bars.map((b) => b.slot));
  const text = slots * BAR + 18;
  const letters = Math.floor((lane - text - 12) / WIDE);
  const placed = place(trace, letters);
  const bottom = placed.reduce((y, p) => Math.max(y, p.y + p.height), HEAD);
  const width = LEFT + lane * trace.tasks.length;
  const endLines = wrap(endText(trace), Math.floor((width - LEFT) / WIDE), 2, true);
  const height = bottom + 12 + endLines.length * LINE;
  const x = (task: number): number => LEFT + task * lane;
  const dotX = (p: Placed): number => x(p.step.task) + text - 10;

  return el(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-labelledby': `${id}-title ${id}-about` },
    el('title', { id: `${id}-title` }, `The run that violates ${trace.check}`),
    el(
      'desc',
      { id: `${id}-about` },
      `${trace.steps.length} steps of ${trace.tasks.length} tasks, time downwards. ${endText(trace)} The same run stands below as a text.`,
    ),
    el(
      'defs',
      {},
      el(
        'marker',
        { id: `${id}-tip`, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
        el('path', { d: 'M0 0L8 4L0 8z', class: 'warnfill' }),
      ),
    ),
    ...trace.tasks.map((t, i) =>
      el(
        'text',
        { x: x(i), y: 14, class: 'head' },
        cut(t.onCpu ? `CPU${t.cpu}  ${t.about}` : t.about, Math.floor(lane / WIDE) - 2),
      ),
    ),
    ...trace.tasks.map((_, i) =>
      el('line', { class: 'lane', x1: x(i) + text - 10, x2: x(i) + text - 10, y1: HEAD - 8, y2: bottom }),
    ),
    ...placed.slice(1).flatMap((p, i) =>
      p.step.task === placed[i]!.step.task
        ? []
        : [
            el('path', {
              class: 'turn',
              d: `M${dotX(placed[i]!)} ${placed[i]!.y + LINE / 2}V${p.y}H${dotX(p)}V${p.y + LINE / 2}`,
            }),
          ],
    ),
    ...bars.map(({ name, task, from, to, slot }) => {
      const y = placed[from]!.y + LINE / 2;
      const end = to === trace.steps.length ? bottom : placed[to]!.y + LINE / 2;
      return el(
        'rect',
        { class: `lock t${task % 6}`, x: x(task) + slot * BAR, y, width: BAR - 2, height: Math.max(3, end - y), rx: 1 },
        el('title', {}, `${trace.tasks[task]!.name} holds ${name}, steps ${from + 1} to ${to}`),
      );
    }),
    ...placed.map((p, i) => {
      const isBad = trace.loop === null && i === placed.length - 1;
      return el(
        'g',
        { class: `step t${p.step.task % 6}`, 'data-step': i },
        el('rect', {
          class: isBad ? 'bg badline' : 'bg',
          x: LEFT - 6,
          y: p.y,
          width: width - LEFT + 6,
          height: p.height,
          fill: 'none',
          'pointer-events': 'all',
        }),
        el('circle', {
          class: 'dot',
          cx: x(p.step.task) + text - 10,
          cy: p.y + LINE / 2,
          r: p.step.rows.length > 0 ? 3.5 : 2,
        }),
        ...p.lines.map(({ text: words, style }, n) =>
          el('text', { x: x(p.step.task) + text, y: p.y + 12 + n * LINE, ...(style && { class: style }) }, words),
        ),
      );
    }),
    ...loopArrow(trace, placed, bottom, id),
    ...endLines.map((line, i) => el('text', { x: LEFT, y: bottom + 20 + i * LINE, class: 'bad head' }, line)),
  );
}

function endText({ loop, steps, end }: TraceView): string {
  if (loop === null) return `✗ ${end}`;
  if (loop === steps.length - 1) return `↺ step ${loop + 1} repeats for ever`;
  return `↺ steps ${loop + 1} to ${steps.length} repeat for ever`;
}

function place(trace: TraceView, letters: number): Placed[] {
  let y = HEAD;
  return trace.steps.map((step, i) => {
    const before = i === 0 ? trace.start : trace.steps[i - 1]!;
    const isHeld = (name: string, locks: StepView['locks']): boolean =>
      locks.some((l) => l.name === name && l.task === step.task);
    const taken = step.locks.filter((l) => l.task === step.task && !isHeld(l.name, before.locks));
    const told: Line[] = step.rows.flatMap((r) =>
      wrap(`${' '.repeat(r.indent)}${r.text}`, letters, r.indent + 4, true).map((text) => ({ text, style: '' })),
    );
    const lines = [
      ...(told.length > 0 ? told : [{ text: cut(step.text, letters), style: 'small dim' }]),
      ...taken.map(({ name }) => ({ text: cut(`▐ holds ${name}`, letters), style: 'small lockname' })),
    ];
    const placed = { step, y, height: lines.length * LINE, lines };
    y += placed.height;
    return placed;
  });
}

interface Bar {
  readonly name: string;
  readonly task: number;
  /** Index of the step that takes the lock, and of the one that gives it back; the number of steps if none does. */
  readonly from: number;
  readonly to: number;
  /** Beside which others it stands. */
  readonly slot: number;
}

/** For how long each lock is held by whom. */
function barsOf({ steps, start }: TraceView): Bar[] {
  const bars: Bar[] = [];
  const open = new Map<string, { name: string; task: number; from: number; slot: number }>();
  const note = (locks: StepView['locks'], at: number): void => {
    const now = new Set(locks.map((l) => `${l.task} ${l.name}`));
    for (const [key, bar] of open)
      if (!now.has(key)) {
        open.delete(key);
        bars.push({ ...bar, to: at });
      }
    for (const { name, task } of locks) {
      const key = `${task} ${name}`;
      if (task === null || open.has(key)) continue;
      const taken = new Set([...open.values()].filter((b) => b.task === task).map((b) => b.slot));
      let slot = 0;
      while (taken.has(slot)) slot++;
      open.set(key, { name, task, from: Math.max(0, at), slot });
    }
  };
  note(start.locks, -1);
  for (const [i, step] of steps.entries()) note(step.locks, i);
  return [...bars, ...[...open.values()].map((bar) => ({ ...bar, to: steps.length }))];
}

function loopArrow({ loop }: TraceView, placed: readonly Placed[], bottom: number, id: string): Child[] {
  if (loop === null) return [];
  const top = placed[loop]!.y + LINE / 2;
  const y = bottom - LINE / 2;
  const d = `M${LEFT - 8} ${y}H16q-8 0 -8 -8V${Math.min(top + 8, y - 8)}q0 -8 8 -8H${LEFT - 10}`;
  return [el('path', { class: 'loop', d, 'marker-end': `url(#${id}-tip)` })];
}

function cut(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
