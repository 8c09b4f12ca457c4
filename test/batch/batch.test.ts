import { type ChildProcess, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mboxOf } from '../mail/mails.ts';
import { ARCHIVE, diff, LIVELOCK, MIGRATE, OTHERS } from './archive.ts';
import { type Frozen, freeze } from './frozen.ts';

let p: Frozen;
beforeAll(() => {
  p = freeze();
});
afterAll(() => p.remove());

const at = (name: string): string => join(p.folder, name);
const put = (name: string, text: string | Uint8Array): string => {
  writeFileSync(at(name), text);
  return name;
};

interface Line {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** What a store says, as records. */
function linesOf(store: string, ...more: string[]): Line[] {
  const { exit, out, err } = p.run('batch', 'report', '--store', store, '--jsonl', ...more);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const threads = (store: string): Line[] => linesOf(store).filter((l) => l.kind === 'thread');
const verdicts = (store: string): Record<string, unknown> =>
  Object.fromEntries(threads(store).map((t) => [t.subject as string, t.verdict]));

function batch(store: string, ...args: string[]) {
  return p.run('batch', '--store', store, '--jobs', '1', '--described', ...args);
}

describe('patchcheck batch', () => {
  test('says of each thread what it is, and judges those that a model covers', () => {
    put('all.mbox', ARCHIVE);
    const { exit, out, err } = batch('all.db', 'all.mbox');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^ +7 {2}mails\n +6 {2}threads\n +5 {2}with a diff\n +4 {2}that describe a concurrency bug\n/);
    expect(out).toContain('fs_sync()  fs/x.c');
    expect(verdicts('all.db')).toEqual({
      'Re: [PATCH mmotm] mm/swap: fix livelock in __read_swap_cache_async()': 'fixed',
      '[PATCH] [RFC] mm: migrate: rcu stalls because of invalid swap cache entries': 'fixed',
      '[PATCH] fs: fix deadlock in fs_sync()': null,
      '[PATCH v2] fs: fix deadlock in fs_sync()': null,
      '[PATCH] fs: tidy up': null,
      hello: null,
    });
  });

  test('does nothing a second time, and is quick about it', () => {
    const before = readFileSync(at('all.db'));
    const start = performance.now();
    const { exit, out } = batch('all.db', 'all.mbox', '--timeout', '120');
    expect(exit).toBe(0);
    expect(out).toContain('2    FIXED');
    expect(performance.now() - start).toBeLessThan(5000);
    expect(readFileSync(at('all.db')).length).toBe(before.length);
  });

  test('of an archive that has grown does only what is new, and ends as if it had read all at once', () => {
    put('grown.mbox', `${LIVELOCK.trimEnd()}\n\n`);
    batch('grown.db', 'grown.mbox');
    appendFileSync(at('grown.mbox'), `${OTHERS.trimEnd()}\n\n`);
    expect(batch('grown.db', 'grown.mbox').exit).toBe(0);
    put('whole.mbox', readFileSync(at('grown.mbox')));
    batch('whole.db', 'whole.mbox');
    expect(linesOf('grown.db')).toEqual(linesOf('whole.db'));
  });

  test('takes a mail that joins two threads for what it is', () => {
    const mail = (id: string, more = ''): string =>
      `From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann <a@x.invalid>\nSubject: ${id}\nMessage-ID: <${id}@x>\n${more}\ntext\n\n`;
    put('join.mbox', mail('one') + mail('two'));
    batch('join.db', 'join.mbox');
    expect(threads('join.db')).toHaveLength(2);
    appendFileSync(at('join.mbox'), mail('three', 'References: <one@x> <two@x>\n'));
    batch('join.db', 'join.mbox');
    expect(threads('join.db')).toMatchObject([{ messages: 3 }]);
  });

  test('begins anew with an archive that is another one, and keeps the results', () => {
    put('other.mbox', ARCHIVE);
    batch('other.db', 'other.mbox');
    put('other.mbox', LIVELOCK);
    batch('other.db', 'other.mbox');
    expect(verdicts('other.db')).toEqual({
      'Re: [PATCH mmotm] mm/swap: fix livelock in __read_swap_cache_async()': 'fixed',
    });
  });

  test.each(['gz', 'maildir', 'epoch'])('finds the same in a %s', (kind) => {
    const mails = ARCHIVE.split(/^From \S+@\S+ .*\d{4}\n/m).slice(1);
    if (kind === 'gz') put('form.gz', gzipSync(ARCHIVE));
    else if (kind === 'maildir') {
      for (const sub of ['cur', 'new', 'tmp']) mkdirSync(at(`form.maildir/${sub}`), { recursive: true });
      for (const [i, mail] of mails.entries()) put(`form.maildir/cur/${i}.x:2,S`, mail);
    } else makeEpoch(at('form.epoch'), mails);
    expect(batch(`form-${kind}.db`, `form.${kind}`)).toMatchObject({ exit: 0, err: '' });
    const told = ({ content: _, ...rest }: Line): object => rest;
    const subject = (l: object): string => (l as { subject: string }).subject;
    const order = (a: object, b: object): number => (subject(a) < subject(b) ? -1 : 1);
    expect(threads(`form-${kind}.db`).map(told).sort(order)).toEqual(threads('all.db').map(told).sort(order));
  });

  test('goes on behind a bad mail, a file that is none, and tells of them', () => {
    mkdirSync(at('mixed'));
    put('mixed/a.mbox', LIVELOCK);
    put('mixed/b.bin', Uint8Array.of(0, 1, 2, 3, 0, 255));
    put(
      'mixed/c.mbox',
      'From mboxrd@z Thu Jan  1 00:00:00 1970\nSubject: \u0000\u00ff=?x?q?=\nContent-Type: multipart/mixed; boundary=""\n\n@@ -1 +1 @@\n',
    );
    const { exit, out, err } = batch('mixed.db', 'mixed');
    expect(exit).toBe(0);
    expect(err).toContain('b.bin');
    expect(out).toContain('1    FIXED');
    expect(out).toMatch(/ 2 {2}threads/);
  });

  test('does not take its store for mails, though it lies in the archive', () => {
    mkdirSync(at('folder'));
    put('folder/a.mbox', OTHERS);
    expect(batch('folder/store.db', 'folder')).toMatchObject({ exit: 0, err: '' });
    expect(batch('folder/store.db', 'folder')).toMatchObject({ exit: 0, err: '' });
  });

  test('records a thread that takes too long as unknown, with the bound', () => {
    batch('slow.db', 'all.mbox', '--timeout', '0.001');
    const reasons = threads('slow.db').filter((t) => t.verdict !== null);
    expect(reasons.map((t) => t.verdict)).toEqual(['unknown', 'unknown']);
  });

  test('records a thread that takes too much memory as unknown, and goes on', () => {
    const { exit } = batch('fat.db', 'all.mbox', '--max-memory', '12');
    expect(exit).toBe(0);
    expect(threads('fat.db').every((t) => t.verdict !== 'error')).toBe(true);
    expect(JSON.stringify(threads('fat.db'))).toContain('--max-memory');
  });

  test('--triage judges nothing, and a later run judges what it left', () => {
    const first = p.run('batch', 'all.mbox', '--store', 'two.db', '--triage', '--described');
    expect(first.out).toMatch(/ 2 {2}threads covered by a model, 2 of them such fixes\n +0 {2}judged\n/);
    expect(batch('two.db', 'all.mbox').out).toContain('2    FIXED');
    expect(linesOf('two.db')).toEqual(linesOf('all.db'));
  });

  test('--limit judges only what meets it, --since takes only threads with a later mail', () => {
    expect(batch('limit.db', 'all.mbox', '--limit', 'fn:__read_swap_cache_async').out).toContain('1    FIXED');
    expect(batch('since.db', 'all.mbox', '--since', '2023-01-01').out).toMatch(/ 1 {2}with a diff/);
  });

  test('--fail-on ends with 1 where a thread has the verdict', () => {
    expect(batch('all.db', 'all.mbox', '--fail-on', 'fixed').exit).toBe(1);
    expect(batch('all.db', 'all.mbox', '--fail-on', 'not-fixed').exit).toBe(0);
    expect(batch('all.db', 'all.mbox', '--fail-on', 'good').exit).toBe(2);
  });

  test('ends with 3 where an archive or a store cannot be used, and with 2 on standard input', () => {
    expect(batch('none.db', 'no-such.mbox')).toMatchObject({ exit: 3, out: '' });
    expect(p.run('batch', 'all.mbox', '--store', 'all.mbox')).toMatchObject({ exit: 3, out: '' });
    expect(batch('none.db', '-').exit).toBe(2);
    expect(p.run('batch', 'report', '--store', 'no-such.db').exit).toBe(3);
  });

  test('that is killed loses no more than the thread in hand', async () => {
    const child = p.start('batch', 'all.mbox', '--store', 'killed.db', '--jobs', '1', '--described');
    await until(() => countOf('killed.db') > 0);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(batch('killed.db', 'all.mbox').exit).toBe(0);
    expect(linesOf('killed.db')).toEqual(linesOf('all.db'));
  });

  test('that is interrupted ends cleanly, and says how to go on', async () => {
    const child = p.start('batch', 'all.mbox', '--store', 'stopped.db', '--jobs', '1');
    let said = '';
    child.stderr!.on('data', (chunk) => {
      said += chunk;
    });
    await until(() => countOf('stopped.db') > 0);
    child.kill('SIGINT');
    const exit = await new Promise((resolve) => child.once('exit', resolve));
    expect({ exit, said }).toEqual({ exit: 130, said: expect.stringContaining('the same command goes on from there') });
  });

  test.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'tells on a terminal, in one line that fits, how it gets on, and takes the line away',
    () => {
      const words = p.command('batch', 'all.mbox', '--store', 'told.db', '--jobs', '1', '--described');
      const { stdout, status } = spawnSync('script', ['-qec', `stty cols 60; ${words}`, '/dev/null'], {
        cwd: p.folder,
        encoding: 'utf8',
      });
      expect(status).toBe(0);
      const [lines, after] = [stdout.split('\r\u001b[K').slice(1, -1), stdout.split('\r\u001b[K').at(-1)!];
      expect(lines[0]).toMatch(/^reading \d+ mails, \d+ a second$/);
      expect(lines.at(-1)).toMatch(/^\d of 6 threads(?:, [\d.]+ a second, \d+ s left)?(?: · fixed \d)?$/);
      expect(Math.max(...lines.map((l) => l.length))).toBeLessThan(60);
      expect(after).toMatch(/^ +7 {2}mails\r\n/);
    },
  );

  test('two at once on one store read each mail once, and end as one would', async () => {
    const args = ['batch', 'all.mbox', '--store', 'both.db', '--jobs', '1', '--described'];
    const ends = [p.start(...args), p.start(...args)].map(endOf);
    expect(await Promise.all(ends)).toEqual(Array(2).fill({ exit: 0, err: '' }));
    expect(linesOf('both.db')).toEqual(linesOf('all.db'));
  });

  test('is silent where standard error is no terminal', () => {
    expect(batch('all.db', 'all.mbox').err).toBe('');
  });
});

