// `npm run bench`: what a person waits for. Every time is that of a whole process, started anew; the disk cache is warm.
// Then how fast archives and diffs are read, within one process: mail.mjs and diffs.mjs; and how long `patchcheck batch`
// takes for a whole archive: batch.mjs. These can be run alone.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = 'dist/cli.js';
const page = 'fixtures/threads/2020-swapin-livelock.txt';
const mbox = 'fixtures/threads/2020-swapin-livelock.mbox';
const MANY = 15;
const FEW = 5;

/** Runs node once. Ends the benchmark if the process gave no verdict; 1 is both a verdict and what Node says of a crash. */
function run(args, stdio = ['ignore', 'pipe', 'pipe']) {
  const start = performance.now();
  const result = spawnSync(process.execPath, args, { cwd: root, stdio, encoding: 'utf8', maxBuffer: 1 << 28 });
  const ms = performance.now() - start;
  if ((result.status !== 0 && result.status !== 1) || result.stderr.includes('\n    at ')) {
    console.error(`node ${args.join(' ')} ended with ${result.status ?? result.signal}\n${result.stderr}`);
    process.exit(3);
  }
  return { ms, result };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

const cell = (ms) => ms.toFixed(0).padStart(8);

/** One line of the table. The first run warms the disk cache and does not count. */
function time(name, times, ...args) {
  run(args);
  const ms = Array.from({ length: times }, () => run(args).ms);
  console.log(
    `${name.padEnd(34)}${cell(median(ms))}${cell(Math.min(...ms))}${cell(Math.max(...ms))}${String(times).padStart(8)}`,
  );
}

/** What the time goes to: the median of each stage, in the order in which they begin. */
function parts(...args) {
  const runs = Array.from({ length: MANY }, () =>
    JSON.parse(
      run(['--import', './bench/parts.mjs', cli, ...args], ['ignore', 'pipe', 'pipe', 'pipe']).result.output[3],
    ),
  );
  const of = (name) => median(runs.map((r) => sum(r.stages.filter((s) => s.name === name).map((s) => s.ms))));
  const first = (r) => r.stages[0]?.start ?? r.end;
  const names = [...new Set(runs[0].stages.toSorted((a, b) => a.start - b.start).map((s) => s.name))];
  const print = (name, ms) => console.log(`  ${name.padEnd(34)}${ms.toFixed(1).padStart(8)}`);
  print('node itself', median(runs.map((r) => r.node)));
  print('loading code, up to the first stage', median(runs.map((r) => first(r) - r.node)));
  for (const name of names) print(name, of(name));
  print('the rest', median(runs.map((r) => r.end - first(r) - sum(r.stages.map((s) => s.ms)))));
}

const sum = (values) => values.reduce((a, b) => a + b, 0);

/** The numbers of states, to see that the same work was timed. */
function counts(...args) {
  const { checks } = JSON.parse(run([cli, ...args, '--json']).result.stdout);
  const answers = (check) => [check.before, ...Object.values(check.after)];
  for (const check of checks.filter((c) => c.described))
    console.log(
      `  ${check.id}: ${answers(check)
        .map((a) => `${a.answer}, ${a.states} states`)
        .join('; ')}`,
    );
  // One exploration answers all properties of a setting; under `fair` it is the whole graph.
  const settings = new Map();
  for (const check of checks) {
    const [scenario, setting] = check.id.split('/');
    if (setting.split('+')[0] === 'fair') settings.set(`${scenario}/${setting}`, answers(check));
  }
  const all = [...settings.values()].flat();
  console.log(
    `  ${checks.length} checks; ${all.length} explorations under fair, ${sum(all.map((a) => a.states))} states`,
  );
}

/** Milliseconds of the longest search: the first check of a setting pays for its exploration. */
function slowest(path) {
  const { output } = run(
    ['--import', './bench/parts.mjs', cli, path, '--all'],
    ['ignore', 'pipe', 'pipe', 'pipe'],
  ).result;
  return Math.max(
    ...JSON.parse(output[3])
      .stages.filter((s) => s.name === 'search')
      .map((s) => s.ms),
  );
}

console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}\n`);
console.log('the work that is timed');
counts(page, '--all');
console.log('\nmilliseconds, whole process           median     min     max    runs');
time('node alone', MANY, '-e', '0');
time('patchcheck --version', MANY, cli, '--version');
time('patchcheck PAGE --described', MANY, cli, page, '--described');
time('patchcheck MBOX --described', MANY, cli, mbox, '--described');
time('patchcheck PAGE --all', FEW, cli, page, '--all');
console.log('\nparts of PAGE --described, milliseconds, medians');
parts(page, '--described');
console.log('\nparts of PAGE --all');
parts(page, '--all');
console.log(
  '\nthe seed threads, milliseconds            described, whole process    slowest check of --all, before or after',
);
const threads = readdirSync(new URL('../fixtures/threads/', import.meta.url)).filter((name) => name.endsWith('.mbox'));
let described = 0;
for (const name of threads) {
  const path = `fixtures/threads/${name}`;
  const ms = median(Array.from({ length: FEW }, () => run([cli, path, '--described']).ms));
  described += ms;
  console.log(`  ${name.padEnd(40)}${cell(ms)}${' '.repeat(20)}${cell(slowest(path))}`);
}
console.log(`  ${'all of them'.padEnd(40)}${cell(described)}`);
console.log('\narchives of mail');
await import('./mail.mjs');
console.log('\nmails with diffs');
await import('./diffs.mjs');
console.log('\na whole archive');
await import('./batch.mjs');
