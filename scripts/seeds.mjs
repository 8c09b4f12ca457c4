// `npm run seeds`: every thread that a model was made for, each candidate and its verdict, in one table (Markdown). With
// `--check`, ends with 1 if README.md shows another table; the times do not count.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const HEAD = ['thread', 'model', 'candidate', 'verdict', 'introduced', 'residual', 'states', 'seconds'];

function judge(name) {
  const start = performance.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.js', `fixtures/threads/${name}`, '--all', '--json'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  );
  if (!stdout) throw new Error(stderr);
  return { ...JSON.parse(stdout), seconds: (performance.now() - start) / 1000 };
}

/** States of a program under every scenario and setting of switches; one exploration answers all its properties. */
function statesOf(checks, answerOf) {
  const largest = new Map();
  for (const check of checks) {
    const [scenario, setting] = check.id.split('/');
    const key = `${scenario}/${setting.split('+').slice(1).join('+')}`;
    largest.set(key, Math.max(largest.get(key) ?? 0, answerOf(check)?.states ?? 0));
  }
  return [...largest.values()].reduce((a, b) => a + b, 0);
}

/** `zap-vs-readahead: no-strong-leak`, each pair once. */
function told(ids) {
  if (ids === null) return 'not asked';
  const pairs = new Set(ids.map((id) => `${id.split('/')[0]}: ${id.split('/')[2]}`));
  if (pairs.size > 4) return `${ids.length} checks`;
  return [...pairs].join(', ') || 'none';
}

const count = (n) => n.toLocaleString('en-US');

const rows = readdirSync(`${root}/fixtures/threads`)
  .filter((name) => name.endsWith('.mbox'))
  .flatMap((name) => {
    const { candidates, checks, model, seconds } = judge(name);
    const thread = name.replace('.mbox', '');
    const before = [thread, model, 'before', '', '', '', count(statesOf(checks, (c) => c.before)), seconds.toFixed(1)];
    return [
      before,
      ...candidates.map((c) => {
        const states = count(statesOf(checks, (check) => check.after[c.id]));
        return ['', '', c.id, c.verdict, told(c.introduced), told(c.residual), states, ''];
      }),
    ];
  });
const table = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
console.log(table);

const readme = readFileSync(`${root}/README.md`, 'utf8');
const withoutTimes = (text) => text.replace(/\| [\d.]+ \|$/gm, '|');
if (process.argv.includes('--check') && !withoutTimes(readme).includes(withoutTimes(table))) {
  console.error('README.md shows another table.');
  process.exitCode = 1;
}
