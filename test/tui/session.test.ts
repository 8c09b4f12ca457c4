// Sessions in a real terminal, with the command as it is installed: keys in, screens out, and a shell afterwards that is as
// it was. Where there is no tmux they are left out, and say so; .ci/run installs it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, patchcheck, ROOT } from '../cli/run.ts';
import { hasTmux, Tmux } from './tmux.ts';

const FILE = 'fixtures/threads/2020-swapin-livelock.txt';
/** Only what the thread describes: the quickest. */
const REVIEW = `node dist/cli.js review --described ${FILE}`;
const CHECK = 'readers/coop+page-alloc-sleeps/every-call-returns';
const SMALL = { columns: 80, rows: 24 };
const LARGE = { columns: 200, rows: 60 };

const home = mkdtempSync(join(tmpdir(), 'patchcheck-session-'));
const environment = {
  XDG_DATA_HOME: join(home, 'data'),
  XDG_CACHE_HOME: join(home, 'cache'),
  GIT_EDITOR: 'sed -i s/model/MODEL/',
};
const open: Tmux[] = [];

beforeAll(build);
afterAll(() => {
  for (const terminal of open) terminal.close();
  rmSync(home, { recursive: true });
});

async function shell(size = SMALL): Promise<Tmux> {
  const terminal = new Tmux(size, { folder: ROOT, sockets: home }, environment);
  open.push(terminal);
  await terminal.prompt();
  terminal.line(`clear; stty -a > ${home}/before`);
  await terminal.prompt();
  return terminal;
}

/** The shell has its terminal back, as it was, and the command ended with this status. */
async function isBack(terminal: Tmux, status: number): Promise<void> {
  expect(await terminal.prompt()).toBe(status);
  expect(terminal.state()).toBe('normal');
  terminal.line(`stty -a | cmp - ${home}/before && echo sane`);
  await terminal.until('sane\n');
}

/** What is kept of judging, and since when. */
function results(): readonly unknown[] {
  const folder = join(home, 'cache', 'patchcheck');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => [name, statSync(join(folder, name)).mtimeMs]);
}