describe('patchcheck batch report', () => {
  test('ranks the functions that race fixes touch and no model has', () => {
    const functions = linesOf('all.db').filter((l) => l.kind === 'function');
    expect(functions[0]).toEqual({ kind: 'function', name: 'fs_sync', file: 'fs/x.c', threads: 2 });
    expect(functions.map((f) => f.name)).not.toContain('__read_swap_cache_async');
    expect(functions.map((f) => f.name)).not.toContain('fs_open');
  });

  test('counts what was judged whatever came of it, and a function once though a hunk came without its file', () => {
    const hunk = diff('fs_sync').replace(/^---\n(?:---|\+\+\+) .*\n(?:---|\+\+\+) .*\n/, '');
    put(
      'odd.mbox',
      mboxOf([
        { id: 'a', subject: '[PATCH] fs: fix deadlock in fs_sync()', text: `It deadlocks.\n\n${diff('fs_sync')}` },
        { id: 'b', subject: '[PATCH] fs: another deadlock', text: `It deadlocks.\n\n${hunk}` },
        { id: 'c', subject: '[PATCH] mm: tidy up', text: `Tidy.\n\n${diff('some_other', 'mm/swap_state.c')}` },
      ]),
    );
    batch('odd.db', 'odd.mbox');
    const lines = linesOf('odd.db');
    expect(lines[0]).toMatchObject({ covered: 1, judged: 1, verdicts: { 'not-modelled': 1 }, unread: 0 });
    expect(lines.filter((l) => l.kind === 'function')).toEqual([
      { kind: 'function', name: 'fs_sync', file: 'fs/x.c', threads: 2 },
    ]);
    p.run('batch', 'report', '--store', 'odd.db', '--html', 'odd');
    const index = readFileSync(at('odd/index.html'), 'utf8');
    expect(index).not.toContain('Threads that a model judged');
    expect(index).toMatch(
      /A model has their file, and not the functions.*<ul><li>\[PATCH\] mm: tidy up: no model has/s,
    );
  });

  test('says how each bug was recognised', () => {
    const [funnel] = linesOf('all.db');
    expect(funnel).toMatchObject({ kind: 'funnel', schema: 'patchcheck.batch/1', mails: 7, threads: 6, races: 4 });
    const classes = funnel!.classes as { class: string; by: object }[];
    expect(classes.find((c) => c.class === 'deadlock')).toMatchObject({ threads: 2, by: { words: 2 } });
  });

  test('tells the verdicts of the versions of a series, from whichever threads', () => {
    const again = MIGRATE.replace('[PATCH] [RFC]', '[PATCH v2]').replace('Message-ID: <', 'Message-ID: <v2-');
    put('series.mbox', `${MIGRATE.trimEnd()}\n\n${again.replace(/^\+(?!\+)/m, '+ error')}\n\n`);
    batch('series.db', 'series.mbox');
    const [history] = linesOf('series.db').filter((l) => l.kind === 'history');
    expect(history).toMatchObject({
      author: 'Charan Teja Kalla',
      versions: [
        { version: 1, verdict: 'fixed' },
        { version: 2, verdict: 'unknown' },
      ],
    });
    expect(p.run('batch', 'report', '--store', 'series.db').out).toContain('v1 fixed → v2 unknown');
  });

  test('writes an index and a page for each thread that was judged, with the mails to replay', () => {
    const { exit, out } = p.run('batch', 'report', '--store', 'all.db', '--html', 'pages');
    expect({ exit, out }).toEqual({ exit: 0, out: 'pages/index.html\n' });
    const names = readdirSync(at('pages'));
    const index = readFileSync(at('pages/index.html'), 'utf8');
    const linked = [...index.matchAll(/href="(thread-[^"]+)"/g)].map((m) => m[1]!);
    expect(linked).toHaveLength(2);
    expect(names).toEqual(expect.arrayContaining([...linked, ...linked.map((name) => name.replace('.html', '.mbox'))]));
    const mbox = at(`pages/${linked[0]!.replace('.html', '.mbox')}`);
    expect(p.run(mbox, '--described').exit).toBe(0);
  });

  test('--limit keeps the threads that meet it', () => {
    const lines = linesOf('all.db', '--limit', 'v:fixed s:livelock');
    expect(lines.filter((l) => l.kind === 'thread')).toHaveLength(1);
    const { out } = p.run('batch', 'report', '--store', at('all.db'), '--limit', 'v:fixed s:livelock');
    expect(out).toMatch(/^ +1 {2}that meet --limit$/m);
    expect(out).not.toContain('not read yet');
    rmSync(at('pages'), { recursive: true });
  });
});

function countOf(store: string): number {
  const { exit, out } = p.run('batch', 'report', '--store', store, '--jsonl');
  return exit === 0 ? out.split('\n').filter((l) => l.startsWith('{"kind":"thread"')).length : 0;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
}

function makeEpoch(path: string, mails: readonly string[]): void {
  const stream = mails
    .map(
      (mail, i) =>
        `commit refs/heads/master\ncommitter a <a@x.invalid> ${1600000000 + i} +0000\ndata 1\nx\nM 100644 inline m\ndata ${Buffer.byteLength(mail)}\n${mail}\n`,
    )
    .join('');
  git('init', '-q', '--bare', path);
  git(`--git-dir=${path}`, 'fast-import', '--quiet', stream);
}

function git(...args: string[]): void {
  const input = args.includes('fast-import') ? args.pop() : undefined;
  const { status, stderr } = spawnSync('git', args, { ...(input !== undefined && { input }), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** How a process ends, and what it says of that. */
function endOf(child: ChildProcess): Promise<{ exit: number | null; err: string }> {
  let err = '';
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => {
    child.once('close', (exit) => resolve({ exit, err }));
  });
}
