// SPIN's side: `spin -a` makes pan.c of Promela, gcc makes pan of it, pan searches. Each at the setting that suits it best:
// who asks says which are tried, and takes the fastest.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from './process.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'patchcheck-pan-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const firstLine = (command, arg) => spawnSync(command, [arg], { encoding: 'utf8' }).stdout?.split('\n')[0];

/** What is missing, or undefined. */
export function missing() {
  const lacks = [
    ['spin', '-V'],
    ['gcc', '--version'],
  ].filter(([command, arg]) => firstLine(command, arg) === undefined);
  return lacks.length ? lacks.map(([command]) => command).join(' and ') : undefined;
}

export const versions = () => [firstLine('spin', '-V'), firstLine('gcc', '--version')];

/**
 * A pan. `source` is a file of this folder, `defines` are for Promela (`N=3`), `flags` for gcc (`-O2`, `-DNOREDUCE`).
 * `others`: flags of further pans of the same source (pan1, pan2 beside it), which are compiled at the same time. Its
 * seconds are those of spin and gcc together.
 */
export function build(source, defines, flags, others = []) {
  const cwd = mkdtempSync(join(folder, 'pan-'));
  const generated = measured('spin', ['-a', ...defines.map((d) => `-D${d}`), join(here, source)], { cwd });
  const all = [flags, ...others].map((list, i) => `gcc -w ${list.join(' ')} -DMEMLIM=200000 -o pan${i || ''} pan.c &`);
  const compiled = measured('sh', ['-c', `${all.join(' ')} wait`], { cwd });
  return {
    file: join(cwd, 'pan'),
    cwd,
    seconds: generated.seconds + compiled.seconds,
    cpu: generated.cpu + compiled.cpu,
  };
}

/** From Promela to answers, and what that took: spin, gcc and pan of each model in a folder of its own, all of them at a time. */
export function chain(models) {
  const lines = models.map(({ source, define, flags, args }) => {
    const cwd = mkdtempSync(join(folder, 'chain-'));
    const gcc = `gcc -w ${flags.join(' ')} -o pan pan.c`;
    return `(cd ${cwd} && spin -a ${define} ${join(here, source)} && ${gcc} && ./pan ${args}) > ${cwd}/out 2>&1 &`;
  });
  return measured('sh', ['-c', `${lines.join(' ')} wait`]);
}

/** One search. `table`: the logarithm of the number of slots of the hash table (-w). `env` for what a model reads of it. */
export function run(pan, { table = 20, depth = 10000, args = [], env = {} } = {}) {
  const { stdout, ...rest } = measured(pan.file, [`-w${table}`, `-m${depth}`, ...args], {
    cwd: pan.cwd,
    env: { ...process.env, ...env },
  });
  const number = (pattern) => Number(pattern.exec(stdout)?.[1]);
  if (/max search depth too small|out of memory/.test(stdout))
    throw new Error(`pan did not search everything\n${stdout}`);
  return {
    ...rest,
    // The last of the two counts those of the nested search too.
    states: number(/^ *([\d.e+]+) states, stored/m),
    // Each state that was stored is one of pan's transitions, and nothing leads to the first one.
    transitions: number(/^ *([\d.e+]+) transitions \(/m) - 1,
    errors: number(/errors: (\d+)/),
  };
}

/** The table that fits so many states: the next power of two, and twice that. */
export const tables = (states) => [0, 1].map((more) => Math.max(16, Math.ceil(Math.log2(states)) + more));
