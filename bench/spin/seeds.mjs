// The rows about the seeds: what somebody waits for who asks one question, and who asks all of them. Both sides begin with
// nothing but text; every run is a new process, the disk cache is warm.

import { join } from 'node:path';
import * as livelock from './livelock.mjs';
import { root } from './ours.mjs';
import { build, chain, run } from './pan.mjs';
import { measured, median } from './process.mjs';
import { line } from './text.mjs';

const cli = join(root, 'dist/cli.js');

/** A described check of each seed in Promela: one file, with -DPATCHED after the patch. */
const SEEDS = [
  {
    name: 'the livelock of 2020',
    thread: livelock.THREAD,
    check: 'readers/coop+page-alloc-sleeps/every-call-returns',
    source: 'livelock-described.pml',
    pan: ['-DNP', '-DNOSTUTTER'],
    args: '-l -f',
  },
  {
    name: 'the leak of 2009',
    thread: 'fixtures/threads/2009-memcg-stale-swap-cache.txt',
    check: 'zap-vs-readahead/fair/no-strong-leak',
    source: 'leak.pml',
    pan: ['-DSAFETY'],
    args: '',
    define: '-DCHECK',
  },
];

/** Our command, as a whole process; 1 is a verdict as well. */
const command = (...args) => measured(process.execPath, [cli, ...args], { cwd: root, ok: [0, 1] });

/** Of several runs, the median on the clock, and that of processor time. */
function several(times, run) {
  const runs = Array.from({ length: times }, run);
  const of = (name) => median(runs.map((r) => r[name] ?? Number.NaN));
  return { seconds: of('seconds'), cpu: of('cpu') };
}

/** One described check, before and after. SPIN's two models are made and searched at the same time. */
export function described(times) {
  const work = 'described check of a seed (`--described`), cold, whole process';
  const aim = '≤ 0.15 s, and faster than spin + gcc + pan';
  console.log(`\n${work}`);
  console.log(line('', 'ours, s', 'processor', 'SPIN, s', 'processor', 'ratio', 'at'));
  const found = SEEDS.map(({ name, thread, source, pan, args, define = '' }) => {
    command(thread, '--described');
    const ours = several(times, () => command(thread, '--described'));
    const levels = ['-O0', '-O1'].map((level) => {
      const models = ['', '-DPATCHED'].map((patched) => ({
        source,
        define: `${define} ${patched}`,
        flags: [level, ...pan],
        args: `-w12 ${args}`,
      }));
      return { level, ...several(times, () => chain(models)) };
    });
    const theirs = levels.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    const ratio = theirs.seconds / ours.seconds;
    console.log(line(name, ours.seconds, ours.cpu, theirs.seconds, theirs.cpu, ratio, theirs.level));
    return { seconds: ours.seconds, ratio };
  });
  const most = Math.max(...found.map((f) => f.seconds));
  const least = Math.min(...found.map((f) => f.ratio));
  const said = `${most.toFixed(2)} s, ${least.toFixed(1)} times as fast`;
  return { work, aim, measured: said, reached: most <= 0.15 && least > 1 };
}

/** All checks of the livelock's model, before and after, with witnesses. */
export function matrix(times) {
  const work = "a seed's full matrix (before and after, with witnesses), cold";
  const aim = '≤ 0.5 s, and ≤ 1/5 of spin + gcc + pan';
  console.log(`\n${work}`);
  command(livelock.THREAD, '--all');
  const ours = several(times, () => command(livelock.THREAD, '--all'));
  const levels = ['-O0', '-O1'].map((level) => ({
    level,
    ...several(times, () => livelock.ask(livelock.settings, { level })),
  }));
  const theirs = levels.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const ratio = theirs.seconds / ours.seconds;
  console.log(line('', 'ours, s', 'processor', 'SPIN, s', 'processor', 'ratio', 'at'));
  console.log(line('the livelock of 2020', ours.seconds, ours.cpu, theirs.seconds, theirs.cpu, ratio, theirs.level));
  const said = `${ours.seconds.toFixed(2)} s, 1/${ratio.toFixed(1)}`;
  return { work, aim, measured: said, reached: ours.seconds <= 0.5 && ratio >= 5 };
}

/** Counts of the described checks against SPIN's, unreduced; whether they are equal. */
export function describedCounts() {
  console.log(`\n${line('described checks', 'states', 'transitions', 'pan: states', 'transitions', 'equal')}`);
  return SEEDS.map(({ name, thread, check: id, source }) => {
    const { checks } = JSON.parse(command(thread, '--described', '--json').stdout);
    const check = checks.find((c) => c.id === id);
    const answers = [
      ['before', check.before, []],
      ['after', Object.values(check.after).at(-1), ['PATCHED']],
    ];
    return answers
      .map(([when, ours, defines]) => {
        const theirs = run(build(source, defines, ['-O0', '-DSAFETY', '-DNOREDUCE']), { table: 16 });
        const same = ours.states === theirs.states && ours.transitions === theirs.transitions;
        const both = [ours.states, ours.transitions, theirs.states, theirs.transitions];
        console.log(line(`${name}, ${when}`, ...both, same ? 'yes' : 'NO'));
        return same;
      })
      .every(Boolean);
  }).every(Boolean);
}

/** Counts and answers of the whole matrix against SPIN's, unreduced; whether they are equal but where SPIN is known to err. */
export function matrixCounts() {
  const { checks } = JSON.parse(command(livelock.THREAD, '--all', '--json').stdout);
  const { answers } = livelock.ask(livelock.settings, { reduce: false, witnesses: false });
  let [counts, states, same, weak] = [0, 0, 0, 0];
  const wrong = [];
  for (const { setting, answer, ...theirs } of answers) {
    const ours = livelock.ourAnswer(checks, setting, 'no-deadlock');
    const name = `${setting.id} ${setting.fixed ? 'after' : 'before'}`;
    if (ours.states === theirs.states && ours.transitions === theirs.transitions) counts++;
    else wrong.push(`${name}: ${ours.states}/${ours.transitions} and ${theirs.states}/${theirs.transitions}`);
    states += ours.states;
    for (const property of livelock.properties) {
      const said = livelock.ourAnswer(checks, setting, property)?.answer;
      if (said === undefined) continue;
      if ((said === 'violated') === answer[property]) same++;
      else if (livelock.isWeak(setting, property) && said === 'holds') weak++;
      else wrong.push(`${name} ${property}: ${said} and ${answer[property] ? 'violated' : 'holds'}`);
    }
  }
  console.log(`\nswapin-5.7, all scenarios, schedules and switches, before and after: ${answers.length} settings`);
  console.log(`  states and transitions equal in ${counts}, ${states} states in all`);
  console.log(`  answers equal in ${same}; ${weak} where SPIN knows weak fairness alone, and a lock starves a task`);
  for (const text of wrong) console.log(`  NOT EQUAL: ${text}`);
  return wrong.length === 0;
}
