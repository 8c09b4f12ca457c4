import { writeSync } from 'node:fs';
import { systemWords } from './errno.ts';
import { CommandError } from './errors.ts';

/**
 * Writes all of a text before it returns, so that the process may end. A reader that has gone away (`| head`) is no
 * error: it makes the answer false. Throws `CommandError` if standard output takes no more; what standard error does not
 * take is lost.
 */
export function write(descriptor: 1 | 2, text: string): boolean {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (descriptor === 2) return false;
      else
        throw new CommandError(3, `Cannot write to standard output: ${systemWords(error as NodeJS.ErrnoException)}.`);
    }
  }
  return true;
}
