// Judging in the background, with workers that only say that they judge.

import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { RunView } from '../../src/report/view/view.ts';
import type { Event } from '../../src/tui/event.ts';
import { type Cache, NO_CACHE } from '../../src/tui/judge/cache.ts';
import { Queue } from '../../src/tui/judge/queue.ts';
import { judged, summaryOf } from './threads.ts';

const script = fileURLToPath(new URL('slow-worker.mjs', import.meta.url));
let open: Queue | undefined;
afterEach(() => open?.close());

function queueOf(
  texts: readonly string[],
  { workers = 1, cache = NO_CACHE }: { workers?: number; cache?: Cache } = {},
) {
  const events: Event[] = [];
  const waiting: { readonly wanted: (events: readonly Event[]) => boolean; readonly resolve: () => void }[] = [];
  const queue = new Queue({
    script,
    setting: { root: '', onto: [], checks: [], asked: {}, from: null },
    inputs: texts.map((text) => ({ bytes: Buffer.from(text), name: text })),
    cache,
    workers,
    tell: (event) => {
      events.push(event);
      for (const w of waiting) if (w.wanted(events)) w.resolve();
    },
  });
  open = queue;
  const until = (wanted: (events: readonly Event[]) => boolean): Promise<void> =>
    new Promise((resolve) => (wanted(events) ? resolve() : waiting.push({ wanted, resolve })));
  return { queue, events, until };
}

const names = (events: readonly Event[]): string[] =>
  events.flatMap((e) =>
    'item' in e && e.kind !== 'started' ? [`${e.kind} ${e.item}`] : e.kind === 'started' ? [] : [e.kind],
  );
const has =
  (...wanted: string[]) =>
  (events: readonly Event[]): boolean =>
    wanted.every((w) => names(events).includes(w));

test('all threads are read before the first is judged', async () => {
  const { queue, events, until } = queueOf(['a', 'b']);
  await queue.start();
  await until(has('judged 1'));
  expect(names(events)).toEqual(['read 0', 'read 1', 'judged 0', 'judged 1']);
});

test('what the reviewer asks for goes before the rest, also of several workers', async () => {
  const { queue, events, until } = queueOf(['a', 'b', 'c', 'd'], { workers: 2 });
  const started = queue.start();
  await started;
  queue.judge(3);
  await until(has('judged 0', 'judged 1', 'judged 2', 'judged 3'));
  expect(names(events).filter((e) => e.endsWith('3'))).toEqual(['read 3', 'judged 3']);
  const judgings = events.flatMap((e) => (e.kind === 'started' && e.work === 'judging' ? [e.item] : []));
  expect(judgings[0]).toBe(3);
  expect(judgings.toSorted()).toEqual([0, 1, 2, 3]);
});

test('stopping ends what never would, and what is asked for later is done', async () => {
  const { queue, events, until } = queueOf(['never', 'b']);
  await queue.start();
  await until((all) => all.some((e) => e.kind === 'started' && e.work === 'judging'));
  queue.stop();
  expect(names(events)).toEqual(['read 0', 'read 1', 'cancelled']);
  queue.judge(1);
  await until(has('judged 1'));
});

test('stopping before anything has begun begins nothing', async () => {
  const { queue, events } = queueOf(['a', 'b']);
  const started = queue.start();
  queue.stop();
  await started;
  expect(events).toEqual([{ kind: 'cancelled' }]);
});

test('a worker that breaks down takes only its thread with it', async () => {
  const { queue, events, until } = queueOf(['breaks', 'b']);
  await queue.start();
  await until(has('failed 0', 'judged 1'));
  expect(events.find((e) => e.kind === 'failed')).toMatchObject({ item: 0, message: 'the worker ended' });
});

test('a run is told by the worker that judged its thread', async () => {
  const { queue, events, until } = queueOf(['a', 'b'], { workers: 2 });
  await queue.start();
  await until(has('judged 0', 'judged 1'));
  for (const item of [0, 1]) void queue.trace(item, { check: 'c', candidate: null } as RunView);
  await until(has('traced 0', 'traced 1'));
  for (const e of events)
    if (e.kind === 'traced') expect((e.trace as unknown as { done: string[] }).done).toContain(`judge ${e.item}`);
});

test('results that are known come without a worker, and new ones are kept', async () => {
  const view = judged('a');
  const kept: string[] = [];
  const cache: Cache = {
    ...NO_CACHE,
    result: async ({ name }) => (name === 'a' ? { summary: summaryOf(view), view } : null),
    keep: ({ name }) => void kept.push(name),
  };
  const { queue, events, until } = queueOf(['a', 'b'], { cache });
  await queue.start();
  await until(has('judged 1'));
  expect(names(events)).toEqual(['judged 0', 'read 1', 'judged 1']);
  expect(kept).toEqual(['b']);
});
