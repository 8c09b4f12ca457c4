// The checks of models/swapin-5.7, before and after the fix of 2020, asked of livelock.pml. One pan that keeps to safety
// and one that looks for cycles without progress (weak fairness, which is all that pan has) answer every setting: what is
// asked stands in the environment.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './pan.mjs';
import { measured } from './process.mjs';

export const THREAD = 'fixtures/threads/2020-swapin-livelock.txt';
const SCENARIOS = ['readers', 'reader-vs-eviction', 'reader-vs-free', 'bad-slot'];
const SCHEDULES = ['fair', 'coop', 'preempt'];
const SWITCHES = [
  '',
  'page-alloc-sleeps',
  'page-alloc-fails',
  'node-alloc-sleeps',
  'node-alloc-fails',
  'charge-sleeps',
  'charge-fails',
];
const QUIESCENT = ['swap-count-kept', 'cache-flag-owned', 'cached-page-is-read'];
const PROGRESS = 'every-call-returns';

/** Every scenario, schedule and switch, before and after: what pan is told, and how we call it. */
export const settings = SCENARIOS.flatMap((scenario, s) =>
  SWITCHES.flatMap((name, on) =>
    SCHEDULES.flatMap((schedule, sched) =>
      [0, 1].map((fixed) => ({
        id: `${scenario}/${[schedule, ...(name ? [name] : [])].join('+')}`,
        fixed,
        env: { SCENARIO: s, SCHED: sched, ON: on, FIXED: fixed },
      })),
    ),
  ),
);

/** What our command said of a setting: its JSON, all checks, to an answer by property. */
export function ourAnswer(checks, { id, fixed }, property) {
  const check = checks.find((c) => c.id === `${id}/${property}`);
  return check && (fixed ? Object.values(check.after)[0] : check.before);
}

const SAFETY = ['-DSAFETY'];
const CYCLES = ['-DNP', '-DNOSTUTTER'];

/** Runs a list of commands, a shell line each, on two processors; their outputs, in that order. */
function runAll(cwd, lines) {
  const halves = [0, 1].map((half) => lines.map((line, i) => [line, i]).filter(([, i]) => i % 2 === half));
  for (const [half, part] of halves.entries())
    writeFileSync(join(cwd, `half${half}`), part.map(([line, i]) => `echo "# ${i}"; ${line}\n`).join(''));
  const both = 'sh ./half0 > out0 2>&1 & sh ./half1 > out1 2>&1; wait; cat out0 out1';
  const { stdout, cpu } = measured('sh', ['-c', both], { cwd });
  const found = [];
  for (const part of stdout.split(/^# /m).slice(1)) found[Number.parseInt(part, 10)] = part;
  return { found, cpu };
}

const lineOf = (pan, { env }, more = {}, args = '') =>
  `${Object.entries({ ...env, ...more })
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')} ${pan} -w14 ${args}`;

/**
 * Answers of SPIN, and how long all of it took, spin and gcc included: both pans are compiled at a time, and two run at a
 * time. `witnesses`: each violated property is searched again for a trail of its own.
 */
export function ask(asked, { level = '-O0', reduce = true, witnesses = true } = {}) {
  const start = performance.now();
  const plain = reduce ? [] : ['-DNOREDUCE'];
  const { cwd, cpu } = build('livelock.pml', [], [level, ...SAFETY, ...plain], [[level, ...CYCLES, ...plain]]);
  const first = runAll(
    cwd,
    asked.flatMap((s) => [lineOf('./pan', s, {}, '-c0'), lineOf('./pan1', s, {}, '-l -f')]),
  );
  const answers = asked.map((setting, i) => {
    const [safety, cycles] = first.found.slice(2 * i, 2 * i + 2);
    const bits = Number(/violated: (\d+)/.exec(safety)[1]);
    const answer = {
      [PROGRESS]: /^pan:.*(non-progress cycle|invalid end state)/m.test(cycles + safety),
      'no-deadlock': /^pan:.*invalid end state/m.test(safety),
      'no-bug-on': /^pan:.*assertion violated/m.test(safety),
    };
    for (const [bit, name] of QUIESCENT.entries()) answer[name] = (bits & (1 << bit)) !== 0;
    const states = Number(/^ *(\d+) states, stored/m.exec(safety)[1]);
    const transitions = Number(/^ *(\d+) transitions \(/m.exec(safety)[1]) - 1;
    return { setting, answer, states, transitions };
  });
  let spent = cpu + first.cpu;
  if (witnesses) {
    const again = answers.flatMap(({ setting, answer }) =>
      QUIESCENT.flatMap((name, p) => (answer[name] ? [lineOf('./pan', setting, { PROPERTY: p + 1 })] : [])),
    );
    spent += runAll(cwd, again).cpu;
  }
  return { answers, seconds: (performance.now() - start) / 1000, cpu: spent };
}

export const properties = [PROGRESS, 'no-deadlock', 'no-bug-on', ...QUIESCENT];

/**
 * Where the answers may differ: under `fair`, who waits for a lock that others take and release again and again may be
 * left out for ever by a scheduler that is only weakly fair, and pan calls that a cycle without progress.
 */
export const isWeak = ({ id }, property) => property === PROGRESS && id.split('/')[1].split('+')[0] === 'fair';
