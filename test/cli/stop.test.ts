// Interrupts: real signals to the command as a process of its own, and the line that tells how a search gets on in a real
// terminal. Where there is no tmux, that is left out, and says so.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Interrupt } from '../../src/cli/interrupt.ts';
import { hasTmux, Tmux } from '../tui/tmux.ts';
import { build, patchcheck, ROOT } from './run.ts';

/** Seconds of searching. */
const LONG = 'fixtures/threads/2001-swapcache-double-add.mbox';
/** One search of a quarter of a second. */
const LARGE = 'fixtures/threads/2024-zswap-swapoff.mbox';
/** Has Node say on standard error that somebody listens to both signals. */
const SAYS = `data:text/javascript,process.on('newListener',(name)=>{if(name==='SIGTERM')console.error('listens')})`;

beforeAll(build);

describe('a command that searches', { timeout: 120_000 }, () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('and gets %s tells what it knows, and ends by it', async (signal) => {
    const child = spawn(process.execPath, ['--import', SAYS, 'dist/cli.js', LONG, '--json', '--all'], { cwd: ROOT });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err.push(text);
      child.kill(signal);
    });
    expect(await once(child, 'close')).toEqual([null, signal]);
    expect(err.join('')).toBe('listens\n');
    const verdict = JSON.parse(out.join(''));
    expect(verdict).toMatchObject({ schema: 'patchcheck.thread/1', verdict: 'unknown' });
    expect(verdict.reason).toContain('interrupted: ');
    const reasons: string[] = verdict.checks.map((c: { before: { reason?: string } }) => c.before.reason ?? '');
    expect(reasons.at(-1)).toBe('interrupted: not searched');
    expect(verdict.warnings.map((w: { code: string }) => w.code)).toContain('search-cut');
  });
});

test('mutate that is interrupted before it has anything to tell says so', async () => {
  const child = spawn(process.execPath, ['--import', SAYS, 'dist/cli.js', 'mutate', LARGE], { cwd: ROOT });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    if (!child.killed) child.kill('SIGINT');
  });
  expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
  expect(err).toMatch(/^listens\npatchcheck: Cannot mutate: no check is known to hold after \S+: interrupted/);
}, 120_000);

test('the second interrupt is heard by nobody: the system ends the process', () => {
  const others = process.listenerCount('SIGINT');
  const interrupt = new Interrupt();
  interrupt.listen();
  interrupt.listen();
  expect(process.listenerCount('SIGINT')).toBe(others + 1);
  for (const listener of process.listeners('SIGINT').slice(others)) listener('SIGINT');
  expect(interrupt.signal).toBe('SIGINT');
  expect(process.listenerCount('SIGINT')).toBe(others);
  expect(process.listenerCount('SIGTERM')).toBe(0);
  interrupt.listen();
  expect(process.listenerCount('SIGINT')).toBe(others);
});

describe('--max-memory', () => {
  const bad = (size: string) => patchcheck(['fixtures/threads/2020-swapin-livelock.txt', '--max-memory', size]);

  test('is a size', () => {
    for (const size of ['0', '12K', '1.5G', '-1', 'G', 'much']) {
      const { exit, out, err } = bad(size);
      expect({ exit, out }, size).toEqual({ exit: 2, out: '' });
      expect(err).toContain(`Cannot take \`${size}\` for --max-memory`);
    }
  });

  test('that is too small makes searches unknown, and the report says so', () => {
    const { exit, out } = patchcheck([LARGE, '--described', '--json', '--max-memory', '1M']);
    const { verdict, reason, bounds } = JSON.parse(out);
    expect({ exit, verdict }).toEqual({ exit: 125, verdict: 'unknown' });
    expect(reason).toMatch(/more than 1 MB of memory: [\d,]+ states? explored/);
    expect(bounds).toMatchObject({ megabytes: 1 });
  });
});

describe.skipIf(!hasTmux && process.env.CI !== 'true')(
  'on a terminal (left out where there is no tmux)',
  { timeout: 120_000 },
  () => {
    const sockets = mkdtempSync(join(tmpdir(), 'patchcheck-stop-'));
    const terminal = new Tmux({ columns: 80, rows: 24 }, { folder: ROOT, sockets }, {});
    afterAll(() => {
      terminal.close();
      rmSync(sockets, { recursive: true });
    });

    test('one line tells how the search gets on, goes away when it is interrupted, and a loop of the shell ends', async () => {
      await terminal.prompt();
      terminal.line(`clear; for i in 1 2; do echo run $i; node dist/cli.js ${LONG} --json --all > /dev/null; done`);
      const LINE =
        /^(?:[\d,]+ states, (?:[\d,]+\/s, )?[\d,]+ waiting|looking through the states), \d+ MB · [\w-]+ [\w-]+\//m;
      const screen = await terminal.until(LINE);
      const told = (text: string): string[] => text.split('\n').filter((line) => line.includes(' MB · '));
      expect(told(screen)).toHaveLength(1);
      // It is rewritten in place.
      const now = await terminal.until((text) => LINE.test(text) && text !== screen);
      expect(told(now)).toHaveLength(1);
      terminal.keys('C-c');
      expect(await terminal.prompt()).toBe(130);
      expect(terminal.screen()).not.toMatch(/states|run 2/);
      expect(terminal.screen()).toContain('run 1');
    });
  },
);
