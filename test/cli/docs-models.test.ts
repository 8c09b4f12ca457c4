// docs/models.md, done: the files of the page are written where it says, in its order, and each command of it prints what
// the page shows. `[…]` there stands for anything.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findModels, loadModel } from '../../src/model/load.ts';
import { type OtherPackage, otherPackage } from './package.ts';
import { build, ROOT } from './run.ts';

const page = readFileSync(`${ROOT}docs/models.md`, 'utf8');
const BLOCK = /(?:^`([\w./-]+)`\n\n)?^```(\w*)\n([\s\S]*?)^```$/gm;
const blocks = [...page.matchAll(BLOCK)].map(([, path, language, text], at) => ({ path, language, text: text!, at }));
const commands = blocks
  .filter((b) => b.language === 'console')
  .map(({ text, at }) => {
    const [command, ...shown] = text.split('\n');
    return { command: command!.replace(/^\$ /, ''), shown: shown.join('\n'), at };
  });

const MODEL = 'models/badge-6.6/model.ts';
const PROGRAMS: Readonly<Record<string, string>> = {
  patchcheck: 'dist/cli.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};

let other: OtherPackage;

beforeAll(() => {
  build();
  other = otherPackage({});
});
afterAll(() => other.remove());

/** What stands on the page before a block: its files, and in them what it says to write there. */
function writeUntil(at: number): void {
  const before = blocks.filter((b) => b.at < at);
  const files = new Map(before.flatMap((b) => (b.path === undefined ? [] : [[b.path, b.text] as const])));
  const proposals = before.find((b) => b.language === 'ts' && b.path === undefined);
  if (proposals) files.set(MODEL, files.get(MODEL)!.replace(/^ {2}environment/m, `${proposals.text}$&`));
  for (const [path, text] of files) other.write(path, text);
}

function run(command: string) {
  const [npx, program, ...args] = command.split(' ');
  if (npx !== 'npx' || !PROGRAMS[program!]) throw new Error(`a command that the test does not know: ${command}`);
  return other.node([PROGRAMS[program!]!, ...args]);
}

/** Whether an output is what is shown. */
function shows(shown: string): RegExp {
  const pattern = shown
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/^\\\[…\\\]\n/gm, '[^]*?')
    .replaceAll('\\[…\\]', '.*');
  return new RegExp(`^\\s*${pattern}\\s*$`);
}

describe('docs/models.md', () => {
  test('has its files and commands', () => {
    expect(blocks.flatMap((b) => b.path ?? [])).toEqual([
      'drivers/misc/badge.c',
      'models/badge-6.6/badge.ts',
      'models/badge-6.6/scenarios.ts',
      MODEL,
      'fixtures/threads/badge-report.eml',
      'fixtures/threads/badge-fix.eml',
      'fixtures/threads/badge-wrong.eml',
      'models/badge-6.6/proposals/lock-first.ts',
      'fixtures/threads/badge-idea.eml',
      'test/models/badge-6.6.test.ts',
    ]);
    expect(commands).toHaveLength(8);
  });

  test('fits 80 columns in each block but for messages', () => {
    const long = blocks.flatMap((b) => b.text.split('\n')).filter((line) => line.length > 80);
    expect(long.filter((line) => !/^models\/[^:]+:\d+:\d+: /.test(line))).toEqual([]);
  });

  test('has a model that loads, with types that fit', () => {
    writeUntil(Infinity);
    expect(loadModel(findModels(other.root)[0]!, 'checked').name).toBe('badge-6.6');
    expect(other.node(['node_modules/ts7/bin/tsc', '-p', 'models'])).toEqual({ exit: 0, out: '', err: '' });
  });

  test('has patches that git applies to the C it begins with', () => {
    writeUntil(Infinity);
    for (const name of ['fix', 'wrong'])
      execFileSync('git', ['apply', '--check', join(other.root, `fixtures/threads/badge-${name}.eml`)], {
        cwd: other.root,
      });
  });

  test.each(commands)('$command', ({ command, shown, at }) => {
    writeUntil(at);
    if (/: 1 error$/m.test(shown)) {
      const badge = 'models/badge-6.6/badge.ts';
      const { text } = blocks.find((b) => b.path === badge)!;
      const [, wrong] = /With `(badge\.ident = id)` in `badge_get\(\)`:\n\n```console/.exec(page)!;
      other.write(badge, text.replace('badge.id = id', wrong!));
    }
    const { out, err } = run(command);
    expect(err).toBe('');
    expect(out).toMatch(shows(shown));
  });

  test('has a fix that is fixed without a flaw, and one that is not', () => {
    writeUntil(Infinity);
    const verdict = (name: string) => {
      const { exit, out } = run(`npx patchcheck fixtures/threads/badge-${name}.eml --json`);
      const { verdict, candidates, warnings } = JSON.parse(out);
      return { exit, verdict, introduced: candidates[0].introduced, warnings };
    };
    const clean = { introduced: [], warnings: [] };
    expect(verdict('fix')).toEqual({ exit: 0, verdict: 'fixed', ...clean });
    expect(verdict('idea')).toEqual({ exit: 0, verdict: 'fixed', ...clean });
    expect(verdict('wrong')).toEqual({ exit: 1, verdict: 'not-fixed', ...clean });
  });
});
