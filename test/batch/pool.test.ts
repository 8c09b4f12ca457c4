import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { GRACE, type Hands } from '../../src/batch/hands.ts';
import { openPool } from '../../src/batch/pool.ts';
import type { Task } from '../../src/batch/task.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchcheck-pool-'));
afterAll(() => rmSync(folder, { recursive: true }));

const thread = { content: 'x', name: 'x.mbox', bytes: new Uint8Array() };
const setting = { scope: 'described', maxStates: null, config: {}, timeout: 60, maxMemory: 512 } as const;

async function withPool(worker: string, work: (hands: Hands) => Promise<void>): Promise<void> {
  const script = join(folder, 'worker.mjs');
  writeFileSync(script, `export default ${worker};`);
  const hands = openPool(script, folder, 2, 512);
  try {
    await work(hands);
  } finally {
    await hands.close();
  }
}

test('a task that waits for a worker uses up none of its time', () =>
  withPool("() => new Promise((r) => setTimeout(() => r({ kind: 'triaged' }), 1500))", async (hands) => {
    const task: Task = { kind: 'judge', thread, setting: { ...setting, timeout: 3.5 - GRACE } };
    const answers = await Promise.all(Array.from({ length: 8 }, () => hands.run(task)));
    expect(answers).toEqual(Array.from({ length: 8 }, () => ({ kind: 'triaged' })));
  }));

test('what came of tasks that are done is not kept: memory does not grow with the archive', () =>
  withPool("() => ({ kind: 'triaged', threads: Array.from({ length: 20_000 }, (_, i) => i / 3) })", async (hands) => {
    const task: Task = { kind: 'triage', threads: [thread], setting };
    const used = async (tasks: number): Promise<number> => {
      for (let i = 0; i < tasks; i++) await hands.run(task);
      collectGarbage();
      return process.memoryUsage().heapUsed / 1e6;
    };
    const before = await used(20);
    expect((await used(120)) - before).toBeLessThan(20);
  }));

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
