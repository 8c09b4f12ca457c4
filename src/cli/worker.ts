import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExitCode } from './exit.ts';
import { loadQueue } from './load-queue.ts';
import { write } from './output.ts';
import { packageRoot } from './package-root.ts';
import { version } from './version.ts';

export interface WorkerOptions {
  readonly queue: string;
  readonly jobs?: number;
  /** Seconds. */
  readonly lease: number;
}

/** `patchcheck worker --queue URL`: does what batches on other machines ask for, until it is interrupted. */
export async function worker({ queue, jobs, lease }: WorkerOptions): Promise<ExitCode> {
  const { engineOf } = await import('../batch/program.ts');
  const { openQueueWorker } = await loadQueue();
  const root = packageRoot();
  const engine = engineOf(root, version);
  const processor = pathToFileURL(join(root, 'dist', 'batch-sandbox.mjs'));
  const width = jobs ?? availableParallelism();
  const tell = (text: string): void => void write(2, `patchcheck: ${text}\n`);
  const taking = await openQueueWorker({ url: queue, engine, processor, width, lease, tell });
  tell(`takes work for version ${version}, models ${engine}; ${width} at once`);
  await interrupted();
  tell('finishes what it has in hand; interrupt again to end at once');
  void interrupted().then(() => process.exit(130));
  await taking.close();
  return 130;
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
