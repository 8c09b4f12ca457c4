// A move in two numbers, as a space records it: where it leads, and a word of its task, choice and code.

import { PROGRESS, YIELDS } from '../machine/generate/codes.ts';
import { ALLOCATES, COVERS, FREES } from '../machine/space.ts';

/** Bits of a word. */
export const DOES = {
  /** The task offered its CPU. */
  yields: YIELDS << 16,
  /** A call of the scenario returned. */
  progress: PROGRESS << 16,
  allocates: ALLOCATES << 16,
  frees: FREES << 16,
  /** A statement whose execution is recorded began. */
  covers: COVERS << 16,
} as const;

export function taskOf(word: number): number {
  return word & 0xff;
}

export function choiceOf(word: number): number {
  return (word >>> 8) & 0xff;
}
