// `npm test`: types, lint, build and tests, all of them even if one fails. Ends with `N passed, N failed`, in which
// each step before the tests counts as one.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'patchcheck-test-'));
const results = join(scratch, 'results.json');
const tsc = 'node_modules/ts7/bin/tsc';

let passed = 0;
let failed = 0;

function run(...args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function step(name, ...args) {
  console.log(`\n== ${name}`);
  const ok = run(...args);
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
}

step('types of src and test', tsc, '-p', '.');
step('types of models', tsc, '-p', 'models');
step('lint and format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
step('build', 'scripts/build.mjs');

console.log('\n== tests');
const green = run(
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
);
const tests = readResults();
passed += tests.passed;
// A file that cannot be loaded, or a rejection outside of any test, fails the run without a test that failed.
failed += Math.max(tests.failed, green ? 0 : 1);
rmSync(scratch, { recursive: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function readResults() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(results, 'utf8'));
    const broken = testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
    return { passed: numPassedTests, failed: numFailedTests + broken };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
