// What this part says.

import type { Problem } from './record.ts';

export function outOfTime(seconds: number): Problem {
  return { kind: 'unknown', reason: `not done within ${seconds} s (--timeout)` };
}

export function outOfMemory(megabytes: number): Problem {
  return { kind: 'unknown', reason: `more than ${megabytes} MB of memory are needed (--max-memory)` };
}

export function diedOf(why: string): Problem {
  return { kind: 'error', reason: `the worker died: ${why}` };
}

export function tooLarge(mails: number, megabytes: number): Problem {
  return { kind: 'unknown', reason: `the thread has ${mails} mails of ${megabytes} MB, which is more than is read` };
}

/** An archive has not what it had when it was indexed. */
export class StaleArchive extends Error {
  constructor(path: string) {
    super(`Cannot find a mail again in ${path}: it changed meanwhile. Run the same command again.`);
    this.name = 'StaleArchive';
  }
}

export function noWorker(engine: string): string {
  return `nobody takes the work: no worker has this version and these models (${engine}). Start \`patchcheck worker --queue URL\`.`;
}

/** A queue that cannot be used. */
export class QueueError extends Error {
  constructor(url: string, why: string) {
    super(`Cannot use the queue ${withoutPassword(url)}: ${why}.`);
    this.name = 'QueueError';
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}

/** A store that cannot be used. */
export class StoreError extends Error {
  constructor(path: string, why: string) {
    super(`Cannot use the store ${path}: ${why}.`);
    this.name = 'StoreError';
  }
}
