// `node bench/cold.mjs [TIMES]`: how long each seed takes from nothing, `--described` and every check, as a whole process.
// The disk cache is warm: the first run of each does not count. Prints the table of docs/performance.md.

import { readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measured, median } from './spin/process.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const times = Number(process.argv[2] ?? 5);
const seeds = readdirSync(`${root}fixtures/threads`).filter((name) => name.endsWith('.mbox'));

/** Median on the clock and of processor time, in seconds. */
function several(...args) {
  const run = () => measured(process.execPath, ['dist/cli.js', ...args], { cwd: root, ok: [0, 1] });
  run();
  const runs = Array.from({ length: times }, run);
  return ['seconds', 'cpu'].map((name) => median(runs.map((r) => r[name])).toFixed(2)).join(' | ');
}

console.log('| seed | described, s | processor | every check, s | processor |\n|---|---:|---:|---:|---:|');
for (const seed of seeds) {
  const thread = `fixtures/threads/${seed}`;
  console.log(`| ${seed.slice(0, 4)} | ${several(thread, '--described')} | ${several(thread)} |`);
}
console.log(`\nMedian of ${times}; load ${loadavg()[0].toFixed(1)} at the end.`);
