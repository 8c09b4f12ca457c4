// Hands on this machine: worker threads. The only file that knows piscina.

import { Piscina } from 'piscina';
import { type Hands, patienceFor } from './hands.ts';
import { diedOf, outOfMemory, outOfTime } from './messages.ts';
import type { Problem } from './record.ts';
import type { Answer, Task } from './task.ts';

/** Megabytes of young objects in each worker: what is read of a mail dies young. */
const YOUNG = 48;

/** Opens a pool. `script` is the bundle of worker.ts, `root` the folder that holds `models/`; a worker has so many megabytes. */
export function openPool(script: string, root: string, width: number, maxMemory: number): Hands {
  const pool = new Piscina({
    filename: script,
    minThreads: width,
    maxThreads: width,
    workerData: { root },
    resourceLimits: { maxOldGenerationSizeMb: maxMemory, maxYoungGenerationSizeMb: YOUNG },
    idleTimeout: Infinity,
  });
  // What a worker dies of is told by the task that it had. One that dies without a task has not even begun.
  let broken: Error | undefined;
  const underWay = new Set<(error: Error) => void>();
  pool.on('error', (error: Error) => {
    broken = error;
    for (const fail of underWay) fail(error);
  });
  // Not a race with a promise that outlives the task: it would keep what came of every task.
  const attempt = (task: Task, signal: AbortSignal): Promise<Answer> =>
    new Promise((resolve, reject) => {
      underWay.add(reject);
      pool
        .run(task, { signal })
        .then(resolve, reject)
        .finally(() => underWay.delete(reject));
    });
  const turn = inTurns(width);
  return {
    width,
    // A task that waits for a worker uses up none of its time.
    run: turn(async (task: Task) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), patienceFor(task));
      try {
        return await attempt(task, late.signal);
      } catch (error) {
        if (broken) throw broken;
        return { kind: 'lost', problem: problemOf(error as Error, task.setting.timeout, maxMemory) };
      } finally {
        clearTimeout(timer);
      }
    }),
    close: () => pool.destroy(),
  };
}

/** Makes of what can be done any number of times at once what is done so many times, the others waiting in their order. */
function inTurns(width: number): <A, B>(work: (a: A) => Promise<B>) => (a: A) => Promise<B> {
  const waiting: (() => void)[] = [];
  let free = width;
  return (work) => async (a) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work(a);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

function problemOf(error: Error, timeout: number, maxMemory: number): Problem {
  if (error.name === 'AbortError') return outOfTime(timeout);
  if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemory(maxMemory);
  return diedOf(error.message);
}
