import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Archive, openArchive } from '../../src/mail/archive.ts';
import { splitMbox } from '../../src/mail/mbox.ts';
import type { RawMail } from '../../src/mail/raw.ts';
import { readRaw } from '../../src/mail/read.ts';
import { readStream } from '../../src/mail/stream.ts';
import { mboxOf } from './mails.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'patchcheck-mail-'));
});
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
/** A folder with these files; its path. */
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(root, String(folders++));
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

const mail = (subject: string, body = 'x\n') =>
  `From: Ann <ann@example.invalid>\nSubject: ${subject}\nMessage-ID: <${subject}@x>\n\n${body}`;

async function all(archive: Archive): Promise<RawMail[]> {
  const mails: RawMail[] = [];
  for await (const raw of archive) mails.push(raw);
  return mails;
}

async function subjects(path: string): Promise<string[]> {
  return Promise.all((await all(openArchive(path))).map(async (raw) => (await readRaw(raw, 0)).subject));
}

/** Splits as if the bytes came in pieces of this size. */
async function split(text: string, size: number, limit?: number): Promise<string[]> {
  const bytes = Buffer.from(text, 'latin1');
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const mails: string[] = [];
  for await (const { bytes } of splitMbox(chunks, limit)) mails.push(bytes.toString('latin1'));
  return mails;
}

describe('an mbox', () => {
  const line = 'From a@b Thu May 21 22:56:20 2020\n';

  test('is split alike, whatever the size of the chunks in which it comes', async () => {
    const piece = fc.constantFrom(
      line,
      '\n',
      '\nFrom me\n',
      '>From x\n',
      'Subject: s\n',
      'text\r\n',
      '\r\n',
      'From ',
      'Content-Length: 9\n',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), async (pieces, size) => {
        const text = line + pieces.join('');
        expect(await split(text, size)).toEqual(await split(text, text.length));
      }),
    );
  });

  test('keeps no more of a mail than the limit, and finds the next one', async () => {
    const long = `Subject: a\n\n${'x'.repeat(5000)}\n\n`;
    for (const size of [7, 100, 100_000])
      expect(await split(`${line}${long}${line}Subject: b\n\nend\n`, size, 1000)).toEqual([
        long.slice(0, 1000 - line.length),
        'Subject: b\n\nend\n',
      ]);
  });

  test('too long, takes no line for a separator because it was cut there', async () => {
    for (let pad = 930; pad < 1000; pad++) {
      const body = `Subject: a\n\n${'x'.repeat(pad)}From a@b Thu May 21 22:56:20 2020 ${'x'.repeat(500)}\n`;
      expect(await split(`${line}${body}`, 5000, 1000)).toHaveLength(1);
    }
  });

  test('takes no `>` off its headers', async () => {
    const text = '>From a@b Thu May 21 22:56:20 2020\nSubject: a\n\n>From b\n';
    expect(await split(line + text, 99)).toEqual([text.replace('\n>From b', '\nFrom b')]);
  });

  test('with a Content-Length that is not true is split at its separators', async () => {
    for (const length of ['3', '99999', '99999999999999', '-1', 'x'])
      expect(await split(`${line}Content-Length: ${length}\n\none\ntwo\n\n${line}Subject: b\n\n`, 64)).toHaveLength(2);
  });

  test('of kind mboxcl2 escapes nothing: a bare From in a counted mail tells', async () => {
    const counted = (body: string) => `${line}Content-Length: ${body.length}\n\n${body}\n`;
    const [, second] = await split(counted('a\nFrom b\n') + counted('>From c\n'), 1000);
    expect(second).toContain('\n>From c\n');
    const [, escaped] = await split(counted('a\n>From b\n') + counted('>From c\n'), 1000);
    expect(escaped).toContain('\nFrom c\n');
  });

  test('without a blank line between two mails separates where a date and a header stand', async () => {
    expect(await split(`${line}Subject: a\n\nx\n${line}Subject: b\n\ny\n`, 99)).toHaveLength(2);
    expect(await split(`${line}Subject: a\n\nx\n${line}y\n`, 99)).toHaveLength(1);
  });

  test('ends no mail with the blank line that belongs to the separator', async () => {
    expect(await split(`${line}A: b\n\nx\n\n\n${line}A: b\r\n\r\nx\r\n\r\n`, 99)).toEqual([
      'A: b\n\nx\n\n',
      'A: b\r\n\r\nx\r\n',
    ]);
  });
});

