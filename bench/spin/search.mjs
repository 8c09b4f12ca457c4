// One search of the benchmark, as a process: what to search comes as JSON in the argument, what was found goes out as JSON.
// The model lies in a file as it was read, as the models of the command do.

import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { count } from '../../src/explore/count.ts';
import { countReduced } from '../../src/explore/reduced.ts';
import { compile } from '../../src/machine/machine.ts';

const { model, scenario: wanted, switches, reduce, workers } = JSON.parse(process.argv[2]);
if (workers > 1) throw new Error('Cannot search on several threads.');
const { program, pools, scenarios, names } = deserialize(readFileSync(model));
const scenario = scenarios.find((s) => s.name === wanted);
const machine = compile({ program, scenario, pools, switches: names, conditions: [], isReduced: reduce });
const mask = switches.reduce((bits, s) => bits | (1 << names.indexOf(s)), 0);
const { states, transitions, bound } = (reduce ? countReduced : count)(machine, mask, 1e9);
if (bound) throw new Error(bound);
console.log(JSON.stringify({ states, transitions }));
