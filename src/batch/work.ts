// What a worker does with a task. One bad thread is told in the answer; what a worker dies of, whoever sent it sees.

import { indexModels, type ModelIndexEntry } from '../model/index.ts';
import { judgeThread } from './judge.ts';
import type { Problem } from './record.ts';
import type { Answer, Setting, Task, Triaged } from './task.ts';
import { triageThread } from './triage.ts';

let models: readonly ModelIndexEntry[] | undefined;

/** Does a task. `root` is the folder that holds `models/`. */
export async function work(root: string, task: Task): Promise<Answer> {
  if (task.kind === 'judge') return judge(root, task);
  models ??= indexModels(root);
  const threads: Triaged[] = [];
  for (const parcel of task.threads) {
    const { content } = parcel;
    try {
      threads.push({ content, triage: await triageThread(parcel, models) });
    } catch (error) {
      threads.push({ content, triage: null, problem: problemOf(error) });
    }
  }
  return { kind: 'triaged', threads };
}

async function judge(root: string, { thread, setting }: Task & { readonly kind: 'judge' }): Promise<Answer> {
  const start = performance.now();
  try {
    const judged = await judgeThread(thread, { root, asked: askedOf(setting, start) });
    return { kind: 'judged', ...judged, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    return { kind: 'lost', problem: problemOf(error) };
  }
}

function askedOf({ scope, maxStates, maxMemory, config, timeout }: Setting, start: number): object {
  return { scope, config, maxMemory, deadline: start + timeout * 1000, ...(maxStates !== null && { maxStates }) };
}

/** What is wrong with a mail is known by its class; the rest are bugs, and wanted whole. */
function problemOf(error: unknown): Problem {
  const { name, message, stack } = error as Error;
  const known = name === 'MailError' || name === 'InvalidModel';
  return { kind: 'error', reason: known ? message : withoutPlaces(stack ?? message) };
}

/** A stack without the folders of this machine: the same bug reads the same everywhere. */
function withoutPlaces(stack: string): string {
  return stack.replace(/(?:file:\/\/)?(?:\/[^\s/():]+)+\/(?=[^\s/():]+:\d+:\d+)/g, '');
}