describe('an archive', () => {
  test('may be any file, packed or not', async () => {
    const mbox = mboxOf([{ subject: 'one' }, { subject: 'two' }]);
    const files = {
      'a.mbox': mbox,
      'b.gz': gzipSync(mbox),
      'c.gz': gzipSync(gzipSync(mail('packed twice'))),
      'd.eml': mail('single'),
      'e.txt': readFileSync('fixtures/threads/2020-swapin-livelock.txt'),
    };
    const path = folder(files);
    const page = 'Re: [PATCH mmotm] mm/swap: fix livelock in __read_swap_cache_async()';
    expect(await subjects(path)).toEqual(['one', 'two', 'one', 'two', 'packed twice', 'single', page]);
    expect(await subjects(join(path, 'b.gz'))).toEqual(['one', 'two']);
  });

  test('says where each mail stands', async () => {
    const path = join(folder({ 'a.mbox': mboxOf([{}, {}]) }), 'a.mbox');
    const text = readFileSync(path, 'utf8');
    const second = text.indexOf('From ', 10);
    expect((await all(openArchive(path))).map((raw) => raw.place)).toEqual([
      { kind: 'mbox', path, offset: 0 },
      { kind: 'mbox', path, offset: second },
    ]);
  });

  test('that is a maildir is read oldest first over cur and new, with flags, and without tmp', async () => {
    const path = folder({
      'cur/10.a:2,RS': mail('c'),
      'cur/9.a:2,': mail('b'),
      'new/8.a': mail('a'),
      'tmp/7.a': mail('not delivered'),
      '.Sub/cur/1.a:2,F': mail('sub'),
      '.Sub/new/2.a': mail('sub, too'),
      'dovecot.index': 'not mail',
    });
    const mails = await all(openArchive(path));
    expect(await subjects(path)).toEqual(['a', 'b', 'c', 'sub', 'sub, too']);
    expect(mails.map((raw) => raw.place.kind === 'file' && raw.place.flags)).toEqual(['', '', 'RS', 'F', '']);
  });

  test('skips what holds no mail and says what it was', async () => {
    const archive = openArchive(
      folder({ 'a.eml': mail('a'), 'b.bin': '\x7fELF\0', 'c.txt': 'shopping\n', '.hidden': 'x' }),
    );
    expect(await all(archive)).toHaveLength(1);
    expect(archive.notes.skipped.map((error) => error.message.split('\n')[0])).toEqual([
      expect.stringMatching(/b\.bin: it is binary \(ELF\)\.$/),
      expect.stringMatching(/c\.txt: it is text, but no mail/),
    ]);
  });

  test('with a cut gzip file gives the mails in front of the cut', async () => {
    const body = Array.from({ length: 3000 }, (_, i) => `line ${(i * 7919) % 1013}`).join('\n');
    const packed = gzipSync(
      mboxOf([
        { subject: 'one', text: body },
        { subject: 'two', text: body },
        { subject: 'three', text: body },
      ]),
    );
    const archive = openArchive(join(folder({ 'a.gz': packed.subarray(0, packed.length - 20) }), 'a.gz'));
    expect((await all(archive)).length).toBeGreaterThan(0);
    expect(archive.notes.skipped[0]?.message).toContain('its gzip data is damaged');
  });

  test('without any mail is refused', async () => {
    await expect(all(openArchive(folder({ 'a.txt': 'x' })))).rejects.toThrow('it is text, but no mail');
    await expect(all(openArchive(folder({ 'a.txt': 'x', 'b.txt': '' })))).rejects.toThrow('no file in it is a mail');
    await expect(all(openArchive(join(root, 'absent')))).rejects.toThrow('ENOENT');
  });

  test('that is a stream, such as standard input, may be an mbox or one bare mail, packed or not', async () => {
    const count = async (input: string | Uint8Array): Promise<number> => {
      let mails = 0;
      const bytes = Buffer.from(input);
      const chunks = Array.from({ length: Math.ceil(bytes.length / 10) }, (_, i) =>
        bytes.subarray(i * 10, (i + 1) * 10),
      );
      for await (const _ of readStream(Readable.from(chunks), 'standard input')) mails++;
      return mails;
    };
    expect(await count(mboxOf([{}, {}, {}]))).toBe(3);
    expect(await count(gzipSync(mboxOf([{}, {}])))).toBe(2);
    expect(await count(mail('bare'))).toBe(1);
  });
});

