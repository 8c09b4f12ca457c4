// The thread that judges in the background, one job at a time: a bundle of its own (scripts/build.mjs). It keeps the last
// verdicts, so that their runs can be told without another search.

import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { checkThread } from '../../check.ts';
import { recipientsOf } from '../../mail/recipients.ts';
import { draftReply } from '../../report/reply/reply.ts';
import { viewOf } from '../../report/view/thread-view.ts';
import { traceView } from '../../report/view/trace-view.ts';
import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import type { Answer, Job, Setting } from './protocol.ts';
import { summarize } from './summary.ts';

const KEPT = 4;
const { root, onto, asked, checks, from } = workerData as Setting;
const verdicts = new Map<number, ThreadVerdict>();

async function answer(job: Job): Promise<Answer> {
  const { item, input } = job;
  try {
    switch (job.kind) {
      case 'read':
        return { kind: 'read', item, summary: await summarize(input) };
      case 'judge':
        return {
          kind: 'judged',
          item,
          view: viewOf(await verdictOn(job), { file: input.name }),
          summary: await summarize(input),
        };
      case 'reply':
        return { kind: 'drafted', item, candidate: job.candidate, ...(await draft(job)) };
      case 'trace':
        return { kind: 'traced', item, trace: traceView(await verdictOn(job), job.run) };
    }
  } catch (error) {
    // What is wrong with an input is known by its class; the rest are bugs, and wanted whole.
    const { name, message, stack } = error as Error;
    return { kind: 'failed', item, message: name === 'MailError' ? message : (stack ?? message) };
  }
}

async function draft(job: Job & { readonly kind: 'reply' }): Promise<{ text: string; notes: readonly string[] }> {
  const { input, candidate } = job;
  const { text, notes } = await draftReply(await verdictOn(job), {
    file: input.name,
    ...(candidate !== null && { candidate }),
    ...(from && { from }),
    recipients: (id) => recipientsOf(input.bytes, input.name, id),
    date: new Date(),
    unique: randomUUID(),
  });
  return { text, notes };
}

async function verdictOn({ item, input }: Job): Promise<ThreadVerdict> {
  const known = verdicts.get(item);
  if (known) return known;
  // Each thread has the whole time that is given.
  const deadline = performance.now() + (asked.deadline ?? Infinity);
  const verdict = await checkThread(input, { root, onto, checks, asked: { ...asked, deadline } });
  verdicts.set(item, verdict);
  if (verdicts.size > KEPT) verdicts.delete(verdicts.keys().next().value!);
  return verdict;
}

parentPort!.on('message', async (job: Job) => parentPort!.postMessage(await answer(job)));
