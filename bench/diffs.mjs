// `node bench/diffs.mjs [SECONDS]`: how many mails that hold a diff are read in full each second on one core, from the
// bytes of a mail to its hunks. The mails are invented and of the size of real ones: a third quotes a diff, some are
// wrapped, flowed or stripped.

import { load } from './load.mjs';

const seconds = Number(process.argv[2] ?? 5);
const WANTED = 5000;

const { readMail, recoverPatches } = await load(
  "export { readMail } from './src/mail/mail.ts'; export { recoverPatches } from './src/patch/recover.ts';",
);
const mails = Array.from({ length: 500 }, (_, i) => new TextEncoder().encode(mail(i)));
const bytes = mails.reduce((n, m) => n + m.length, 0) / mails.length;
let hunks = 0;
for (const m of mails)
  for (const p of recoverPatches(await readMail(m, 0))) for (const f of p.files) hunks += f.hunks.length;
console.log(
  `${mails.length} mails of ${(bytes / 1024).toFixed(1)} KB, ${(hunks / mails.length).toFixed(1)} hunks each`,
);

const whole = await perSecond(async (m) => recoverPatches(await readMail(m, 0)));
const messages = await Promise.all(mails.map((m) => readMail(m, 0)));
// What was read of a message is remembered: it has to be another one each time.
const diffs = await perSecond((_, i) => recoverPatches({ ...messages[i] }));
console.log(`mail and diff  ${whole.toFixed(0).padStart(7)} mails/s   (wanted: ${WANTED})`);
console.log(`diff alone     ${diffs.toFixed(0).padStart(7)} mails/s`);

/** Runs over all mails again and again; the first time warms up. */
async function perSecond(work) {
  for (let i = 0; i < mails.length; i++) await work(mails[i], i);
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let i = 0; i < mails.length; i++) await work(mails[i], i);
    done += mails.length;
  }
  return (done / (performance.now() - start)) * 1000;
}

/** One mail: headers, words, and the diff of two files, in one of several manners. */
function mail(n) {
  const lines = [...file(n, 'mm/swap_state.c'), ...file(n + 1, 'include/linux/swap.h')];
  const words = Array.from(
    { length: 25 },
    (_, i) => `Word ${n} by word ${i}, as a changelog tells what is wrong, and why.`,
  );
  const body = [
    ...words,
    '---',
    ' mm/swap_state.c | 12 ++++++------',
    '',
    ...manner(n % 6, lines),
    '-- ',
    '2.39.2',
    '',
  ];
  const head = [
    'From: Ann Author <ann@example.invalid>',
    `Subject: [PATCH ${n}/500] mm: fix x`,
    `Message-ID: <${n}@example.invalid>`,
    'Date: Thu, 21 May 2020 10:00:00 +0000',
    `Content-Type: text/plain; charset=UTF-8${n % 6 === 3 ? '; format=flowed' : ''}`,
    ...Array.from({ length: 12 }, (_, i) => `X-Received: by 2002:a17:${i}:: with SMTP id ${n * 977}; Thu, 21 May 2020`),
  ];
  return `${head.join('\n')}\n\n${body.join('\n')}`;
}

function file(n, path) {
  const hunk = (h) => [
    `@@ -${100 * h + 1},11 +${100 * h + 1},11 @@ static int read_swap_cache_${n}(struct page *page)`,
    ' \tstruct address_space *mapping = page->mapping;',
    ' \tint err;',
    ' ',
    `-\tif (!trylock_page(page) || page->flags & (1UL << PG_swapcache_${h}) || mapping == NULL)`,
    '-\t\treturn NULL;',
    '-\tput_page(page);',
    '+\terr = swapcache_prepare(entry);',
    '+\tif (err == -EEXIST)',
    '+\t\tgoto again;',
    ' \tset_page_private(page, entry.val);',
    ' \tunlock_page(page);',
    ' ',
    ' \treturn page;',
    ' }',
  ];
  return [
    `diff --git a/${path} b/${path}`,
    'index 35a8833..05cb4a9b 100644',
    `--- a/${path}`,
    `+++ b/${path}`,
    ...[1, 2, 3].flatMap(hunk),
  ];
}

function wrap(line) {
  const at = line.length > 72 ? line.lastIndexOf(' ', 72) : -1;
  return at > 0 ? [line.slice(0, at), line.slice(at + 1)] : [line];
}

function manner(kind, lines) {
  const quoted = lines.map((l) => `> ${l}`);
  switch (kind) {
    case 0:
      return ['On Thu, 21 May 2020, Bob wrote:', ...quoted.slice(0, 30), '', 'Is this safe?', '', ...quoted.slice(30)];
    case 1:
      return ['On Thu, 21 May 2020, Bob wrote:', ...quoted.slice(0, 40), '> [...]', '', 'Yes.'];
    case 2:
      return lines.flatMap(wrap);
    case 3:
      return lines.map((l) => (l.startsWith(' ') ? ` ${l}` : l));
    case 4:
      return lines.map((l) => l.trimEnd());
    default:
      return lines;
  }
}