describe('a public-inbox', () => {
  /** An epoch of these commits: `m` with a text, or `d` with the text of a mail that was removed. */
  function makeEpoch(path: string, commits: readonly (readonly [path: string, text: string])[]): void {
    git(root, ['init', '-q', '--bare', '--initial-branch=master', path]);
    const stream = commits.map(([name, text], i) => {
      const head = `commit refs/heads/master\ncommitter a <a@x> ${1_600_000_000 + i} +0000\ndata 0\ndeleteall\n`;
      return `${head}M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    });
    git(root, [`--git-dir=${path}`, 'fast-import', '--quiet'], stream.join(''));
  }

  function git(cwd: string, args: readonly string[], input = ''): string {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd, input, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    return stdout;
  }

  test('is read epoch by epoch, oldest commit first, without all.git and the database', async () => {
    const path = folder({ 'inbox.lock': '', 'xap15/shard': 'x', 'git/all.git/HEAD': 'x', 'msgmap.sqlite3': 'x' });
    for (let n = 0; n < 11; n++)
      makeEpoch(join(path, `git/${n}.git`), [
        ['m', mail(`${n} a`)],
        ['m', mail(`${n} b`)],
      ]);
    const expected = Array.from({ length: 11 }, (_, n) => [`${n} a`, `${n} b`]).flat();
    expect(await subjects(path)).toEqual(expected);
    const archive = openArchive(path);
    await all(archive);
    expect(archive.notes).toEqual({ mails: 22, removed: 0, missing: 0, skipped: [] });
    expect(await subjects(join(path, 'git/3.git'))).toEqual(['3 a', '3 b']);
  });

  test('counts removals and missing blobs, and goes on', async () => {
    const path = join(folder({}), '0.git');
    const spam = mail('spam');
    makeEpoch(path, [
      ['m', mail('a')],
      ['m', mail('lost')],
      ['m', spam],
      ['d', spam],
      ['d', mail('older')],
      ['m', mail('b')],
    ]);
    const lost = git(root, [`--git-dir=${path}`, 'hash-object', '--stdin'], mail('lost')).trim();
    explode(path);
    rmSync(join(path, 'objects', lost.slice(0, 2), lost.slice(2)));
    const archive = openArchive(path);
    const read = await Promise.all((await all(archive)).map(async (raw) => (await readRaw(raw, 0)).subject));
    expect(read).toEqual(['a', 'spam', 'b']);
    expect(archive.notes).toEqual({ mails: 3, removed: 2, missing: 1, skipped: [] });
  });

  test('of the first format has its mails under their own names', async () => {
    const path = join(folder({}), 'v1.git');
    makeEpoch(path, [
      [`ab/${'0'.repeat(38)}`, mail('a')],
      ['README', 'no mail'],
    ]);
    expect(await subjects(path)).toEqual(['a']);
  });

  test('without a commit holds no mail; one whose history is lost is an error that names git', async () => {
    const path = join(folder({}), '0.git');
    git(root, ['init', '-q', '--bare', '--initial-branch=master', path]);
    await expect(all(openArchive(path))).rejects.toThrow('no file in it is a mail');
    writeFileSync(join(path, 'refs/heads/master'), `${'1'.repeat(40)}\n`);
    await expect(all(openArchive(path))).rejects.toThrow('git gives up on it');
  });

  test('that was cloned without its blobs counts them as missing, and fetches nothing', async () => {
    const path = join(folder({}), '0.git');
    makeEpoch(path, [
      ['m', mail('a')],
      ['m', mail('b')],
    ]);
    git(root, [`--git-dir=${path}`, 'config', 'uploadpack.allowFilter', 'true']);
    const partial = join(folder({}), '0.git');
    git(root, ['clone', '-q', '--bare', '--filter=blob:none', `file://${path}`, partial]);
    const archive = openArchive(partial);
    expect(await all(archive)).toEqual([]);
    expect(archive.notes).toMatchObject({ mails: 0, missing: 2 });
  });

  test('runs nothing that its configuration names', async () => {
    const path = join(folder({}), '0.git');
    makeEpoch(path, [['m', mail('a')]]);
    const trap = join(root, 'trapped');
    for (const key of [
      'core.fsmonitor',
      'gpg.program',
      'core.sshCommand',
      'core.pager',
      'diff.external',
      'core.alternateRefsCommand',
    ])
      git(root, [`--git-dir=${path}`, 'config', key, `touch ${trap}`]);
    git(root, [`--git-dir=${path}`, 'config', 'log.showSignature', 'true']);
    expect(await subjects(path)).toEqual(['a']);
    expect(existsSync(trap)).toBe(false);
  });

  test('may be left in the middle', async () => {
    const path = join(folder({}), '0.git');
    makeEpoch(
      path,
      Array.from({ length: 300 }, (_, n) => ['m', mail(`${n}`, 'x'.repeat(5000))] as const),
    );
    for await (const raw of openArchive(path)) {
      expect(raw.place.kind).toBe('blob');
      break;
    }
  });

  /** One file an object, so that one can be taken away. */
  function explode(path: string): void {
    const packs = join(path, 'objects/pack');
    const [pack] = readdirSync(packs).filter((name) => name.endsWith('.pack'));
    if (!pack) return;
    const bytes = readFileSync(join(packs, pack));
    rmSync(packs, { recursive: true });
    expect(spawnSync('git', [`--git-dir=${path}`, 'unpack-objects', '-q'], { input: bytes }).status).toBe(0);
  }
});
