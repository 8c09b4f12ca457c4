// One search of the benchmark, as a process: what to search comes as JSON in the argument, what was found goes out as JSON.

import { join } from 'node:path';
import { count } from '../../src/explore/count.ts';
import { countReduced } from '../../src/explore/reduced.ts';
import { compile } from '../../src/machine/machine.ts';
import { findModels, loadModel } from '../../src/model/load.ts';

const { root, model: name, scenario: wanted, switches, reduce, workers } = JSON.parse(process.argv[2]);
if (workers > 1) throw new Error('Cannot search on several threads.');
const family = { name: 'family', path: join(root, 'bench/spin/family'), root };
const model = loadModel(name === 'family' ? family : findModels(root).find((m) => m.name === name), 'unchecked');
const scenario = model.scenarios.find((s) => s.name === wanted);
const names = Object.keys(model.switches);
const { program, pools } = model;
const machine = compile({ program, scenario, pools, switches: names, conditions: [], isReduced: reduce });
const mask = switches.reduce((bits, s) => bits | (1 << names.indexOf(s)), 0);
const { states, transitions, bound } = (reduce ? countReduced : count)(machine, mask, 1e9);
if (bound) throw new Error(bound);
console.log(JSON.stringify({ states, transitions }));
