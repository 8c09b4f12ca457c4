import { describe, expect, test } from 'vitest';
import type { Cell } from '../../src/machine/interpret/cells.ts';
import { graphView } from '../../src/report/view/graph-view.ts';
import { Locks } from '../../src/report/view/locks.ts';
import { viewOf } from '../../src/report/view/thread-view.ts';
import { traceView } from '../../src/report/view/trace-view.ts';
import { parseRun } from '../../src/verdict/run-text.ts';
import { LEAKY, LIVELOCK, verdictOn } from './told.ts';

const livelock = async () => {
  const v = await verdictOn(LIVELOCK);
  return { v, view: viewOf(v, { file: 'thread.mbox' }) };
};

describe('what is shown of a thread', () => {
  test('is plain data: JSON has all of it', async () => {
    const { v, view } = await livelock();
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    const trace = traceView(v, view.runs[0]!);
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  });

  test('has a mapping for every line of the diff, each at its place in the mail', async () => {
    const { v, view } = await livelock();
    const lines = view.candidates[0]!.files.flatMap((f) => f.hunks.flatMap((h) => h.lines));
    expect(lines).toHaveLength(85);
    expect(lines.every((l) => l.mapping !== null)).toBe(true);
    const text = v.thread.messages[0]!.text.split('\n');
    for (const { line, text: words } of lines)
      expect(text[line - 1]!.replace(/\s+/g, '')).toContain(words.replace(/\s+/g, ''));
  });

  test('has the claim with the words that make it, and the functions before and after', async () => {
    const { view } = await livelock();
    expect(view.claims[0]).toMatchObject({ class: 'livelock', message: 0 });
    expect(view.claims[0]!.excerpt).toContain('two processes seen looping around');
    const [fn] = view.candidates[0]!.functions;
    expect(fn).toMatchObject({ name: '__read_swap_cache_async', path: 'models/swapin-5.7/swap_state.ts' });
    expect(fn!.before).not.toBe(fn!.after);
  });

  test('knows a thread again by its mails, not by its file', async () => {
    const { v, view } = await livelock();
    expect(viewOf(v, { file: 'other' }).key).toBe(view.key);
    expect(viewOf(await verdictOn(LEAKY), { file: 'thread.mbox' }).key).not.toBe(view.key);
  });

  test('mails that answer each other in a circle have a depth', async () => {
    const { v } = await livelock();
    const [m] = v.thread.messages;
    const messages = [0, 1, 2].map((index) => ({
      ...m!,
      index,
      messageId: `<${index}@x>`,
      inReplyTo: `<${(index + 1) % 3}@x>`,
      references: [],
    }));
    const shown = viewOf({ ...v, thread: { subject: '', messages } }, { file: '' }).messages;
    expect(shown.map((s) => s.depth)).toEqual([2, 2, 2]);
  });
});

describe('a run, step by step', () => {
  test('has a step for each move, memory as the code changes it, and who holds which lock', async () => {
    const { v, view } = await livelock();
    const run = view.runs[0]!;
    const trace = traceView(v, run);
    const { tasks } = v.model!.scenarios.find((s) => s.name === 'readers')!;
    const { prefix, cycle } = parseRun(run.run, tasks);
    expect(trace.steps.map((s) => s.task)).toEqual([...prefix, ...cycle].map((m) => m.task));
    expect(trace.loop).toBe(prefix.length);
    const has = trace.steps.findIndex((s) => s.text.includes('p->swap_map[offset] = '));
    expect(trace.steps[has]!.memory.find((m) => m.changed)).toEqual({
      name: 'swap_device.swap_map[1]',
      value: '66',
      changed: true,
    });
    expect(trace.steps[has]!.locks).toEqual([{ name: 'swap_device.lock', task: 0 }]);
    expect(trace.steps[has]!.at).toMatchObject({ function: '__swap_duplicate', file: 'mm/swapfile.c' });
    const taken = trace.steps.findIndex((s) => s.locks.length > 0);
    expect(trace.steps[taken]!.text).toContain('spin_lock(');
  });

  test('a cell is marked as changed exactly if its value is another than before', async () => {
    const { v, view } = await livelock();
    const { start, steps } = traceView(v, view.runs[0]!);
    let before = new Map(start.memory.map((m) => [m.name, m.value]));
    for (const { memory } of steps) {
      for (const m of memory) expect(m.changed, m.name).toBe(before.get(m.name) !== m.value);
      before = new Map(memory.map((m) => [m.name, m.value]));
    }
  });

  test('a run that ends says what is wrong there', async () => {
    const v = await verdictOn(LEAKY, { scope: 'every' });
    const view = viewOf(v, { file: 'x' });
    const run = view.runs.find((r) => r.candidate === 'patch-v1' && r.check.endsWith('no-leak'))!;
    const trace = traceView(v, run);
    expect(trace).toMatchObject({ loop: null, rowLoop: null });
    expect(trace.end).toContain('nobody can free page');
  });
});

