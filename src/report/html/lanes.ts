// A run as a picture: a lane for each task, time downwards, a line for each step. A bar beside the text is a lock that the
// task holds; the arrow on the left leads from the end of an endless run to where it begins again.

import type { TraceView } from '../view/view.ts';
import { wrap } from '../wrap.ts';
import { type Child, el } from './element.ts';
import { barsOf, cut, LINE, type Placed, place } from './lanes-layout.ts';

const LEFT = 40;
const HEAD = 30;
/** Of a letter. */
const WIDE = 7.3;
/** Of a lock's bar and the room beside it. */
const BAR = 7;
/** At most so many lanes have the full width. */
const ROOM = 900;
const NARROWEST = 330;

/** The picture of a run. `id` is unlike that of any other picture of the page. */
export function lanesSvg(trace: TraceView, id: string): Child {
  const lane = Math.max(NARROWEST, Math.floor(ROOM / trace.tasks.length));
  const bars = barsOf(trace);
  const slots = 1 + Math.max(-1, ...bars.map((b) => b.slot));
  const text = slots * BAR + 18;
  const letters = Math.floor((lane - text - 12) / WIDE);
  const placed = place(trace, letters, HEAD);
  const bottom = placed.reduce((y, p) => Math.max(y, p.y + p.height), HEAD);
  const width = LEFT + lane * trace.tasks.length;
  const endLines = wrap(endText(trace), Math.floor((width - LEFT) / WIDE), 2, true);
  const height = bottom + 12 + endLines.length * LINE;
  const x = (task: number): number => LEFT + task * lane;
  const at = (step: number): Placed => placed.find((p) => p.from <= step && step <= p.to)!;
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
      const y = at(from).y + LINE / 2;
      const end = to === trace.steps.length ? bottom : at(to).y + LINE / 2;
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
        { class: `step t${p.step.task % 6}`, 'data-step': p.from, 'data-last': p.to },
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
    ...(trace.loop === null ? [] : [loopArrow(at(trace.loop), bottom, id)]),
    ...endLines.map((line, i) => el('text', { x: LEFT, y: bottom + 20 + i * LINE, class: 'bad head' }, line)),
  );
}

function endText({ loop, steps, end }: TraceView): string {
  if (loop === null) return `✗ ${end}`;
  if (loop === steps.length - 1) return `↺ step ${loop + 1} repeats for ever`;
  return `↺ steps ${loop + 1} to ${steps.length} repeat for ever`;
}

function loopArrow(begin: Placed, bottom: number, id: string): Child {
  const top = begin.y + LINE / 2;
  const y = bottom - LINE / 2;
  const d = `M${LEFT - 8} ${y}H16q-8 0 -8 -8V${Math.min(top + 8, y - 8)}q0 -8 8 -8H${LEFT - 10}`;
  return el('path', { class: 'loop', d, 'marker-end': `url(#${id}-tip)` });
}
