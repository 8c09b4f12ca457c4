// `node bench/batch.mjs [MAILS]`: a whole archive through `patchcheck batch`, in processes of their own: triaged by two
// workers into a new store, once more with nothing new, and once more with a few mails behind. The archive is made of
// invented mails in threads, and of those of `../shared/corpus` where that is there. Judging is not timed here.

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeMail } from './make-archive.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const corpus = join(root, '..', 'shared', 'corpus');
const WANTED = 33_000;
/** Mails of an invented thread: the mean of a busy list. */
const THREAD = 5;
/** Mails that come later. */
const NEW = 500;

const mails = Number(process.argv[2] ?? WANTED);
const folder = mkdtempSync(join(tmpdir(), 'patchcheck-bench-'));
try {
  const archive = join(folder, 'archive.mbox');
  const store = join(folder, 'store.db');
  const real = write(archive, mails);
  const megabytes = statSync(archive).size / 1e6;
  console.log(`${mails} mails, ${megabytes.toFixed(0)} MB, ${real} of them real`);
  const first = batch(archive, store);
  print('triaged with two workers', mails / first.seconds, 'mails/s', 'at least 4000');
  print('… for each second of processor', mails / first.processor, 'mails/s');
  print('… most memory', first.memory, 'MB', 'below 500');
  print('the store', statSync(store).size / 1e6, 'MB');
  print('once more, nothing new', batch(archive, store).seconds, 's', 'below 2', 2);
  for (let i = 0; i < NEW; i++) appendFileSync(archive, inMbox(inThread(mails + i)));
  print(`once more, ${NEW} new mails`, batch(archive, store).seconds, 's', '', 2);
} finally {
  rmSync(folder, { recursive: true });
}

/** Writes an archive of so many mails; gives the number of those that are real. */
function write(path, wanted) {
  const file = openSync(path, 'w');
  let real = 0;
  for (const text of existsSync(corpus) ? mboxesIn(corpus) : []) {
    writeSync(file, text.endsWith('\n\n') ? text : `${text}\n`);
    real += text.split(/^From (?=\S+ .*\d{4}$)/m).length - 1;
  }
  for (let number = real; number < wanted; number++) writeSync(file, inMbox(inThread(number)));
  closeSync(file);
  return real;
}

function mboxesIn(path) {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && e.name.endsWith('.mbox'))
    .map((e) => readFileSync(join(e.parentPath ?? e.path, e.name), 'latin1'))
    .map((text) => Buffer.from(text, 'latin1').toString());
}

/** An invented mail that answers the first one of its thread. */
function inThread(number) {
  const first = number - (number % THREAD);
  const links =
    number === first
      ? ''
      : `In-Reply-To: <mail-${first}@example.invalid>\nReferences: <mail-${first}@example.invalid>\n`;
  const [head, ...body] = makeMail(number).split('\n\n');
  const own = head.replace(/^(?:In-Reply-To|References): .*\n/gm, '');
  return [`${links}${own}`, ...body].join('\n\n');
}

function inMbox(mail) {
  return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mail.replace(/^(>*From )/gm, '>$1')}\n`;
}

/** Runs the command; times it, and asks the kernel what it took. */
function batch(archive, store) {
  const start = performance.now();
  const result = spawnSync(
    process.execPath,
    [
      '--import',
      join(root, 'bench', 'usage.mjs'),
      join(root, 'dist', 'cli.js'),
      'batch',
      archive,
      '--triage',
      '--jobs',
      '2',
      '--store',
      store,
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'pipe'], encoding: 'utf8' },
  );
  const seconds = (performance.now() - start) / 1000;
  const told = Number(/^ *([\d,]+) {2}mails$/m.exec(result.stdout)?.[1]?.replaceAll(',', ''));
  if (result.status !== 0 || !(told >= mails)) throw new Error(`batch ended with ${result.status}: ${result.stdout}`);
  const { processor, memory } = JSON.parse(result.output[3]);
  return { seconds, processor, memory };
}

function print(name, value, unit, wanted, digits = 0) {
  const line = `  ${name.padEnd(34)}${value.toFixed(digits).padStart(8)} ${unit.padEnd(8)}${wanted ? ` (${wanted})` : ''}`;
  console.log(line.trimEnd());
}
