// The same archive through a real Redis and two workers, one of which is killed in the middle of a task and the server
// restarted once, against a run on this machine.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hands } from '../../src/batch/hands.ts';
import { packed } from '../../src/batch/packing.ts';
import { openQueue, openQueueWorker } from '../../src/batch/queue.ts';
import { openStore } from '../../src/batch/store.ts';
import type { Answer, Task } from '../../src/batch/task.ts';
import { ARCHIVE } from './archive.ts';
import { type Frozen, freeze } from './frozen.ts';

const isThere = spawnSync('redis-server', ['--version']).status === 0 || process.env.CI === 'true';

/** Seconds after which a worker that is silent is dead. */
const LEASE = '2';

describe.skipIf(!isThere)('patchcheck batch --queue (redis-server)', () => {
  let p: Frozen;
  let port: number;
  let redis: ChildProcess;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    p = freeze();
    port = await freePort();
    redis = await startRedis();
    writeFileSync(join(p.folder, 'all.mbox'), ARCHIVE);
  });
  afterAll(async () => {
    for (const child of [...started, redis]) {
      child.kill('SIGKILL');
      await ended(child);
    }
    p.remove();
  });

  const url = (): string => `redis://127.0.0.1:${port}`;
  const worker = (): ChildProcess => {
    const child = p.start('worker', '--queue', url(), '--jobs', '1', '--lease', LEASE);
    started.push(child);
    return child;
  };
  const start = (store: string, ...more: string[]): ChildProcess => {
    const child = p.start('batch', 'all.mbox', '--store', store, '--described', '--queue', url(), ...more);
    started.push(child);
    return child;
  };
  const startRedis = async (): Promise<ChildProcess> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', p.folder];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await heard(child, child.stdout!, 'Ready to accept connections');
    return child;
  };
  const report = (store: string): string => p.run('batch', 'report', '--store', store, '--jsonl').out;

  test('ends with what a run on this machine ends with, though a worker is killed and Redis forgets everything', async () => {
    expect(p.run('batch', 'all.mbox', '--store', 'here.db', '--jobs', '2', '--described').exit).toBe(0);

    const [first, second] = [worker(), worker()];
    await Promise.all([first, second].map((w) => heard(w, w.stderr!, 'takes work')));
    const batch = start('queue.db');
    let said = '';
    batch.stderr!.on('data', (chunk) => {
      said += chunk;
    });
    const killed = await busy(p, 'queue.db');
    first.kill('SIGKILL');
    redis.kill('SIGKILL');
    await ended(redis);
    redis = await startRedis();
    const exit = await ended(batch);
    expect({ exit, said, killed }).toEqual({ exit: 0, said: '', killed: true });
    expect(report('queue.db')).toBe(report('here.db'));
    second.kill('SIGTERM');
    expect(await ended(second)).toBe(130);
  }, 300_000);

  test('hands the task of a worker that is killed to another one', async () => {
    const first = worker();
    await heard(first, first.stderr!, 'takes work');
    const batch = start('stalled.db', '--max-states', '200000');
    await busy(p, 'stalled.db');
    first.kill('SIGKILL');
    const second = worker();
    expect(await ended(batch)).toBe(0);
    const threads = (text: string): unknown[] =>
      text
        .split('\n')
        .filter((l) => l.startsWith('{"kind":"thread"'))
        .map((l) => JSON.parse(l).verdict);
    expect(threads(report('stalled.db'))).toEqual(threads(report('here.db')));
    second.kill('SIGTERM');
    expect(await ended(second)).toBe(130);
  }, 300_000);

  test('ends what takes more memory than the batch allows, as a run on this machine does', async () => {
    const only = worker();
    await heard(only, only.stderr!, 'takes work');
    expect(await ended(start('fat.db', '--max-memory', '8'))).toBe(0);
    expect(report('fat.db')).toContain('more than 8 MB of memory are needed (--max-memory)');
    only.kill('SIGTERM');
    expect(await ended(only)).toBe(130);
  }, 300_000);

  test('keeps a task for longer than a lease, though it never lets go of its processor, and does it once', async () => {
    const log = join(p.folder, 'starts');
    const processor = write('busy.mjs', [
      "import { appendFileSync } from 'node:fs';",
      'export default () => {',
      `  appendFileSync(${JSON.stringify(log)}, 'started\\n');`,
      '  for (const end = Date.now() + 9000; Date.now() < end; );',
      `  return ${JSON.stringify(packed(ANSWER))};`,
      '};',
    ]);
    await withWorkers({ processor, width: 2, workers: 2 }, async (hands) => {
      expect(await hands.run(TASK)).toEqual(ANSWER);
    });
    expect(readFileSync(log, 'utf8')).toBe('started\n');
  }, 60_000);

  test('gives up a task that is not its own any more', async () => {
    const log = join(p.folder, 'ends');
    const processor = write('patient.mjs', [
      "import { appendFileSync } from 'node:fs';",
      'export default (job, token, signal) => new Promise((resolve) => {',
      `  appendFileSync(${JSON.stringify(log)}, 'started\\n');`,
      "  signal.addEventListener('abort', () => {",
      `    appendFileSync(${JSON.stringify(log)}, 'stopped\\n');`,
      `    resolve(${JSON.stringify(packed(ANSWER))});`,
      '  });',
      '});',
    ]);
    await withWorkers({ processor, width: 1, workers: 1 }, async (hands) => {
      const answer = hands.run(TASK);
      const lines = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
      await until(() => lines() === 'started\n');
      await forget(port);
      await until(() => lines().startsWith('started\nstopped\nstarted\n'));
      await hands.close();
      expect(await answer).toMatchObject({ kind: 'lost' });
      await forget(port);
    });
  }, 60_000);

  const write = (name: string, lines: readonly string[]): URL => {
    writeFileSync(join(p.folder, name), lines.join('\n'));
    return pathToFileURL(join(p.folder, name));
  };

  /** Workers that do not do what they are asked, but what the test wants. */
  const withWorkers = async (
    { processor, width, workers }: { processor: URL; width: number; workers: number },
    work: (hands: Hands) => Promise<void>,
  ): Promise<void> => {
    const engine = basename(processor.pathname, '.mjs');
    const options = { url: url(), engine, processor, width, lease: 3, tell: () => {} };
    const taking = await Promise.all(Array.from({ length: workers }, () => openQueueWorker(options)));
    const hands = await openQueue(url(), engine, () => {});
    try {
      await work(hands);
    } finally {
      await hands.close();
      await Promise.all(taking.map((one) => one.close()));
    }
  };

  test('says who is missing: a Redis, or a URL of one', () => {
    const away = p.run('batch', 'all.mbox', '--store', 'none.db', '--queue', 'redis://127.0.0.1:1');
    expect(away).toMatchObject({ exit: 3, out: '' });
    expect(away.err).toMatch(/^patchcheck: Cannot use the queue redis:\/\/127\.0\.0\.1:1: /);
    expect(p.run('worker', '--queue', 'http://x').err).toContain('it is no URL such as redis://');
  });
});

const setting = { scope: 'described', maxStates: null, config: {}, timeout: 60, maxMemory: 512 } as const;
const TASK: Task = { kind: 'judge', thread: { content: 'x', name: 'x.mbox', bytes: new Uint8Array() }, setting };
const ANSWER: Answer = { kind: 'lost', problem: { kind: 'unknown', reason: 'so the test says' } };

/** Takes everything out of a Redis. */
async function forget(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end('FLUSHALL\r\n');
  await new Promise((resolve) => socket.once('close', resolve).resume());
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 6000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
}

/** Waits until threads are triaged and some are left: the judging is under way. */
async function busy(p: Frozen, name: string): Promise<boolean> {
  const path = join(p.folder, name);
  await until(() => existsSync(path));
  const store = openStore(path);
  const count = (depth: string): number =>
    store.sql('SELECT count(*) AS n FROM result WHERE depth = ? AND model IS NOT NULL').get(depth)!.n as number;
  try {
    await until(() => count('triaged') + count('judged') > 0);
    return count('triaged') > 0;
  } finally {
    store.close();
  }
}

async function heard(child: ChildProcess, stream: NodeJS.ReadableStream, words: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk) => {
      said += chunk;
      if (said.includes(words)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`It ended: ${said}`)));
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
