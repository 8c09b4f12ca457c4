// `node bench/mail.mjs [MAILS]`: how fast an archive is indexed (headers, thread links, does it hold a diff) from an mbox
// and from an epoch of a public-inbox, the latter against `git cat-file --batch` of the same blobs in the same minute.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from './load.mjs';
import { makeArchive } from './make-archive.mjs';

const RUNS = 5;
const mails = Number(process.argv[2] ?? 20_000);
const { indexArchive, openArchive, readRaw } = await load(
  "export { indexArchive } from './src/mail/index.ts'; export { openArchive } from './src/mail/archive.ts'; export { readRaw } from './src/mail/read.ts';",
);

const folder = mkdtempSync(join(tmpdir(), 'patchcheck-bench-'));
try {
  const { mbox, epoch, bytes } = makeArchive(folder, mails);
  const holding = [];
  for await (const record of indexArchive(mbox)) if (record.holdsDiff) holding.push(record.messageId);
  const megabytes = bytes / 1e6;
  console.log(`${mails} mails, ${megabytes.toFixed(0)} MB, ${holding.length} of them with a diff; medians of ${RUNS}`);

  const fromMbox = await seconds(() => count(indexArchive(mbox)));
  print('index an mbox', megabytes / fromMbox, 'MB/s', 'at least 150');

  const oids = blobsOf(epoch);
  const pairs = [];
  for (let i = 0; i < RUNS; i++)
    pairs.push([await time(() => catFile(epoch, oids)), await time(() => count(indexArchive(epoch)))]);
  print('git cat-file --batch of an epoch', median(pairs.map(([git]) => megabytes / git)), 'MB/s');
  print('index the epoch', median(pairs.map(([, ours]) => megabytes / ours)), 'MB/s');
  print('… times the time of git', median(pairs.map(([git, ours]) => ours / git)), '', 'at most 4', 2);

  const read = await seconds(async () => {
    let n = 0;
    for await (const raw of openArchive(mbox)) await readRaw(raw, n++);
  });
  print('read every mail of the mbox', mails / read, 'mails/s');
  print('most memory', process.resourceUsage().maxRSS / 1024, 'MB');
} finally {
  rmSync(folder, { recursive: true });
}

async function count(records) {
  let n = 0;
  for await (const _ of records) n++;
  if (n !== mails) throw new Error(`${n} mails instead of ${mails}`);
}

/** Only the work that any reader has: the blobs, one after the other, to nowhere. */
function catFile(epoch, oids) {
  const { status } = spawnSync('git', [`--git-dir=${epoch}`, 'cat-file', '--batch'], {
    input: oids,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`git cat-file ended with ${status}`);
}

function blobsOf(epoch) {
  const { stdout } = spawnSync('git', [`--git-dir=${epoch}`, 'log', '--reverse', '--raw', '--no-abbrev', '--format='], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  return stdout.replace(/^:\d+ \d+ \w+ (\w+) .*$/gm, '$1');
}

async function time(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function seconds(work) {
  const times = [];
  for (let i = 0; i < RUNS; i++) times.push(await time(work));
  return median(times);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function print(name, value, unit, wanted, digits = 0) {
  const line = `  ${name.padEnd(34)}${value.toFixed(digits).padStart(8)} ${unit.padEnd(8)}${wanted ? ` (${wanted})` : ''}`;
  console.log(line.trimEnd());
}
