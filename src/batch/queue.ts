// Hands on any number of machines, through a queue in Redis. The only file that knows bullmq and ioredis; it is loaded
// when a queue is asked for.
//
//   batch ── task, named by its content ──> Redis ──> worker ── sandboxes (src/batch/sandbox.ts)
//     └──── asks for the answer <──────────────┘ <── answer
//
// Nothing rests on an event or on what Redis remembers: the batch asks for each of its tasks until there is an answer, and
// gives a task again that is not there. A task that is done twice has the same answer, and is written once.

import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Hands } from './hands.ts';
import { diedOf, noWorker, QueueError } from './messages.ts';
import { packed, unpacked } from './packing.ts';
import type { Answer, Task } from './task.ts';

/** Tasks that a batch has in the queue at once: what Redis holds does not grow with the archive. */
const WIDTH = 64;
/** How often an answer is asked for, in milliseconds. */
const BEAT = 150;
/** How long a server that does not answer is waited for before work begins, in milliseconds. */
const PATIENCE = 5000;
/** A worker that dies is not the task's fault the first time. */
const ATTEMPTS = 3;
/** Answers that nobody asks for go away, in seconds. */
const KEPT = 7 * 24 * 3600;

/**
 * Hands behind a queue. Only workers of the same engine take its tasks; `warn` is told where there is none. Throws
 * `QueueError` if there is no Redis.
 */
export async function openQueue(url: string, engine: string, warn: (text: string) => void): Promise<Hands> {
  const redis = await connect(url);
  const queue = new Queue(nameOf(engine), { connection: redis });
  // While the server is away, asking fails, and is done again.
  queue.on('error', () => {});
  let isClosed = false;
  const lonely = setTimeout(async () => {
    const workers = await queue.getWorkersCount().catch(() => 1);
    if (workers === 0 && !isClosed) warn(noWorker(engine));
  }, PATIENCE);
  const give = (id: string, task: Task): Promise<unknown> =>
    queue.add(task.kind, packed(task), {
      jobId: id,
      attempts: ATTEMPTS,
      backoff: { type: 'exponential', delay: 500 },
      removeOnComplete: { age: KEPT },
      removeOnFail: { age: KEPT },
    });
  return {
    width: WIDTH,
    run: async (task) => {
      const id = idOf(task);
      for (;;) {
        if (isClosed) return { kind: 'lost', problem: diedOf('the batch was ended') };
        try {
          const job = (await queue.getJob(id)) as Job<string, string> | undefined;
          if (!job) await give(id, task);
          const answer = job && answerOf(job);
          if (job && answer) {
            // Another batch may have taken it away, or a worker that was thought dead may still hold it.
            await job.remove().catch(() => {});
            return answer;
          }
        } catch (error) {
          if (!isClosed && !isAway(error as Error)) throw error;
        }
        await pause(BEAT);
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(lonely);
      await queue.close().catch(() => {});
      redis.disconnect();
    },
  };
}

export interface QueueWorkerOptions {
  readonly url: string;
  readonly engine: string;
  /** The bundle of sandbox.ts. */
  readonly processor: URL;
  /** Tasks at once, each in a sandbox of its own. */
  readonly width: number;
  /** Seconds after which a worker of which nothing is heard is taken for dead. */
  readonly lease: number;
  readonly tell: (text: string) => void;
}

export interface QueueWorker {
  /** Takes no more tasks, and waits for those in hand. */
  readonly close: () => Promise<void>;
}

/** Takes tasks out of a queue. None is done in this thread, so that nothing keeps it from renewing their locks. */
export async function openQueueWorker(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { url, engine, processor, width, lease, tell } = options;
  const redis = await connect(url);
  const worker = new Worker<string, string>(nameOf(engine), processor, {
    connection: redis,
    concurrency: width,
    lockDuration: lease * 1000,
    stalledInterval: lease * 1000,
    maxStalledCount: ATTEMPTS - 1,
    // A process that dies while it starts would be waited for for ever (docs/decisions/0015).
    useWorkerThreads: true,
    // Not all that node was started with is for threads.
    workerThreadsOptions: { execArgv: [] },
  });
  worker.on('error', (error) => {
    if (!isAway(error) && !lost.test(error.message)) tell(error.message);
  });
  // Somebody else has the task by now, or will get it.
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) if (worker.cancelJob(id)) tell("a task is not this worker's any more: given up");
  });
  worker.on('failed', (_, error) => tell(error.message));
  return {
    close: async () => {
      await worker.close();
      redis.disconnect();
    },
  };
}

/** What bullmq says of a worker, or of a sandbox of one, that was there no more. */
const died = /stalled|^Unexpected exit code/;

/** What bullmq says of a task that was this worker's. */
const lost = /^(?:could not renew lock|Missing (?:lock|key)) for job /;

/** What came of a job; nothing while it is waiting or worked on. */
function answerOf({ returnvalue, failedReason, finishedOn }: Job<string, string>): Answer | undefined {
  if (finishedOn === undefined) return undefined;
  if (typeof returnvalue === 'string') return unpacked<Answer>(returnvalue);
  const reason = failedReason ?? 'nobody knows of what';
  return { kind: 'lost', problem: died.test(reason) ? diedOf(reason) : { kind: 'error', reason } };
}

/** Names of queues may not hold a colon. */
function nameOf(engine: string): string {
  return `patchcheck-${engine}`;
}

/** A task by its content. */
function idOf(task: Task): string {
  const threads = task.kind === 'triage' ? task.threads : [task.thread];
  const hash = createHash('sha256').update(JSON.stringify([task.kind, task.setting, threads.map((t) => t.content)]));
  return hash.digest('hex').slice(0, 40);
}

async function connect(url: string): Promise<Redis> {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol))
    throw new QueueError(url, 'it is no URL such as redis://127.0.0.1:6379');
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 1000),
    lazyConnect: true,
  });
  let why = 'it does not answer';
  redis.on('error', (error: Error) => {
    why = error.message || why;
  });
  const late = new AbortController();
  redis.connect().catch(() => {});
  const isThere = await Promise.race([
    redis.ping().then(
      () => true,
      () => false,
    ),
    pause(PATIENCE, false, { signal: late.signal }),
  ]);
  late.abort();
  if (isThere) return redis;
  redis.disconnect();
  throw new QueueError(url, why);
}

/** Whether an error says no more than that the server is away, or not ready yet. */
function isAway({ message }: Error): boolean {
  return /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection is closed|LOADING|Socket closed|Stream isn't writeable/i.test(
    message,
  );
}
