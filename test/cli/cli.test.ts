import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLAIM, mbox, swapin } from '../verdict/mails.ts';
import { build, patchcheck, ROOT, THREAD } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchcheck-cli-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const HUNK = ' \t\terr = swapcache_prepare(entry);\n+\t\tcond_resched();\n \t\tif (!err)\n \t\t\tbreak;';
const harmless = mbox({ text: CLAIM, diff: swapin(HUNK) }).bytes;
const ID = 'readers/coop+page-alloc-sleeps/every-call-returns';

describe('exit code', () => {
  test('0: fixed, and nothing introduced', () => {
    const { exit, out, err } = patchcheck([THREAD, '--described']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out.split('\n')[0]).toContain('on a model, not on a kernel');
    expect(out).toContain('FIXED');
  });

  test('0: nothing to fix and nothing reproduced', () => {
    const report = file('report.mbox', mbox({ subject: 'livelock in __read_swap_cache_async()', text: 'Here.' }).bytes);
    expect(patchcheck([report, '--described']).exit).toBe(1);
    expect(patchcheck([report, '--described', '--onto', THREAD]).exit).toBe(0);
  });

  test('1: decided, and no good news', () => {
    expect(patchcheck(['-', '--described'], harmless).exit).toBe(1);
  });

  test('1: fixed, but it breaks something else', () => {
    // Without its put_page() the fix leaks a page each time round the loop.
    const thread = readFileSync(THREAD, 'utf8');
    const leaky = file(
      'leaky.txt',
      thread.replace('@@ -392,56 +392,62 @@', '@@ -392,56 +392,61 @@').replace('> + put_page(page);\n', ''),
    );
    const { exit, out } = patchcheck([leaky, '--json']);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'fixed' });
    expect(JSON.parse(out).candidates[0].introduced).toContain('readers/fair/no-leak');
    expect(exit).toBe(1);
  });

  test('2: wrong usage, with nothing on stdout', () => {
    for (const args of [
      [],
      ['--frob', THREAD],
      [THREAD, THREAD],
      [THREAD, '--check'],
      [THREAD, '--max-states', '0'],
      [THREAD, '--max-states', 'many'],
      [THREAD, '--timeout', '-1'],
      [THREAD, '--color', 'blue'],
      [THREAD, '--config', 'CONFIG_SWAP'],
      [THREAD, '--config', 'CONFIG_SWAP=m'],
      [THREAD, '--check', 'readers'],
      ['-', '--onto', '-'],
      ['model', 'frob'],
      ['model', 'diff'],
      ['replay', THREAD],
    ]) {
      const { exit, out, err } = patchcheck(args);
      expect({ args, exit, out }).toEqual({ args, exit: 2, out: '' });
      expect(err).toMatch(/^patchcheck: /);
    }
  });

  test('2: a check that the model does not have, and the nearest that it has', () => {
    const { exit, err, out } = patchcheck([THREAD, '--check', ID.replace('alloc', 'aloc')]);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('Did you mean `page-alloc-sleeps`?');
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /it is empty/],
    ['blank', '\n \n', /white space/],
    ['binary', Uint8Array.from({ length: 400 }, (_, i) => (i * 7919) & 0xff), /it is binary/],
    ['text', 'int main(void)\n{\n\treturn 0;\n}\n', /no mail/],
    ['a damaged gzip', gzipSync('From: a@b\n\nhi\n').subarray(0, 25), /gzip data is damaged/],
  ])('3: a file that is %s, in one message', (name, content, message) => {
    const { exit, out, err } = patchcheck([file(`${name}.mbox`, content)]);
    expect({ exit, out }).toEqual({ exit: 3, out: '' });
    expect(err).toMatch(message);
    expect(err.match(/^patchcheck: /gm)).toHaveLength(1);
  });

  test('3: no file, or a folder', () => {
    mkdirSync(join(folder, 'maildir'));
    for (const [args, message] of [
      [[join(folder, 'nothing')], 'there is no such file'],
      [[join(folder, 'maildir')], 'it is a folder'],
      [[THREAD, '--onto', join(folder, 'nothing')], 'there is no such file'],
    ] as const) {
      const { exit, out, err } = patchcheck(args);
      expect({ exit, out }).toEqual({ exit: 3, out: '' });
      expect(err).toContain(message);
    }
  });

  test('3: what has no end, and what cannot be written, in one message each', () => {
    const shell = (command: string) =>
      spawnSync('sh', ['-c', command, process.execPath, `${ROOT}dist/cli.js`, THREAD], { encoding: 'utf8' });
    for (const [command, message] of [
      ['"$0" "$1" /dev/zero', 'it is larger than 64 MB, or has no end'],
      ['"$0" "$1" - < /', 'it is a folder'],
      ['"$0" "$1" "$2" --described > /dev/full', 'no space is left on the device'],
      ['"$0" "$1" --help > /dev/full', 'no space is left on the device'],
    ] as const) {
      const { status, stdout, stderr } = shell(command);
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr.match(/^patchcheck: /gm)).toHaveLength(1);
    }
  });

  test('125: nothing that a model has, or nothing decided', () => {
    const { exit, out } = patchcheck(['-', '--json'], mbox({ subject: 'hello', text: 'hi' }).bytes);
    expect(exit).toBe(125);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'not-modelled', model: null });
    expect(patchcheck([THREAD, '--described', '--max-states', '10']).exit).toBe(125);
  });

  test('130: interrupted', async () => {
    const child = spawn('sh', ['-c', `"$0" "$@"; exit $?`, process.execPath, `${ROOT}dist/cli.js`, '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(-child.pid!, 'SIGINT');
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('exit', (...how) => resolve(how)),
    );
    expect(code ?? signal).toSatisfy((how: unknown) => how === 130 || how === 'SIGINT');
  });
});

