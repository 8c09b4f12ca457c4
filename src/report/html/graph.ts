// The states of a small search as a picture: layers by the number of edges from the beginning, each node beside those that
// lead to it.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { type GraphEdge, type GraphView, graphView } from '../view/graph-view.ts';
import { toldOf } from '../view/runs.ts';
import type { RunView } from '../view/view.ts';
import { count } from '../words.ts';
import { type Child, el } from './element.ts';

/** Of a letter and a line in a node, and between nodes. */
const LETTER = 6.7;
const LINE = 14;
const GAP = 30;
const MARGIN = 16;

/** The picture with what it means; nothing if the graph is too large to be read. */
export function graphFigure(v: ThreadVerdict, run: RunView, id: string): Child {
  const graph = graphView(v, run);
  if (graph === null) return null;
  const { tasks } = toldOf(v, run).scenario;
  const summary = `All ${count(graph.states, 'state')} of this check, drawn with ${count(graph.nodes.length, 'node')}`;
  return el(
    'details',
    {},
    el('summary', {}, summary),
    el(
      'figure',
      { class: 'graph scroll', tabindex: 0 },
      picture(
        graph,
        tasks.map((t) => t.name),
        id,
      ),
      el(
        'figcaption',
        { class: 'dim' },
        'From top to bottom. A node is every state in which the tasks do what it says and from which the same can come; steps that decide nothing are left out. An edge has the colour of the task that makes the step. Thick: the run above. Red: where it goes wrong (↺ for ever). Dashed: from here on the check holds, whatever happens. Grey: nobody moves any more. ',
        ...tasks.map((t, i) =>
          el(
            'span',
            {},
            el(
              'svg',
              { width: 26, height: 10, viewBox: '0 0 26 10', class: `inline t${i % 6}`, 'aria-hidden': 'true' },
              el('path', { class: 'key', d: 'M2 5H24' }),
            ),
            `${t.name}  `,
          ),
        ),
      ),
    ),
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function picture(graph: GraphView, names: readonly string[], id: string): Child {
  const texts = graph.nodes.map((n) => n.tasks.map((does, t) => `${names[t]} ${does}`));
  const wide = Math.ceil(Math.max(...texts.flat().map((t) => t.length)) * LETTER) + 26;
  const tall = names.length * LINE + 8;
  const boxes = layOut(graph).map(({ column, layer }): Box => {
    return { x: MARGIN + column * (wide + GAP), y: MARGIN + layer * (tall + GAP + 8), width: wide, height: tall };
  });
  const width = Math.max(...boxes.map((b) => b.x + b.width)) + MARGIN + 60;
  const height = Math.max(...boxes.map((b) => b.y + b.height)) + MARGIN;
  const number = (test: (n: GraphView['nodes'][number]) => boolean): number => graph.nodes.filter(test).length;
  const about = `${number((n) => n.isEnd)} of the nodes are ends, ${number((n) => n.isViolation)} are where the run goes wrong.`;
  return el(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-labelledby': `${id}-title ${id}-about` },
    el('title', { id: `${id}-title` }, 'The states of the check'),
    el('desc', { id: `${id}-about` }, about),
    el('defs', {}, ...names.slice(0, 6).map((_, t) => tip(t, id))),
    ...graph.edges.map((e, i) => arrow(e, boxes, sameEnds(graph.edges, i), id)),
    ...graph.nodes.map((n, i) => {
      const { x, y } = boxes[i]!;
      const style = ['node', n.isViolation && 'hot', n.isEnd && 'end', !n.leads && 'safe'].filter(Boolean).join(' ');
      return el(
        'g',
        {},
        el('rect', { class: style, x, y, width: wide, height: tall, rx: 5 }),
        el(
          'title',
          {},
          `${count(n.states, 'state')}${i === 0 ? ', the beginning' : ''}${n.isViolation ? ', where the run goes wrong' : ''}${n.isEnd ? ', an end' : ''}`,
        ),
        n.isViolation && !n.isEnd ? el('text', { class: 'bad head', x: x + wide - 15, y: y + 14 }, '↺') : null,
        ...texts[i]!.map((text, t) => el('text', { class: 'small', x: x + 7, y: y + 14 + t * LINE }, text)),
      );
    }),
  );
}

function tip(task: number, id: string): Child {
  return el(
    'marker',
    {
      id: `${id}-tip${task}`,
      class: `t${task}`,
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 8,
      markerHeight: 8,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    el('path', { class: 'dot', d: 'M0 0L8 4L0 8z' }),
  );
}

/** How many edges before this one have its two ends. */
function sameEnds(edges: readonly GraphEdge[], i: number): number {
  const { from, to } = edges[i]!;
  return edges.slice(0, i).filter((e) => e.from === from && e.to === to).length;
}

function arrow({ from, to, task, onRun }: GraphEdge, boxes: readonly Box[], twin: number, id: string): Child {
  const [a, b] = [boxes[from]!, boxes[to]!];
  const middle = (box: Box): number => box.x + box.width / 2 + twin * 14;
  let d: string;
  if (b.y > a.y) {
    const mid = (a.y + a.height + b.y) / 2;
    d = `M${middle(a)} ${a.y + a.height}C${middle(a)} ${mid} ${middle(b)} ${mid} ${middle(b)} ${b.y}`;
  } else {
    const right = Math.max(a.x, b.x) + a.width;
    const side = right + 24 + (a.y - b.y) * 0.08 + twin * 10;
    d = `M${a.x + a.width} ${a.y + a.height / 2}C${side} ${a.y + a.height / 2} ${side} ${b.y + b.height / 2} ${b.x + b.width} ${b.y + b.height / 2}`;
  }
  const t = task % 6;
  return el(
    'g',
    { class: `t${t}` },
    el('path', { class: onRun ? 'edge way' : 'edge', d, 'marker-end': `url(#${id}-tip${t})` }),
  );
}

interface Place {
  readonly column: number;
  readonly layer: number;
}

/** Where the nodes stand: in layers, below all that leads there, beside those that they are joined with. */
function layOut({ nodes, edges }: GraphView): Place[] {
  const depth = depths(nodes.length, edges);
  const layers: number[][] = [];
  for (const [n, d] of depth.entries()) layers[d] = [...(layers[d] ?? []), n];
  const column = new Map<number, number>();
  const set = (layer: readonly number[]): void => {
    for (const [i, n] of layer.entries()) column.set(n, i - (layer.length - 1) / 2);
  };
  for (const layer of layers) set(layer);
  // Each node goes to where its neighbours stand in the layer before it, and on the way back in the one behind.
  for (let round = 0; round < 8; round++) {
    const down = round % 2 === 0;
    const wanted = (n: number): number => {
      const joined = edges.flatMap((e) => (e.to === n ? [e.from] : e.from === n ? [e.to] : []));
      const near = joined.filter((o) => (down ? depth[o]! < depth[n]! : depth[o]! > depth[n]!));
      return near.length > 0 ? near.reduce((sum, o) => sum + column.get(o)!, 0) / near.length : column.get(n)!;
    };
    for (const layer of down ? layers : layers.toReversed()) {
      const by = new Map(layer.map((n) => [n, wanted(n)]));
      layer.sort((a, b) => by.get(a)! - by.get(b)!);
      set(layer);
    }
  }
  const left = Math.min(...column.values());
  return nodes.map((_, i) => ({ column: (column.get(i) ?? 0) - left, layer: depth[i]! }));
}

/** The longest way to each node, without the edges that lead back to where a way came by. */
function depths(count: number, edges: readonly GraphEdge[]): number[] {
  const state: ('new' | 'open' | 'done')[] = Array.from({ length: count }, () => 'new');
  const order: number[] = [];
  const back = new Set<GraphEdge>();
  const visit = (n: number): void => {
    state[n] = 'open';
    for (const e of edges.filter((e) => e.from === n)) {
      if (state[e.to] === 'open') back.add(e);
      else if (state[e.to] === 'new') visit(e.to);
    }
    state[n] = 'done';
    order.push(n);
  };
  for (let n = 0; n < count; n++) if (state[n] === 'new') visit(n);
  const depth: number[] = new Array(count).fill(0);
  for (const n of order.reverse())
    for (const e of edges) if (e.from === n && !back.has(e)) depth[e.to] = Math.max(depth[e.to]!, depth[n]! + 1);
  return depth;
}
