// `npm run bench:spin`: our search and SPIN's on the same models. Counts first, then times, then one line for each row of
// the table of docs/performance.md, and whether it is reached.
//
//   --quick   small sizes only: the counts and the seeds; a minute
//   --once    each of the large sizes is searched once, with one size of pan's table, instead of thrice with two
//   --only A,B   of the rows only these: described, matrix, one-thread, two-workers, reduced, coarse, memory
//   --cost    only the table "How cost grows", in Markdown
//
// SPIN (Debian packages spin, gcc, time) is not needed by anything else here. All times are on the clock; a machine that
// does something else meanwhile makes them worthless, so its load is printed first and last.

import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { cost } from './cost.mjs';
import { counts } from './counts.mjs';
import { members } from './family.mjs';
import { can } from './ours.mjs';
import * as pan from './pan.mjs';
import { hasTime } from './process.mjs';
import { coarse, memory, oneThread, reduced, twoWorkers } from './rows.mjs';
import { described, describedCounts, matrix, matrixCounts } from './seeds.mjs';

const asked = process.argv.slice(2);
const quick = asked.includes('--quick');

/** States and transitions of each member as pan counts them: here, only to choose sizes to ask for, and tables that fit. */
const sizes = JSON.parse(readFileSync(new URL('family.json', import.meta.url), 'utf8'));
const states = (member) => sizes[member.name]?.[0] ?? Number.POSITIVE_INFINITY;

const load = () =>
  `load ${loadavg()
    .map((l) => l.toFixed(1))
    .join(' ')}`;

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
console.error(`${machine}, node ${process.version}, ${load()}`);
if (!hasTime) console.error('No GNU time here (Debian package time): no memory is measured.');

if (asked.includes('--cost')) {
  await cost(states, Math.min(can.states, quick ? 100_000 : 60e6));
  process.exit(0);
}

const lacks = pan.missing();
if (lacks) {
  console.error(`Cannot compare with SPIN: there is no ${lacks} here (apt-get install spin gcc).`);
  process.exit(2);
}
console.log(`${machine}\nnode ${process.version}\n${pan.versions().join('\n')}\n${load()}\n\ncounts, unreduced`);
const family = await counts(states, Math.min(can.states, quick ? 20_000 : 1e6));
const equal = [family, describedCounts(), matrixCounts()].every(Boolean);

const large = members.filter((m) => !quick && states(m) >= 3e6 && states(m) <= 60e6);
const times = quick ? 3 : 15;
const big = large.filter((m) => states(m) > 10e6);
const coarsened = members.filter((m) => !quick || m.n <= 3);
const only = asked.includes('--only') ? asked[asked.indexOf('--only') + 1].split(',') : undefined;
const all = {
  described: () => described(times),
  matrix: () => matrix(quick ? 1 : 5),
  'one-thread': () => oneThread(large, states),
  'two-workers': () => twoWorkers(large, states),
  reduced: () => reduced(large, states),
  coarse: () => coarse(coarsened, states),
  memory: () => memory(big, states),
};
const rows = [];
for (const [name, row] of Object.entries(all)) if (only?.includes(name) ?? true) rows.push(await row());

console.log(`\n| work | to reach | measured | reached |\n|---|---|---|---|`);
console.log(
  `| counts of states and transitions | equal | ${equal ? 'equal' : 'NOT EQUAL'} | ${equal ? 'yes' : 'no'} |`,
);
for (const { work, aim, measured, reached } of rows)
  console.log(`| ${work} | ${aim} | ${measured} | ${reached === undefined ? '–' : reached ? 'yes' : 'no'} |`);
console.log(`\n${load()}`);
process.exit(equal ? 0 : 1);
