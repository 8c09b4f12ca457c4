import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ExitCode } from './exit.ts';
import { loadQueue } from './load-queue.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { version } from './version.ts';

export interface WorkerOptions {
  readonly queue: string;
  readonly jobs?: number;
  /** Megabytes. */
  readonly maxMemory: number;
  /** Seconds. */
  readonly lease: number;
}

/** `patchcheck worker --queue URL`: does what batches on other machines ask for, until it is interrupted. */
export async function worker({ queue, jobs, maxMemory, lease }: WorkerOptions): Promise<ExitCode> {
  const { engineOf } = await import('../batch/program.ts');
  const { openPool } = await import('../batch/pool.ts');
  const { openQueueWorker } = await loadQueue();
  const root = packageRoot();
  const engine = engineOf(root, version);
  const hands = openPool(join(root, 'dist', 'batch-worker.js'), root, jobs ?? availableParallelism(), maxMemory);
  try {
    const tell = (text: string): void => void write(2, `patchcheck: ${text}\n`);
    const taking = await openQueueWorker({ url: queue, engine, hands, lease, tell });
    tell(`takes work for version ${version}, models ${engine}; ${hands.width} at once`);
    await interrupted();
    tell('finishes what it has in hand; interrupt again to end at once');
    const now = interrupted().then(() => hands.close());
    await Promise.race([taking.close(), now]);
    return 130;
  } finally {
    await hands.close();
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const heard = (): void => {
      process.off('SIGINT', heard).off('SIGTERM', heard);
      resolve();
    };
    process.on('SIGINT', heard).on('SIGTERM', heard);
  });
}
