import { readFile } from 'node:fs/promises';
import type { Input } from '../verdict/onto.ts';
import { CommandError } from './errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of its path is no folder',
};

/** Reads files, and standard input for `-`. */
export async function readInputs(names: readonly string[]): Promise<Input[]> {
  if (names.filter((name) => name === '-').length > 1)
    throw new CommandError(2, 'Cannot read standard input twice: `-` is given more than once.');
  const inputs: Input[] = [];
  for (const name of names)
    inputs.push(name === '-' ? { bytes: await readAll(process.stdin), name: 'standard input' } : await readOne(name));
  return inputs;
}

async function readOne(name: string): Promise<Input> {
  try {
    return { bytes: await readFile(name), name };
  } catch (error) {
    throw cannotRead(name, error as NodeJS.ErrnoException);
  }
}

/** What the file system says about a name that was given. */
export function cannotRead(name: string, { code, message }: NodeJS.ErrnoException): CommandError {
  return new CommandError(3, `Cannot read ${name}: ${REASONS[code ?? ''] ?? message}.`);
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
