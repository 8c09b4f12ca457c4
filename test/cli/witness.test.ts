// A run as a test file: it passes in a package where nothing else is, and fails where it should.

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OtherPackage, otherPackage } from './package.ts';
import { build, patchcheck, ROOT, THREAD } from './run.ts';

let other: OtherPackage;
let file: string;

beforeAll(() => {
  build();
  const folder = 'models/swapin-5.7';
  const names = readdirSync(`${ROOT}${folder}`);
  other = otherPackage(
    Object.fromEntries(names.map((n) => [`${folder}/${n}`, readFileSync(`${ROOT}${folder}/${n}`, 'utf8')])),
  );
  const made = patchcheck([THREAD, '--described', '--witness', 'test']);
  expect(made.err).toBe('');
  expect(made.exit).toBe(0);
  file = made.out;
});

afterAll(() => other.remove());

const run = (text: string) => {
  other.write('test/run.test.ts', text);
  return other.node(['node_modules/vitest/vitest.mjs', 'run', 'test/run.test.ts']);
};

test('it passes as it is', () => {
  const { exit, out } = run(file);
  expect(out).toMatch(/2 passed/);
  expect(exit).toBe(0);
});

test('it fails for another schedule, and for another patch', () => {
  expect(run(file.replace('owner:18,', 'owner:17,')).out).toMatch(/2 failed/);
  expect(run(file.replace('> + page = alloc_page_vma(gfp_mask, vma, addr);', '> + page = NULL;')).out).toMatch(
    /1 failed.*1 passed/,
  );
});

test('what cannot be printed at once is refused', () => {
  expect(patchcheck([THREAD, '--witness', 'test', '--json']).exit).toBe(2);
  expect(patchcheck([THREAD, '--witness', 'pdf']).exit).toBe(2);
});

test('where nothing is violated, that is said, and the exit code is that of the verdict', () => {
  const check = 'readers/fair/no-double-free';
  const { exit, out, err } = patchcheck([THREAD, '--described', '--check', check, '--witness', 'text']);
  expect({ exit, out }).toEqual({ exit: 0, out: '' });
  expect(err).toContain('there is no run to show');
});
