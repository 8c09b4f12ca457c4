// Our side: one search as one process, started anew. `search` is all that the tables ask for; how a search is run stands
// here and in search.mjs alone.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { measured } from './process.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `search` can do: how many states it is not too slow for, whether it reduces, on how many threads. */
export const can = { states: 70_000_000, reduce: true, workers: 1 };

let bundled;

/** The search, bundled as the command is: written once, so that no run pays for it. */
async function bundle() {
  // Packages that are loaded on the way are looked for from where the bundle lies.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'spin-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { outputFiles } = await build({
    entryPoints: [join(root, 'bench/spin/search.mjs')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [{ name: 'native', setup: asItLies }],
    banner: { js: "import { createRequire as r } from 'node:module';\nconst require = r(import.meta.url);" },
    write: false,
  });
  const file = join(folder, 'search.mjs');
  writeFileSync(file, outputFiles[0].contents);
  return file;
}

/** Code that looks for native files beside itself is imported from where it lies. */
function asItLies(builder) {
  builder.onResolve({ filter: /^oxc-parser$/ }, ({ path }) => ({ path: import.meta.resolve(path), external: true }));
}

/**
 * Searches a scenario of a model, under switches, in a process of its own. What the process took, start-up and loading
 * included, is told with the numbers of states and transitions. `reduce`: whether what no answer needs may be left out.
 */
export async function search(model, scenario, switches, { reduce = false, workers = 1 } = {}) {
  bundled ??= await bundle();
  const asked = JSON.stringify({ root, model, scenario, switches, reduce, workers });
  const { stdout, ...rest } = measured(process.execPath, ['--max-old-space-size=16000', bundled, asked]);
  return { ...JSON.parse(stdout), ...rest };
}
