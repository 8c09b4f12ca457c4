import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

let written = 0;

/**
 * Writes a file so that at any time either its old or its new content is there, for the user alone to read. What can be
 * made again need not wait for the disk.
 */
export function writeWhole(path: string, content: string | Uint8Array, worth: 'kept' | 'made-again' = 'kept'): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.${process.pid}.${written++}`;
  try {
    const file = openSync(next, 'wx', 0o600);
    try {
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      if (worth === 'kept') fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
