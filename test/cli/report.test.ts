import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, patchcheck, ROOT, THREAD } from './run.ts';

let folder: string;
beforeAll(() => {
  build();
  folder = mkdtempSync(join(tmpdir(), 'patchcheck-report-'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('report --html', () => {
  test('writes a page for each thread and an index, and tells their names; what it cannot read it says, and goes on', () => {
    const pages = join(folder, 'pages');
    const { exit, out, err } = patchcheck(['report', `${ROOT}LICENSE`, THREAD, '--described', '--html', pages]);
    expect(exit).toBe(3);
    expect(out).toBe(`${join(pages, 'thread-1.html')}\n${join(pages, 'index.html')}\n`);
    expect(err).toContain('LICENSE');
    expect(readdirSync(pages).sort()).toEqual(['index.html', 'thread-1.html']);
    expect(readFileSync(join(pages, 'index.html'), 'utf8')).toContain('FIXED');
  });

  test('takes the files of a folder; a folder that cannot be made is an error', () => {
    const { exit, out } = patchcheck([
      'report',
      `${ROOT}fixtures/threads`,
      '--described',
      '--max-states',
      '200',
      '--html',
      join(folder, 'all'),
    ]);
    expect(exit).toBe(0);
    expect(out.trimEnd().split('\n').length).toBe(readdirSync(`${ROOT}fixtures/threads`).length + 1);
    const wrong = patchcheck(['report', THREAD, '--html', join(THREAD, 'x')]);
    expect(wrong).toMatchObject({ exit: 3, out: '' });
    expect(wrong.err).toMatch(/^patchcheck: Cannot write .*: a part of its path is no folder\.\n$/);
  });

  test('has to be told where to', () => {
    expect(patchcheck(['report', THREAD]).exit).toBe(2);
  });
});

describe('reply', () => {
  test('writes the draft to a file, and on stderr the command that would send it', () => {
    const file = join(folder, 'draft.eml');
    const mail = `${ROOT}fixtures/threads/2020-swapin-livelock.mbox`;
    const { exit, out, err } = patchcheck(['reply', mail, '--described', '-o', file]);
    expect({ exit, out }).toEqual({ exit: 0, out: '' });
    expect(err).toContain(`git send-email '--in-reply-to=<20200522170900.swapin-livelock@example.invalid>' ${file}\n`);
    const draft = readFileSync(file, 'utf8');
    expect(draft).toMatch(/^To: .*\nCc: /m);
    expect(draft).toContain('This is about a model of the code, not about a kernel');
  });

  test('goes to standard output without a file, and says what the archive lacks', () => {
    const { exit, out, err } = patchcheck(['reply', THREAD, '--described']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Subject: Re: /m);
    expect(err).toMatch(/no Message-ID[\s\S]*git send-email FILE\n$/);
  });

  test('a candidate that the thread does not have is wrong usage', () => {
    const { exit, err } = patchcheck(['reply', THREAD, '--described', '--to-candidate', 'x', '-o', join(folder, 'no')]);
    expect(exit).toBe(2);
    expect(err).toContain('It has patch-v1.');
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});

describe('--format', () => {
  test.each([
    ['json', /^\{\n {2}"schema": "patchcheck\.thread\/1"/],
    ['jsonl', /^\{"record":"thread"/],
    ['ktap', /^KTAP version 1\n1\.\.1\n/],
    ['junit', /^<\?xml /],
    ['sarif', /"version": "2\.1\.0"/],
    ['text', /^patchcheck /],
  ])('%s is printed, with the exit code of the verdict', (format, begins) => {
    const { exit, out } = patchcheck([THREAD, '--described', '--format', format]);
    expect(out).toMatch(begins);
    expect(exit).toBe(0);
  });

  test('two at once, and one that is not known, are wrong usage', () => {
    expect(patchcheck([THREAD, '--json', '--format', 'ktap'])).toMatchObject({ exit: 2, out: '' });
    expect(patchcheck([THREAD, '--format', 'xml']).exit).toBe(2);
  });
});