describe('output', () => {
  test('JSON is one object on stdout', () => {
    const { out, err } = patchcheck([THREAD, '--described', '--json']);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({ schema: 'patchcheck.thread/1', verdict: 'fixed' });
  });

  test('a page, an mbox, a gzip and standard input say the same', () => {
    const named = (args: string[], stdin?: Uint8Array) => {
      const { candidates, checks, verdict } = JSON.parse(patchcheck([...args, '--described', '--json'], stdin).out);
      return { candidates, checks, verdict };
    };
    const page = named([THREAD]);
    const bytes = readFileSync(THREAD);
    expect(named(['-'], bytes)).toEqual(page);
    expect(named([file('page.gz', gzipSync(bytes))])).toEqual(page);
    expect(named([THREAD.replace(/txt$/, 'mbox')])).toEqual(page);
  });

  test('--all lists every check, without it those that the verdict is about', () => {
    const all = JSON.parse(patchcheck([THREAD, '--json', '--all']).out);
    const told = JSON.parse(patchcheck([THREAD, '--json']).out);
    expect(all.candidates).toEqual(told.candidates);
    const { residual, introduced } = told.candidates[0];
    const ids = told.checks.map((c: { id: string }) => c.id).sort();
    expect(ids).toEqual([ID, ...residual, ...introduced].sort());
    expect(all.checks.length).toBeGreaterThan(300);
    expect(new Set(all.checks.map((c: { id: string }) => c.id)).size).toBe(all.checks.length);
  });

  test('the model is found from any folder', () => {
    expect(patchcheck([THREAD, '--described'], '', folder).exit).toBe(0);
  });

  test('a reader that goes away is no error', () => {
    const shell = `"${process.execPath}" "${ROOT}dist/cli.js" "${THREAD}" --json --all; echo "exit $?" >&2`;
    const { stderr } = spawnSync('sh', ['-c', `{ ${shell}; } | true`]);
    expect(stderr.toString()).toBe('exit 0\n');
  });

  test('help has examples, version has a number; both are no error', () => {
    const help = patchcheck(['--help']);
    expect({ exit: help.exit, err: help.err }).toEqual({ exit: 0, err: '' });
    expect(help.out).toContain('patchcheck thread.mbox');
    expect(help.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(help.out).toContain('(default: 250,000)');
    expect(help.out).not.toMatch(/default: (\[\]|\{\})/);
    expect(patchcheck(['help'])).toEqual(help);
    expect(patchcheck(['model'])).toMatchObject({ exit: 0, err: '', out: expect.stringContaining('diff') });
    expect(patchcheck(['replay', '--help']).out).toContain('owner:18,owner=1');
    expect(patchcheck(['--version'])).toEqual({ exit: 0, out: 'patchcheck 0.1.0\n', err: '' });
    expect(patchcheck(['model', 'diff', '--help']).out).toContain('Usage: patchcheck model diff');
  });
});

describe('model diff', () => {
  test('shows the patched function in TypeScript and in C', () => {
    const { exit, out, err } = patchcheck(['model', 'diff', THREAD]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('+    put_swap_page(page, entry)\n');
    expect(out).toContain('+\t\tput_swap_page(page, entry);\n');
    expect(out).toMatch(/^--- models\/swapin-5\.7\/swap_state\.ts: __read_swap_cache_async\(\)$/m);
    expect(out).toContain('--- mm/swap_state.c, as the model has it: __read_swap_cache_async()');
    expect(out).not.toMatch(/^@@ -/m);
  });

  test('says what it cannot show', () => {
    const misfit = mbox({ diff: swapin(HUNK.replace('prepare', 'prepared')) }).bytes;
    const { exit, out, err } = patchcheck(['model', 'diff', '-'], misfit);
    expect({ exit, out }).toEqual({ exit: 125, out: '' });
    expect(err).toContain('swapcache_prepared');
  });

  test('on top of another thread, shows only what comes on top', () => {
    const { out } = patchcheck(['model', 'diff', '-', '--onto', THREAD], mbox({ diff: swapin(HUNK) }).bytes);
    expect(out.match(/^\+[^+].*/gm)?.map((l) => l.trim())).toEqual(['+    cond_resched()', '+\t\tcond_resched();']);
  });
});

test('heavy packages load only where they are needed', () => {
  const loaded = (...args: string[]) =>
    spawnSync(process.execPath, [`${ROOT}dist/cli.js`, ...args], { env: { ...process.env, NODE_DEBUG: 'module,esm' } });
  expect(loaded('--version').stderr.toString()).not.toMatch(/oxc-parser|web-tree-sitter/);
  // The diff is C; the models were read when the program was built.
  const run = loaded(THREAD, '--described').stderr.toString();
  expect(run).toMatch(/web-tree-sitter/);
  expect(run).not.toMatch(/oxc-parser/);
});
