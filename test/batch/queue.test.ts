// The same archive through a real Redis and two workers, one of which is killed in the middle of a task and the server
// restarted once, against a run on this machine.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  const startRedis = async (): Promise<ChildProcess> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', p.folder];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await heard(child, child.stdout!, 'Ready to accept connections');
    return child;
  };
  const report = (store: string): string => p.run('batch', 'report', '--store', store, '--jsonl').out;

  test('ends with what a run on this machine ends with, though a worker is killed and Redis forgets everything', async () => {
    expect(p.run('batch', 'all.mbox', '--store', 'here.db', '--jobs', '2').exit).toBe(0);

    const [first, second] = [worker(), worker()];
    await Promise.all([first, second].map((w) => heard(w, w.stderr!, 'takes work')));
    const batch = p.start('batch', 'all.mbox', '--store', 'queue.db', '--queue', url());
    started.push(batch);
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
    const batch = p.start('batch', 'all.mbox', '--store', 'stalled.db', '--queue', url(), '--max-states', '200000');
    started.push(batch);
    await busy(p, 'stalled.db');
    first.kill('SIGKILL');
    worker();
    expect(await ended(batch)).toBe(0);
    const threads = (text: string): unknown[] =>
      text
        .split('\n')
        .filter((l) => l.startsWith('{"kind":"thread"'))
        .map((l) => JSON.parse(l).verdict);
    expect(threads(report('stalled.db'))).toEqual(threads(report('here.db')));
  }, 300_000);

  test('says who is missing: a Redis, or a URL of one', () => {
    const away = p.run('batch', 'all.mbox', '--store', 'none.db', '--queue', 'redis://127.0.0.1:1');
    expect(away).toMatchObject({ exit: 3, out: '' });
    expect(away.err).toMatch(/^patchcheck: Cannot use the queue redis:\/\/127\.0\.0\.1:1: /);
    expect(p.run('worker', '--queue', 'http://x').err).toContain('it is no URL such as redis://');
  });
});

/** Waits until threads are triaged and some are left: the judging is under way. */
async function busy(p: Frozen, store: string): Promise<boolean> {
  for (let i = 0; i < 200; i++) {
    const { exit, out } = p.run('batch', 'report', '--store', store, '--jsonl');
    const lines = out.split('\n').filter((l) => l.startsWith('{"kind":"thread"'));
    const left = lines.filter((l) => l.includes('"model":"') && l.includes('"verdict":null'));
    if (exit === 0 && lines.length > 0) return left.length > 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
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
