// Archives to measure on, made of invented mails: the same number always gives the same bytes.
// `makeArchive(folder, mails)` writes `archive.mbox` and `epoch.git`, an epoch of a public-inbox.

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const words =
  'page lock the folio when race on before we it swap cache entry that released still holds under slab but state with mapping reclaim writeback which fails again'.split(
    ' ',
  );

/** A generator of numbers below n (xorshift). */
function dice(seed) {
  let x = seed * 2654435761 + 1;
  return (n) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % n;
  };
}

/** One invented mail: about 8 KB, three of four hold a diff, one of ten is quoted-printable, one of thirty has parts. */
export function makeMail(number) {
  const roll = dice(number + 1);
  const sentence = (n) => Array.from({ length: n }, () => words[roll(words.length)]).join(' ');
  const holdsDiff = roll(4) > 0;
  const kind = roll(30) === 0 ? 'parts' : roll(10) === 0 ? 'quoted-printable' : 'plain';
  const subject = `${holdsDiff ? `[PATCH v${1 + roll(4)} ${1 + roll(9)}/9]` : 'Re: [PATCH]'} mm/swap: ${sentence(5)}`;
  const received = Array.from(
    { length: 5 },
    (_, i) =>
      `Received: from mail-${i}.example.invalid (mail-${i}.example.invalid [192.0.2.${roll(250)}])\n\tby smtp.example.invalid (Postfix) with ESMTPS id ${roll(1 << 30).toString(36)}\n\tfor <list@example.invalid>; Thu, 21 May 2020 10:${10 + roll(50)}:00 +0000 (UTC)`,
  );
  const signature = Array.from(
    { length: 12 },
    () => `\t ${roll(1 << 30).toString(36)}${roll(1 << 30).toString(36)}${'x9'.repeat(25)}`,
  );
  const head = [
    ...received,
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n${signature.join('\n')}`,
    `From: Ann Author ${roll(40)} <ann@example.invalid>`,
    'To: linux-mm@example.invalid, linux-kernel@example.invalid',
    `Subject: ${subject}`,
    `Date: Thu, ${1 + roll(28)} May 2020 ${10 + roll(10)}:${10 + roll(50)}:00 +0200`,
    `Message-ID: <mail-${number}@example.invalid>`,
    ...(holdsDiff ? [] : [`In-Reply-To: <mail-${number - 1 - roll(5)}@example.invalid>`]),
    `References: <mail-${number - roll(20)}@example.invalid>`,
    'MIME-Version: 1.0',
  ];
  const prose = Array.from({ length: 6 + roll(30) }, () => sentence(10));
  const body = [...prose, '', ...(holdsDiff ? ['---', ...diff(roll, sentence)] : []), '-- ', '2.26.2', ''].join('\n');
  return `${[...head, ...encoded(kind, body)].join('\n')}\n`;
}

function encoded(kind, body) {
  switch (kind) {
    case 'plain':
      return ['Content-Type: text/plain; charset=UTF-8', '', body];
    case 'quoted-printable':
      return [
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        body.replaceAll('=', '=3D').replaceAll('\t', '=09'),
      ];
    default:
      return [
        'Content-Type: multipart/signed; boundary="b0"; protocol="application/pgp-signature"',
        '',
        '--b0',
        'Content-Type: text/plain; charset=us-ascii',
        '',
        body,
        '--b0',
        'Content-Type: application/pgp-signature; name="signature.asc"',
        '',
        'iQEzBAABCAAdFiEE',
        '--b0--',
        '',
      ];
  }
}

function diff(roll, sentence) {
  const lines = [];
  for (let file = roll(3); file >= 0; file--) {
    const path = `mm/${words[roll(words.length)]}.c`;
    lines.push(`diff --git a/${path} b/${path}`, 'index 1234567..89abcde 100644', `--- a/${path}`, `+++ b/${path}`);
    let at = 10;
    for (let hunk = roll(5); hunk >= 0; hunk--) {
      const added = 1 + roll(12);
      const deleted = 1 + roll(6);
      const context = () => Array.from({ length: 3 }, () => ` \t${sentence(4)} = x;`);
      lines.push(`@@ -${at},${6 + deleted} +${at},${6 + added} @@ static int ${words[roll(words.length)]}(void)`);
      lines.push(...context());
      lines.push(...Array.from({ length: deleted }, () => `-\tif (${sentence(3)})`));
      lines.push(...Array.from({ length: added }, () => `+\tspin_lock(&${sentence(4)});`));
      lines.push(...context());
      at += 100;
    }
  }
  return lines;
}

/** Writes both archives and returns their paths, with the number of bytes of the mails. */
export function makeArchive(folder, mails) {
  const mbox = join(folder, 'archive.mbox');
  const stream = join(folder, 'import');
  const out = [openSync(mbox, 'w'), openSync(stream, 'w')];
  let bytes = 0;
  for (let number = 0; number < mails; number++) {
    const mail = makeMail(number);
    bytes += Buffer.byteLength(mail);
    writeSync(out[0], `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mail.replace(/^(>*From )/gm, '>$1')}\n`);
    const commit = `commit refs/heads/master\ncommitter a <a@example.invalid> ${1600000000 + number} +0000\ndata 1\nx\n`;
    writeSync(out[1], `${commit}M 100644 inline m\ndata ${Buffer.byteLength(mail)}\n${mail}\n`);
  }
  for (const file of out) closeSync(file);
  const epoch = join(folder, 'epoch.git');
  git(folder, ['init', '-q', '--bare', '--initial-branch=master', epoch]);
  git(folder, [`--git-dir=${epoch}`, 'fast-import', '--quiet'], openSync(stream, 'r'));
  git(folder, [`--git-dir=${epoch}`, 'repack', '-adq']);
  writeFileSync(stream, '');
  return { mbox, epoch, bytes };
}

function git(cwd, args, input = 'ignore') {
  const { status, stderr } = spawnSync('git', args, { cwd, stdio: [input, 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]} ended with ${status}: ${stderr}`);
}
