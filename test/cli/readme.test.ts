import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../verdict/mails.ts';
import { build, patchcheck } from './run.ts';

beforeAll(build);

test('the README shows what the command prints', () => {
  const readme = readFileSync(`${ROOT}README.md`, 'utf8');
  const block = /<!-- example: begin.*?-->\n\n(.*?)\n\n<!-- example: end -->/s.exec(readme)![1]!;
  const shown = block.split('\n').map((line) => line.replace(/^ {4}/, ''));
  const { out } = patchcheck(['fixtures/threads/2020-swapin-livelock.txt']);
  expect(shown).toEqual(out.trimEnd().split('\n'));
});