describe.skipIf(!hasTmux && process.env.CI !== 'true')(
  'a session in tmux (left out where there is none)',
  { timeout: 180_000 },
  () => {
    test('walks from the list to a run, leaves a note and quits; the next one finds all of it', async () => {
      const terminal = await shell();
      terminal.line(REVIEW);
      const list = await terminal.until('> FIXED');
      expect(list).toContain('Hugh Dickins · v1 · livelock · 22 May 2020');
      expect(terminal.state()).toBe('ours');
      terminal.keys('Enter');
      expect(await terminal.until('list > thread')).toContain('┄ 141 quoted lines');
      terminal.keys('v', '}');
      expect(await terminal.until('> @@ -392,56')).toMatch(/= \+ page = alloc_page_vma\(gfp_mask, vma, addr\);/);
      terminal.keys('Tab');
      expect(await terminal.until('+     page = alloc_page_vma')).toContain('models/swapin-5.7/swap_state.ts');
      terminal.keys('c');
      expect(await terminal.until('1 of 1 checks')).toContain('[VIOLATED] holds');
      terminal.keys('Enter');
      expect(await terminal.until('step 0/')).toContain(`before the patch  ${CHECK}`);
      terminal.keys('l');
      await terminal.until(/step 1\/.*owner: /);
      terminal.keys('$', 'l');
      expect(await terminal.until('round 2')).toMatch(
        /┌ .*\n(?: {2}│ .*\n)*[ ·>] └ .*continue\n +↺ these steps repeat/,
      );
      terminal.keys('y');
      expect(await terminal.until('patchcheck replay')).toContain(CHECK);
      terminal.keys('q', 'n', 'seen', 'Enter');
      await terminal.until('Note on patch-v1.');
      terminal.keys('+', 'd', 'q', 'q', 'q', 'q', 'q');
      await terminal.until('Q quits');
      expect(await terminal.until('note: seen')).toContain('agreed, done, note');
      terminal.keys('Q');
      await isBack(terminal, 0);

      const reviews = join(home, 'data', 'patchcheck', 'reviews');
      const [name] = readdirSync(reviews);
      expect(JSON.parse(readFileSync(join(reviews, name!), 'utf8'))).toMatchObject({
        opinion: 'agree',
        progress: 'done',
        note: 'seen',
        candidate: 'patch-v1',
      });
      const before = results();
      expect(before.length).toBeGreaterThan(1);
      terminal.line(`clear; ${REVIEW}`);
      expect(await terminal.until('> FIXED')).toContain('agreed, done, note');
      terminal.keys('Q');
      await isBack(terminal, 0);
      // Nothing was judged anew.
      expect(results()).toEqual(before);
    });

    test('a large screen shows the diff beside the model, and takes a new size at once', async () => {
      const terminal = await shell(LARGE);
      terminal.line(REVIEW);
      await terminal.until('> FIXED');
      terminal.keys('v');
      expect(await terminal.until('list > review')).toMatch(/= \+ page = alloc_page_vma\(gfp_mask, vma, addr\); +│ /);
      terminal.resize(SMALL);
      while (terminal.screen().includes('│')) await terminal.until('list > review');
      expect(
        terminal
          .screen()
          .split('\n')
          .every((l) => l.length <= 80),
      ).toBe(true);
      terminal.resize(LARGE);
      await terminal.until(/addr\); +│ /);
      expect(terminal.state()).toBe('ours');
      terminal.keys('Q');
      await isBack(terminal, 0);
    });

    test('C-z gives the shell its terminal, fg takes it again; C-c with nothing to stop quits', async () => {
      const terminal = await shell();
      terminal.line(REVIEW);
      await terminal.until('> FIXED');
      terminal.keys('c', 'C-z');
      await terminal.until('Stopped');
      expect(terminal.state()).toBe('normal');
      await terminal.prompt();
      terminal.line(`stty -a | cmp - ${home}/before && echo sane`);
      await terminal.until('sane\n');
      await terminal.prompt();
      terminal.line('fg');
      await terminal.until('[VIOLATED]');
      expect(terminal.state()).toBe('ours');
      terminal.keys('C-c');
      await isBack(terminal, 0);
    });

    test.each([
      ['a signal', 'process.kill(process.pid, "SIGTERM")', 143],
      ['an exception', 'throw new Error("broken")', 3],
      ['a rejection', 'Promise.reject(new Error("broken"))', 3],
      ['an exit', 'process.exit(7)', 7],
    ])('%s in the middle leaves the terminal as it was', async (_, code, status) => {
      const terminal = await shell();
      const later = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)setTimeout(()=>{${code}},2500)`;
      terminal.line(`node --import ${JSON.stringify(later)} dist/cli.js review --described ${FILE}`);
      await terminal.until('patchcheck  list');
      expect(terminal.state()).toBe('ours');
      await isBack(terminal, status);
      if (status === 3) expect(terminal.screen()).toContain('internal error: Error: broken');
    });

    test('mail comes on standard input, keys from the terminal', async () => {
      const terminal = await shell();
      terminal.line(`cat ${FILE} | node dist/cli.js review --described -`);
      await terminal.until('> FIXED');
      terminal.keys('?');
      await terminal.until('Keys of the screen: list');
      terminal.keys('q', 'Q');
      await isBack(terminal, 0);
    });

    test('r opens a draft in the editor, and says how it would be sent', async () => {
      const terminal = await shell();
      terminal.line(REVIEW);
      await terminal.until('> FIXED');
      terminal.keys('r');
      expect(await terminal.until('Nothing was sent')).toContain('git send-email');
      expect(terminal.state()).toBe('ours');
      terminal.keys('q', 'Q');
      await isBack(terminal, 0);
      const drafts = join(home, 'data', 'patchcheck', 'drafts');
      expect(readFileSync(join(drafts, readdirSync(drafts)[0]!), 'utf8')).toContain(
        'This is about a MODEL of the code',
      );
    });

    test('an input that cannot be read is told of in the end, and keeps no other from being shown', async () => {
      const terminal = await shell();
      terminal.line(`${REVIEW} ${home}/none.mbox`);
      await terminal.until('> FIXED');
      terminal.keys('Q');
      await isBack(terminal, 3);
      expect(terminal.screen().replace(/\n/g, '')).toContain('there is no such file');
    });

    test('a thread that cannot be judged says why', async () => {
      const terminal = await shell();
      terminal.line(
        `printf 'Subject: hello\\n\\nNo patch here.\\n' > ${home}/hello.eml; node dist/cli.js review ${home}/hello.eml`,
      );
      await terminal.until('> NOT MODELLED');
      terminal.keys('c');
      await terminal.until('No check was asked');
      terminal.keys('Q');
      await isBack(terminal, 0);
    });
  },
);

describe('without a terminal', () => {
  test('the report comes instead, and nothing that a terminal would take for a command', () => {
    const plain = patchcheck(['review', '--described', FILE]);
    expect(plain).toEqual(patchcheck(['--described', FILE]));
    expect(plain.out).toContain('FIXED');
    expect(plain.out).not.toContain('\u001b');
  });

  test('also of several threads, with the worst status', () => {
    const both = patchcheck(['review', '--described', FILE, '-'], 'Subject: hello\n\nNo patch here.\n');
    expect(both.exit).toBe(125);
    expect(both.out).toContain('FIXED');
    expect(both.out).toContain('NOT MODELLED');
  });

  test('what cannot be read is told as elsewhere', () => {
    expect(patchcheck(['review', '/nowhere.mbox'])).toMatchObject({ exit: 3, out: '' });
    const { status } = spawnSync(process.execPath, [`${ROOT}dist/cli.js`, 'review'], { encoding: 'utf8' });
    expect(status).toBe(2);
  });
});
