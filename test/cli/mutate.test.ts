import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { build, patchcheck, ROOT, THREAD } from './run.ts';

beforeAll(build);

const STALL = 'fixtures/threads/2023-migrate-swapcache-stall.txt';

test('docs/mutate.md shows what the command prints, and it ends with 1 where a mutant survives', () => {
  const page = readFileSync(`${ROOT}docs/mutate.md`, 'utf8');
  const block = /<!-- example: begin.*?-->\n\n(.*?)\n\n<!-- example: end -->/s.exec(page)![1]!;
  const [command, ...shown] = block.split('\n').map((line) => line.replace(/^ {4}/, ''));
  expect(command).toBe(`$ patchcheck mutate ${STALL}`);
  const { out, err, exit } = patchcheck(['mutate', STALL]);
  expect(shown).toEqual(out.trimEnd().split('\n'));
  expect([err, exit]).toEqual(['', 1]);
  expect(shown.filter((line) => line.length > 80)).toEqual([]);
});

test('--json is of its schema, and has the ends of all mutants', () => {
  const { out, exit } = patchcheck(['mutate', '--described', '--json', THREAD]);
  const found = JSON.parse(out) as { score: Record<string, number>; mutants: { outcome: string }[] };
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(`${ROOT}docs/schema/mutants-1.json`, 'utf8')));
  validate(found);
  expect(validate.errors).toBeNull();
  const killed = found.mutants.filter((m) => m.outcome === 'killed');
  expect(killed.length).toBe(found.score.killed);
  expect(killed.length).toBeGreaterThan(0);
  expect(exit).toBe(1);
});

test('--timeout leaves the mutants that it does not come to undecided', () => {
  const { out, exit, err } = patchcheck(['mutate', '--timeout', '0.001', THREAD]);
  expect([out, exit]).toEqual(['', 125]);
  expect(err).toMatch(/^patchcheck: Cannot mutate: no check is known to hold after patch-v1: the time is up/);
});

test('a candidate that is none ends with 2, code that no model has with 125', () => {
  expect(patchcheck(['mutate', THREAD, '--candidate', 'patch-v7'])).toMatchObject({
    exit: 2,
    err: 'patchcheck: Cannot mutate: there is no candidate `patch-v7`.\nThere is patch-v1.\n',
  });
  const mail = 'From a@b Fri May 22 13:09:00 2020\nFrom: a@b\nSubject: hello\n\nHello.\n';
  expect(patchcheck(['mutate', '-'], mail).exit).toBe(125);
});
