import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../verdict/mails.ts';
import { build } from './run.ts';

beforeAll(build);

test('the README shows the table of npm run seeds, but for the times', { timeout: 600_000 }, () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/seeds.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
