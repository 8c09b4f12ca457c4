import { constants, fstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Input } from '../verdict/onto.ts';
import { systemWords } from './errno.ts';
import { CommandError } from './errors.ts';

/** A thread is a few megabytes at most; a buffer holds no more than this in any case. */
const LARGEST = 1 << 30;
/** Of what has no size: a device may never end. */
const LARGEST_DEVICE = 1 << 26;

/** Reads files, and standard input for `-`. */
export async function readInputs(names: readonly string[]): Promise<Input[]> {
  if (names.filter((name) => name === '-').length > 1)
    throw new CommandError(2, 'Cannot read standard input twice: `-` is given more than once.');
  const inputs: Input[] = [];
  for (const name of names)
    inputs.push(name === '-' ? { bytes: await readStdin(), name: 'standard input' } : await readOne(name));
  return inputs;
}

async function readOne(name: string): Promise<Input> {
  try {
    const file = await open(name, constants.O_RDONLY);
    try {
      const stat = await file.stat();
      if (stat.size > LARGEST) throw tooLarge(name, LARGEST);
      const limit = stat.isCharacterDevice() ? LARGEST_DEVICE : LARGEST;
      return { bytes: await readAll(file.createReadStream({ autoClose: false }), name, limit), name };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof CommandError ? error : cannotRead(name, error as NodeJS.ErrnoException);
  }
}

async function readStdin(): Promise<Uint8Array> {
  const name = 'standard input';
  try {
    const stat = fstatSync(0);
    // As a stream, a folder is empty.
    if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return await readAll(process.stdin, name, stat.isCharacterDevice() ? LARGEST_DEVICE : LARGEST);
  } catch (error) {
    throw error instanceof CommandError ? error : cannotRead(name, error as NodeJS.ErrnoException);
  }
}

/** What the file system says about a name that was given. */
export function cannotRead(name: string, error: NodeJS.ErrnoException): CommandError {
  return new CommandError(3, `Cannot read ${name}: ${systemWords(error)}.`);
}

function tooLarge(name: string, limit: number): CommandError {
  const size = limit === LARGEST ? '1 GB' : '64 MB';
  const way = 'Pick the thread out of its archive first; `patchcheck parse` reads archives of any size.';
  return new CommandError(3, `Cannot read ${name}: it is larger than ${size}, or has no end.\n${way}`);
}

async function readAll(stream: AsyncIterable<Uint8Array | string>, name: string, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) throw tooLarge(name, limit);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
