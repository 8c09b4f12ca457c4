// What bullmq runs for each task that a worker has in hand, in a thread of its own (its sandboxed processors): a bundle of
// its own (scripts/build.mjs). A task in, packed; its answer out.
//
//   worker ── renews the locks of its tasks, whatever happens below
//     └ this thread ── ends what takes too long, or what is not this worker's any more
//         └ another one ── does the task in so much memory (worker.ts)

import { fileURLToPath } from 'node:url';
import type { Hands } from './hands.ts';
import { packed, unpacked } from './packing.ts';
import { openPool } from './pool.ts';
import type { Task } from './task.ts';

/** Beside the bundle of this file, which is in `dist/`. */
const script = fileURLToPath(new URL('batch-worker.mjs', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

/** The memory that a thread gets is what the batch asks for, as it would be on its own machine. */
let open: { readonly hands: Hands; readonly maxMemory: number } | undefined;

/** Does the task of a job until it is told to stop. Fails if it could not be done, and is to be tried again. */
export default async function run(job: { readonly data: string }, _: unknown, signal: AbortSignal): Promise<string> {
  const task = unpacked<Task>(job.data);
  const hands = await handsFor(task);
  signal.addEventListener('abort', () => void hands.close());
  if (signal.aborted) await hands.close();
  const answer = await hands.run(task);
  if (signal.aborted) open = undefined;
  if (answer.kind === 'lost' && answer.problem.kind === 'error') throw new Error(answer.problem.reason);
  return packed(answer);
}

async function handsFor({ setting: { maxMemory } }: Task): Promise<Hands> {
  if (open?.maxMemory !== maxMemory) {
    await open?.hands.close();
    open = { hands: openPool(script, root, 1, maxMemory), maxMemory };
  }
  return open.hands;
}
