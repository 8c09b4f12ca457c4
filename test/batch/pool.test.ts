import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GRACE } from '../../src/batch/hands.ts';
import { openPool } from '../../src/batch/pool.ts';
import type { Task } from '../../src/batch/task.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchcheck-pool-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a task that waits for a worker uses up none of its time', async () => {
  const script = join(folder, 'slow.mjs');
  writeFileSync(script, "export default () => new Promise((r) => setTimeout(() => r({ kind: 'triaged' }), 1500));");
  const hands = openPool(script, folder, 2, 512);
  const setting = { scope: 'described', maxStates: null, config: {}, timeout: 3.5 - GRACE, maxMemory: 512 } as const;
  const thread = { content: 'x', name: 'x.mbox', bytes: new Uint8Array() };
  const task: Task = { kind: 'judge', thread, setting };
  try {
    const answers = await Promise.all(Array.from({ length: 8 }, () => hands.run(task)));
    expect(answers).toEqual(Array.from({ length: 8 }, () => ({ kind: 'triaged' })));
  } finally {
    await hands.close();
  }
});
