// The rows about the seeds: what somebody waits for who asks one question, and who asks all of them. Both sides begin with
// nothing but text; every run is a new process, the disk cache is warm.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as livelock from './livelock.mjs';
import { root } from './ours.mjs';
import { chain } from './pan.mjs';
import { median } from './process.mjs';
import { line } from './text.mjs';

const cli = join(root, 'dist/cli.js');
/** The described check of each seed in Promela: one file, with -DFIXED after the patch. */
const SEEDS = [
  {
    name: 'the livelock of 2020',
    thread: livelock.THREAD,
    source: 'livelock-described.pml',
    pan: ['-DNP', '-DNOSTUTTER'],
    args: '-l -f',
  },
].filter(({ thread }) => existsSync(join(root, thread)));

/** Seconds of our command, as a whole; and what it said, if that was asked for as JSON. */
function command(...args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`patchcheck ${args.join(' ')} ended with ${status}\n${stderr}`);
  return { seconds: (performance.now() - start) / 1000, stdout };
}

const several = (times, run) => median(Array.from({ length: times }, run));

/** One described check, before and after. SPIN's two models are made and searched at the same time. */
export function described(times) {
  const work = 'described check of a seed (`--described`), cold, whole process';
  const aim = '≤ 0.15 s, and faster than spin + gcc + pan';
  console.log(`\n${work}`);
  console.log(line('', 'ours, s', 'SPIN, s', 'ratio', 'at'));
  const found = SEEDS.map(({ name, thread, source, pan, args }) => {
    command(thread, '--described');
    const ours = several(times, () => command(thread, '--described').seconds);
    const levels = ['-O0', '-O1'].map((level) => ({
      level,
      seconds: several(times, () =>
        chain(['', '-DFIXED'].map((define) => ({ source, define, flags: [level, ...pan], args: `-w12 ${args}` }))),
      ),
    }));
    const theirs = levels.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    console.log(line(name, ours, theirs.seconds, theirs.seconds / ours, theirs.level));
    return { ours, ratio: theirs.seconds / ours };
  });
  const most = Math.max(...found.map((f) => f.ours));
  const least = Math.min(...found.map((f) => f.ratio));
  const measured = `${most.toFixed(2)} s, ${least.toFixed(1)} times as fast`;
  return { work, aim, measured, reached: most <= 0.15 && least > 1 };
}

/** All checks of the livelock's model, before and after, with witnesses. */
export function matrix(times) {
  const work = "a seed's full matrix (before and after, with witnesses), cold";
  const aim = '≤ 0.5 s, and ≤ 1/5 of spin + gcc + pan';
  console.log(`\n${work}`);
  command(livelock.THREAD, '--all');
  const ours = several(times, () => command(livelock.THREAD, '--all').seconds);
  const levels = ['-O0', '-O1'].map((level) => ({
    level,
    seconds: several(times, () => livelock.ask(livelock.settings, { level }).seconds),
  }));
  const theirs = levels.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  console.log(line('', 'ours, s', 'SPIN, s', 'ratio', 'at'));
  console.log(line('the livelock of 2020', ours, theirs.seconds, theirs.seconds / ours, theirs.level));
  const measured = `${ours.toFixed(2)} s, 1/${(theirs.seconds / ours).toFixed(1)}`;
  return { work, aim, measured, reached: ours <= 0.5 && ours <= theirs.seconds / 5 };
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
