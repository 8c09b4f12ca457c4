import { CommandError } from './errors.ts';

/** The part that talks to Redis. What it needs is optional, and may not be installed. */
export async function loadQueue(): Promise<typeof import('../batch/queue.ts')> {
  try {
    return await import('../batch/queue.ts');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CommandError(3, 'Cannot use a queue: bullmq and ioredis are not installed. `npm ci` installs them.');
  }
}