describe('locks', () => {
  const cell = (name: string, number: number, struct: string): Cell => {
    return { name, value: { text: String(number), number }, struct, field: name.slice(name.lastIndexOf('.') + 1) };
  };

  test('a spinlock is held by whom it names', () => {
    const locks = new Locks(undefined);
    expect(locks.after(null, [cell('a.lock.owner', 0, 'spinlock_t')])).toEqual([]);
    expect(locks.after(0, [cell('a.lock.owner', 2, 'spinlock_t')])).toEqual([{ name: 'a.lock', task: 1 }]);
  });

  test('readers of a semaphore are those who took it, a writer the one it names', () => {
    const locks = new Locks(undefined);
    const sem = (n: number) => [cell('m.sem.holders', n, 'rw_semaphore')];
    locks.after(null, sem(0));
    expect(locks.after(1, sem(1))).toEqual([{ name: 'm.sem', task: 1 }]);
    expect(locks.after(0, sem(2))).toHaveLength(2);
    expect(locks.after(1, sem(1))).toEqual([{ name: 'm.sem', task: 0 }]);
    expect(locks.after(0, sem(0))).toEqual([]);
    expect(locks.after(1, sem(-2))).toEqual([{ name: 'm.sem', task: 1 }]);
  });

  test('a page is locked by who set the bit; nobody is known for one that was locked from the start', () => {
    const flags = (n: number) => [cell('page 1.flags', n, 'page')];
    const locks = new Locks(0);
    expect(locks.after(null, flags(2))).toEqual([]);
    expect(locks.after(1, flags(3))).toEqual([{ name: 'page 1 (page lock)', task: 1 }]);
    expect(locks.after(0, flags(7))).toEqual([{ name: 'page 1 (page lock)', task: 1 }]);
    expect(locks.after(0, flags(6))).toEqual([]);
    expect(new Locks(0).after(null, flags(1))).toEqual([{ name: 'page 1 (page lock)', task: null }]);
  });

  test('a counting semaphore is held by who counted it down', () => {
    const locks = new Locks(undefined);
    const sem = (n: number) => [cell('mm.sem.count', n, 'semaphore')];
    locks.after(null, sem(1));
    expect(locks.after(2, sem(0))).toEqual([{ name: 'mm.sem', task: 2 }]);
    expect(locks.after(2, sem(1))).toEqual([]);
  });
});

describe('the picture of a search', () => {
  test('has few nodes, one beginning, the violation on the run, and only nodes that lead to it before it', async () => {
    const { v, view } = await livelock();
    const graph = graphView(v, view.runs[0]!)!;
    expect(graph.states).toBe(view.checks.find((c) => c.described)!.before.states);
    expect(graph.nodes.length).toBeLessThan(graph.states / 5);
    expect(graph.nodes.reduce((n, node) => n + node.states, 0)).toBe(graph.states);
    expect(graph.nodes.filter((n) => n.isViolation)).toHaveLength(1);
    for (const { from, to } of graph.edges) if (graph.nodes[to]!.leads) expect(graph.nodes[from]!.leads).toBe(true);
    let at = 0;
    for (let n = 0; !graph.nodes[at]!.isViolation && n < 50; n++)
      at = graph.edges.find((e) => e.onRun && e.from === at)?.to ?? at;
    expect(graph.nodes[at]!.isViolation).toBe(true);
  });
});
