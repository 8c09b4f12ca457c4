import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, patchcheck, ROOT, THREAD } from '../cli/run.ts';

const ID = 'readers/coop+page-alloc-sleeps/every-call-returns';
const folder = mkdtempSync(join(tmpdir(), 'patchcheck-replay-'));
let report = '';
let run = '';

beforeAll(() => {
  build();
  symlinkSync(join(ROOT, 'dist/cli.js'), join(folder, 'patchcheck'));
  copyFileSync(THREAD, join(folder, "it's a thread.txt"));
  report = patchcheck(["it's a thread.txt", '--described'], '', folder).out;
  run = / (\S+,@,\S+)$/m.exec(report)![1]!;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The commands that a report prints, as they stand there. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/^replay +((?:.*\\\n)*.*)$/gm)].map((m) => m[1]!);
}

function shell(command: string): { exit: number | null; out: string; err: string } {
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env });
  return { exit: status, out: stdout.toString(), err: stderr.toString() };
}

describe('the printed command', () => {
  test('works as it stands, and confirms', () => {
    const [command, ...others] = commandsIn(report);
    expect(others).toEqual([]);
    const { exit, out, err } = shell(command!);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('The cycle closes. It is fair');
    expect(out).toContain('Violated: every-call-returns');
  });

  test('works for a run after the patch, on top of another thread, with a configuration', () => {
    const again = `From a@b Fri May 22 13:09:00 2020
From: A <a@example.org>
Date: Fri, 22 May 2020 13:00:00 +0000
Subject: [PATCH] mm: livelock in __read_swap_cache_async()
Message-ID: <a@b>

A livelock in __read_swap_cache_async().
---
--- a/mm/swap_state.c
+++ b/mm/swap_state.c
@@ -400,3 +400,2 @@ struct page *__read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask,
 
-\t\tput_page(page);
 \t\tif (err != -EEXIST)
`;
    writeFileSync(join(folder, '-again'), again);
    const { out } = patchcheck(['./-again', '--onto', "it's a thread.txt", '--config', 'NUMA=n'], '', folder);
    const [command] = commandsIn(out);
    expect(command).toContain('--candidate patch-v1');
    const { exit, out: steps } = shell(command!);
    expect(steps).toContain('Lost: page');
    expect(exit).toBe(0);
  });
});

describe('patchcheck replay', () => {
  const replay = (text: string, ...more: string[]) => patchcheck(['replay', THREAD, ID, text, ...more]);

  test('tells each step with its task, function, statement, value and place', () => {
    const { out } = replay(run);
    expect(out).toMatch(
      /^ +\d+ {2}owner +__read_swap_cache_async\(\) {2}\*new_page_allocated = false;.*swap_state\.ts:\d+\)$/m,
    );
    expect(out).toMatch(/err = swapcache_prepare\(entry\); → -EEXIST/);
    expect(out).toMatch(/^ +\d+ {2}owner +sleeps$|^ +sleeps$/m);
    const steps = run.split(',').reduce((n, part) => n + (part === '@' ? 0 : Number(part.split(':')[1] ?? 1)), 0);
    expect(out).toContain('\nowner = reader A (low priority)\nlooper = reader B (high priority)\n');
    expect(out).toContain(`All ${steps} steps can be made`);
  });

  test('ends with 1 if a step cannot be made', () => {
    const { exit, out } = replay(run.replace('owner=1,owner,', 'owner=1,'));
    expect(exit).toBe(1);
    expect(out).toMatch(/Not confirmed: .*its cycle does not close|Not confirmed: .*not fair/);
    expect(replay('owner').out).toContain('At the end, looper has not arrived.');
    expect(replay('owner').out).toContain('The step can be made');
    expect(replay('looper:2,owner').out).toContain('`coop` does not let owner move');
  });

  test('ends with 1 on the patched program, where the run does not go', () => {
    const { exit, out } = replay(run, '--candidate', 'patch-v1');
    expect(exit).toBe(1);
    expect(out).toContain('Not confirmed');
    expect(out).toMatch(/\(line \d+ of the function\)/);
    expect(out).not.toContain('mm/swap_state.c:');
  });

  test('ends with 2 and a caret if the run cannot be read', () => {
    const { exit, err } = replay('owner:18,own=1,looper');
    expect(exit).toBe(2);
    expect(err).toContain('  owner:18,own=1,looper\n           ^^^^^\n');
    for (const bad of ['owner:0', 'owner,,looper', '@', 'owner,@', 'owner:x', 'a b']) expect(replay(bad).exit).toBe(2);
  });

  test('ends with 2 for a check or a candidate that there is not', () => {
    expect(patchcheck(['replay', THREAD, 'readers/coop/nothing', run]).exit).toBe(2);
    expect(replay(run, '--candidate', 'patch-v9').err).toContain('It has patch-v1.');
    expect(replay(run, '--candidate', 'patch-v9').exit).toBe(2);
  });
});
