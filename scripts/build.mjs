// Makes dist/ of src/. Code is made in two forms:
//
//   cli.js, cli-<hash>.cjs, .code   the command: a start of a few lines, and one script with the code that V8 makes of it
//                                   (docs/decisions/0017)
//   *.mjs                           modules, split at every `import()`: the workers that judge (of the review screens, of
//                                   batches here and of batches through a queue), and the command once more for what
//                                   cannot be in a script, the screens
//   models-<hash>/                  the models, read
//
// Packages that find files of their own beside them (native code, wasm) stay in node_modules. Files are replaced one by
// one, the start last, and only if they differ: a build beside a running command is harmless.

import { spawnSync } from 'node:child_process';
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
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** What the script is warmed up with: a mail thread and the options of a plain verdict. */
const WARM_UP = ['fixtures/threads/2020-swapin-livelock.mbox', '--described'];

const models = `models-${hashOf(['base', 'model'].flatMap((part) => textsIn(join(root, 'src', part))))}`;
const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
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
  define: {
    KEPT_MODELS: JSON.stringify(models),
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
  },
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
};

const modules = await bundle({
  entryPoints: {
    main: 'src/cli/main.ts',
    'judge-worker': 'src/tui/judge/worker.ts',
    'batch-worker': 'src/batch/worker.ts',
    'batch-sandbox': 'src/batch/sandbox.ts',
    witness: 'src/cli/witness.ts',
    'keep-models': 'src/model/load.ts',
  },
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  plugins: [{ name: 'without-devtools', setup: withoutDevtools }],
  // CommonJS packages inside the bundle ask for Node's modules with require().
  banner: {
    js: "import { createRequire as patchcheckRequire } from 'node:module';\nconst require = patchcheckRequire(import.meta.url);",
  },
});

const [script] = await bundle({
  entryPoints: { script: 'src/cli/main.ts' },
  format: 'cjs',
  plugins: [{ name: 'screens-are-modules', setup: screensAreModules }],
  // Its code is kept with the rest, but not the two wasm files; as a module it waits at its top level.
  external: common.external.filter((name) => name !== 'web-tree-sitter'),
  alias: { 'web-tree-sitter': createRequire(import.meta.url).resolve('web-tree-sitter') },
  minifyWhitespace: true,
  minifySyntax: true,
  // A script has no `import` of its own: the packages outside are all there for require(), too.
  supported: { 'dynamic-import': false },
  define: { ...common.define, 'import.meta.url': '__url' },
  banner: {
    js: '(function (require, asModule, __filename) { "use strict"; const module = { exports: {} }; const __url = require("node:url").pathToFileURL(__filename).href; const __dirname = require("node:path").dirname(__filename);',
  },
  footer: { js: '})' },
});
const name = `cli-${hashOf([script.text])}`;
const code = `${name}.${process.versions.v8}.code`;

const [start] = await bundle({
  entryPoints: { cli: 'src/cli/start.ts' },
  format: 'cjs',
  plugins: [{ name: 'modules-are-made', setup: modulesAreMade }],
  define: { ...common.define, SCRIPT: JSON.stringify(name) },
  banner: { js: '#!/usr/bin/env node' },
});

mkdirSync(dist, { recursive: true });
for (const file of modules) replace(basename(file.path), file.text);
const { keepModels } = await import(pathToFileURL(join(dist, 'keep-models.mjs')));
keepModels(root, join(dist, models));
replace(`${name}.cjs`, script.text);
replace('package.json', '{ "type": "commonjs" }\n');
replace('cli.js', start.text, 0o755);
warmUp();

const current = [...modules.map((file) => basename(file.path)), models, `${name}.cjs`, code];
const stays = new Set([...current, 'package.json', 'cli.js']);
for (const file of readdirSync(dist)) if (!stays.has(file)) rmSync(join(dist, file), { recursive: true });

async function bundle(options) {
  const { outputFiles } = await build({ ...common, ...options }).catch(() => process.exit(1)); // esbuild has said why
  return outputFiles;
}

/** The developer's tools of React, which ink would load under DEV=true, are not installed. */
function withoutDevtools(build) {
  build.onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
  build.onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
}

/** ink waits for a module at its top level, which no script can: the command begins again as a module. */
function screensAreModules(build) {
  build.onResolve({ filter: /^\.\/review\.ts$/ }, ({ path }) => ({ path, namespace: 'modules' }));
  build.onLoad({ filter: /./, namespace: 'modules' }, () => ({
    contents: 'export const review = async () => { await asModule(); return process.exitCode; };',
  }));
}

/** The command as a module is one of those above. */
function modulesAreMade(build) {
  build.onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './main.mjs', external: true }));
}

/** Keeps the code of the script's functions that a verdict runs. Without it all is as before, but slower. */
function warmUp() {
  const path = join(dist, code);
  if (existsSync(path)) return;
  const next = `${path}.${process.pid}`;
  const args = [join(root, 'scripts', 'warm-up.cjs'), join(dist, 'cli.js'), next, ...WARM_UP];
  spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (existsSync(next)) renameSync(next, path);
}

function replace(file, text, mode = 0o644) {
  const path = join(dist, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  const next = `${path}.${process.pid}`;
  writeFileSync(next, text);
  chmodSync(next, mode);
  renameSync(next, path);
}

function textsIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.ts'));
  return files.sort().flatMap((file) => [file, readFileSync(join(folder, file), 'utf8')]);
}

function hashOf(texts) {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16);
}
