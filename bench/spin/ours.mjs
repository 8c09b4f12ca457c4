// Our side: one search as one process, started anew. `search` is all that the tables ask for; how a search is run stands
// here and in search.mjs alone.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serialize } from 'node:v8';
import { build } from 'esbuild';
import { measured } from './process.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `search` can do: how many states it is not too slow for, whether it reduces, on how many threads. */
export const can = { states: 70_000_000, reduce: true, workers: 1 };

let folder;
const readModels = new Map();

/** The search, bundled as the command is: written once, so that no run pays for it. */
async function bundled() {
  if (!folder) {
    folder = mkdtempSync(join(tmpdir(), 'spin-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    await build({
      entryPoints: [join(root, 'bench/spin/search.mjs')],
      outfile: join(folder, 'search.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
    });
  }
  return join(folder, 'search.mjs');
}

/** A model as it was read: written once too. */
async function modelFile(name) {
  if (!readModels.has(name)) {
    const { findModels, loadModel } = await import('../../dist/keep-models.mjs');
    const family = { name: 'family', path: join(root, 'bench/spin/family'), root };
    const model = loadModel(name === 'family' ? family : findModels(root).find((m) => m.name === name), 'unchecked');
    const { program, pools, scenarios, switches } = model;
    const file = join(folder, `${name}.model`);
    writeFileSync(file, serialize({ program, pools, scenarios, names: Object.keys(switches) }));
    readModels.set(name, file);
  }
  return readModels.get(name);
}

/**
 * Searches a scenario of a model, under switches, in a process of its own. What the process took, start-up and loading
 * included, is told with the numbers of states and transitions. `reduce`: whether what no answer needs may be left out.
 */
export async function search(model, scenario, switches, { reduce = false, workers = 1 } = {}) {
  const script = await bundled();
  const asked = JSON.stringify({ model: await modelFile(model), scenario, switches, reduce, workers });
  const { stdout, ...rest } = measured(process.execPath, ['--max-old-space-size=16000', script, asked]);
  return { ...JSON.parse(stdout), ...rest };
}
