// Bundles src/cli/main.ts into dist/cli.js, the workers that judge (of the review screens, of batches here and of batches
// through a queue) into files of their own, and their chunks. Code is split at every `import()`, so that a run loads only
// what it uses. Packages that find files of their own beside them (native code, wasm) stay in node_modules.
//
// Files are replaced one by one, the entry last, and only if they differ: a build beside a running command is harmless.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    'judge-worker': 'src/tui/judge/worker.ts',
    'batch-worker': 'src/batch/worker.ts',
    witness: 'src/cli/witness.ts',
    'keep-models': 'src/model/load.ts',
    'batch-sandbox': 'src/batch/sandbox.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [
    'oxc-parser',
    'web-tree-sitter',
    'tree-sitter-c',
    '@photostructure/sqlite',
    'piscina',
    'bullmq',
    'ioredis',
  ],
  plugins: [{ name: 'without-devtools', setup: withoutDevtools }],
  define: {
    KEPT_MODELS: JSON.stringify(keptModels()),
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
  },
  // CommonJS packages inside the bundle ask for Node's modules with require().
  banner: {
    js: "import { createRequire as patchcheckRequire } from 'node:module';\nconst require = patchcheckRequire(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
}).catch(() => process.exit(1)); // esbuild has said why

/** The folder in dist that models are kept in, as this code reads them. */
function keptModels() {
  const hash = createHash('sha256');
  for (const part of ['base', 'model'])
    for (const name of readdirSync(join(root, 'src', part), { recursive: true }).sort())
      if (name.endsWith('.ts')) hash.update(`${name}\0${readFileSync(join(root, 'src', part, name), 'utf8')}\0`);
  return `models-${hash.digest('hex').slice(0, 16)}`;
}

/** The developer's tools of React, which ink would load under DEV=true, are not installed. */
function withoutDevtools(build) {
  build.onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
  build.onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
}

mkdirSync(dist, { recursive: true });
const isEntry = (file) => basename(file.path) === 'cli.js';
for (const file of outputFiles.toSorted((a, b) => isEntry(a) - isEntry(b))) {
  const text = isEntry(file) ? `#!/usr/bin/env node\n${file.text.replace(/^#!.*\n/, '')}` : file.text;
  if (existsSync(file.path) && readFileSync(file.path, 'utf8') === text) continue;
  const next = `${file.path}.${process.pid}`;
  writeFileSync(next, text);
  if (isEntry(file)) chmodSync(next, 0o755);
  renameSync(next, file.path);
}
const { keepModels } = await import(pathToFileURL(join(dist, 'keep-models.js')));
keepModels(root, join(dist, keptModels()));
const current = new Set([keptModels(), ...outputFiles.map((file) => basename(file.path))]);
for (const name of readdirSync(dist)) if (!current.has(name)) rmSync(join(dist, name), { recursive: true });
