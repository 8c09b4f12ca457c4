// A worker of the pool: a bundle of its own (scripts/build.mjs).

import { workerData } from 'node:worker_threads';
import type { Answer, Task } from './task.ts';
import { work } from './work.ts';

const { root } = workerData as { readonly root: string };

/** Does a task of the pool. */
export default function run(task: Task): Promise<Answer> {
  return work(root, task);
}
