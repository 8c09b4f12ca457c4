import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mailbox } from '../../src/mail/message.ts';
import { readThread } from '../../src/mail/read.ts';
import { mailboxes, recipientsOf } from '../../src/mail/recipients.ts';
import { addressHeader, idHeader, mailboxText, textHeader } from '../../src/report/reply/header.ts';
import { draftReply, type Reply, type ReplyOptions } from '../../src/report/reply/reply.ts';
import { widthOf } from '../../src/report/wrap.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { EVIL, HOSTILE, IDLE, LEAKY, LIVELOCK, verdictOn } from './told.ts';

const ME: Mailbox = { name: 'R. Viewer', address: 'r@example.org' };
const TO: Mailbox = { name: 'Linux MM', address: 'linux-mm@example.org' };

function draft(v: ThreadVerdict, more: Partial<ReplyOptions> = {}): Promise<Reply> {
  return draftReply(v, {
    file: 'some/where/thread.mbox',
    from: ME,
    recipients: async () => ({ to: [TO], cc: [ME] }),
    date: new Date('2026-01-02T03:04:05Z'),
    unique: '1',
    ...more,
  });
}

/** What a reader of mails makes of a draft. */
async function readBack({ text }: Reply) {
  const { messages } = await readThread(Buffer.from(text), 'draft');
  expect(messages).toHaveLength(1);
  return messages[0]!;
}

const cases: Record<string, () => Promise<ThreadVerdict>> = {
  fixed: () => verdictOn(LIVELOCK),
  'not fixed': () => verdictOn(IDLE),
  'breaks something': () => verdictOn(LEAKY, { scope: 'every' }),
  hostile: () => verdictOn(HOSTILE),
};

describe.each(Object.entries(cases))('%s', (name, verdict) => {
  test('is the draft beside this test', async () => {
    await expect((await draft(await verdict())).text).toMatchFileSnapshot(
      `golden/reply-${name.replaceAll(' ', '-')}.eml`,
    );
  });

  test('is read back: it answers the mail, under its subject, without damage', async () => {
    const v = await verdict();
    const reply = await draft(v);
    const message = await readBack(reply);
    const [given] = v.thread.messages;
    expect(message.damage).toEqual([]);
    expect(message.inReplyTo).toBe(given!.messageId);
    expect(message.references.at(-1) ?? null).toBe(given!.messageId);
    expect(message.from).toEqual(ME);
    expect(message.date).toEqual(new Date('2026-01-02T03:04:05Z'));
    expect(message.subject).toMatch(/^Re: (?!Re:)/);
    expect(reply.text.endsWith(`${message.text.trimEnd()}\n`)).toBe(true);
  });

  test('says first that it is about a model; own words fit 72 columns, tables 75', async () => {
    const lines = (await readBack(await draft(await verdict()))).text.split('\n');
    expect(lines[0]).toBe('This is about a model of the code, not about a kernel: nothing was');
    const table = lines.flatMap((l, i) => (/^ {2}[┌│└╶↺]|→|^ {4}/.test(l) ? [i] : []));
    for (const [i, line] of lines.entries()) {
      if (line.startsWith('>') || /^ +patchcheck replay|^ {4,}\S+\/\S+|\\$/.test(line) || lines[i - 1]?.endsWith('\\'))
        continue;
      expect(widthOf(line), line).toBeLessThanOrEqual(table.includes(i) ? 75 : 72);
    }
  });

  test('gives no tag, and no diff', async () => {
    const { text } = await readBack(await draft(await verdict()));
    expect(text).not.toMatch(/^\s*[\w-]+-by:/im);
    expect(text).not.toMatch(/^(?:---$|\+\+\+ |diff --git|@@)/m);
  });

  test('names no folder of whoever made it', async () => {
    const { text } = await draft(await verdict());
    expect(text).not.toContain('some/where');
  });

  test('is one mail to git mailinfo, and every line of its head is a header', async () => {
    const { text } = await draft(await verdict());
    const folder = mkdtempSync(join(tmpdir(), 'patchcheck-reply-'));
    try {
      const info = execFileSync('git', ['mailinfo', '--no-scissors', join(folder, 'msg'), join(folder, 'patch')], {
        input: text,
      }).toString();
      expect(info).toMatch(/^Author: R\. Viewer\nEmail: r@example\.org\nSubject: /);
      expect(readFileSync(join(folder, 'patch'), 'utf8')).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
    const head = text.slice(0, text.indexOf('\n\n'));
    expect(head).toMatch(/^[\x20-\x7e\n]*$/);
    const names = head
      .split('\n')
      .filter((l) => !l.startsWith(' '))
      .map((l) => l.slice(0, l.indexOf(':')));
    expect(new Set(names).size).toBe(names.length);
    expect(
      names.filter(
        (n) =>
          !/^(From|To|Cc|Subject|Date|Message-ID|In-Reply-To|References|MIME-Version|Content-Type|Content-Transfer-Encoding)$/.test(
            n,
          ),
      ),
    ).toEqual([]);
    for (const line of text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThan(998);
  });
});

test('a bad outcome is a question', async () => {
  for (const input of [IDLE, HOSTILE])
    expect((await draft(await verdictOn(input))).text).toMatch(/have a\s+look at\s+the run below[^?]*\?/);
});

test('the candidate that is asked for is answered; one that is not there is said to be none', async () => {
  const v = await verdictOn(LIVELOCK);
  expect((await draft(v, { candidate: 'patch-v1' })).text).toContain('(patch-v1,');
  await expect(draft(v, { candidate: 'patch-v9' })).rejects.toThrow('no such candidate.\nIt has patch-v1.');
});

test('what the archive lacks is told', async () => {
  const v = await verdictOn(LIVELOCK);
  const message = { ...v.thread.messages[0]!, messageId: null, from: { name: 'Hugh', address: 'hughd@xxxxxxxxxx' } };
  const reply = await draft({ ...v, thread: { ...v.thread, messages: [message] } });
  expect(reply.inReplyTo).toBeNull();
  expect(reply.text).not.toMatch(/^(To|In-Reply-To|Cc):/m);
  expect(reply.notes).toHaveLength(3);
});

test('git send-email takes the draft as it is', async (context) => {
  const scripts = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
  const isThere =
    existsSync(join(scripts, 'git-send-email')) && spawnSync('perl', ['-MMail::Address', '-e1']).status === 0;
  // A machine that is set up by .ci/run has it, and must.
  if (!isThere && process.env.CI !== 'true') context.skip('needs the Debian packages git-email, libmailtools-perl');
  const folder = mkdtempSync(join(tmpdir(), 'patchcheck-reply-'));
  try {
    const { text, inReplyTo } = await draft(await verdictOn(LIVELOCK));
    writeFileSync(join(folder, 'draft'), text);
    const args = [
      'send-email',
      '--dry-run',
      '--confirm=never',
      '--smtp-server=/bin/false',
      `--in-reply-to=${inReplyTo}`,
      join(folder, 'draft'),
    ];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: folder };
    const config = ['-c', 'user.name=R. Viewer', '-c', 'user.email=r@example.org'];
    const { status, stdout, stderr } = spawnSync('git', [...config, ...args], { env, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('Dry-OK.');
    expect(stdout).toContain('Subject: Re: [PATCH mmotm] mm/swap: fix livelock in __read_swap_cache_async()');
    expect(stdout).toContain('To: Rafael Aquini <rafael@example.invalid>');
    expect(stdout).toContain('linux-mm@example.org');
    expect(stdout).toContain(`In-Reply-To: ${inReplyTo}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('headers', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(EVIL, 'a\r\nBcc: x@y.z', '=?UTF-8?Q?a?=\nX: y', '\u202e', 'x'.repeat(3000)),
  );

  test('whatever a text is, it adds no header and is ASCII', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (subject, name, id) => {
        const lines = [
          textHeader('Subject', `Re: ${subject}`),
          ...addressHeader('To', [
            { name, address: 'a@example.org' },
            { name: 'b', address: id },
          ]),
          ...idHeader('References', [id, '<a@b>']),
        ].join('\n');
        expect(lines).toMatch(/^[\x20-\x7e\n]*$/);
        expect(
          lines
            .split('\n')
            .filter((l) => !/^ +\S/.test(l))
            .map((l) => l.slice(0, l.indexOf(':'))),
        ).toEqual(['Subject', 'To', 'References']);
        for (const line of lines.split('\n')) expect(line.length).toBeLessThan(998);
      }),
    );
  });

  test('a subject is read back as it was, but for what is not to be seen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (given) => {
        const subject = `x ${given.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')} x`.replace(/\s+/g, ' ');
        const { messages } = await readThread(
          Buffer.from(`From: a@b\n${textHeader('Subject', subject)}\nDate: Fri, 22 May 2020 13:00:00 +0000\n\ntext\n`),
          'm',
        );
        expect(messages[0]!.subject).toBe(subject);
      }),
    );
  });

  test.each([
    [{ name: 'Hugh Dickins', address: 'h@example.org' }, 'Hugh Dickins <h@example.org>'],
    [{ name: 'Dickins, Hugh', address: 'h@example.org' }, '"Dickins, Hugh" <h@example.org>'],
    [{ name: 'a "b" \\', address: 'h@example.org' }, '"a \\"b\\" \\\\" <h@example.org>'],
    [{ name: 'Jörg', address: 'h@example.org' }, '=?UTF-8?B?SsO2cmc=?= <h@example.org>'],
    [{ name: 'h@example.org', address: 'h@example.org' }, 'h@example.org'],
    [{ name: 'x', address: 'h@xxxxxxxx' }, undefined],
    [{ name: 'x', address: 'a@b>, c@d' }, undefined],
    [{ name: 'x', address: null }, undefined],
  ])('%j is %j', (box, text) => {
    expect(mailboxText(box)).toBe(text);
  });
});

describe('recipients', () => {
  test.each([
    ['A <a@x.y>, "B, C" <b@x.y>', ['a@x.y', 'b@x.y']],
    ['a@x.y (A, B), b@x.y', ['a@x.y', 'b@x.y']],
    ['undisclosed-recipients:;', []],
    ['list: a@x.y, b@x.y;', ['a@x.y', 'b@x.y']],
    ['=?UTF-8?Q?J=C3=B6rg=2C_x?= <j@x.y>', ['j@x.y']],
    ['', []],
  ])('of %s', (value, addresses) => {
    expect(mailboxes(value).map((b) => b.address)).toEqual(addresses);
  });

  test('are those of the mail with that Message-ID', async () => {
    const { to, cc } = await recipientsOf(LIVELOCK.bytes, 'x', '<20200522170900.swapin-livelock@example.invalid>');
    expect(to.map((b) => b.address)).toEqual(['hugh@example.invalid']);
    expect(cc).toHaveLength(2);
    expect(await recipientsOf(LIVELOCK.bytes, 'x', '<other@x>')).toEqual({ to: [], cc: [] });
  });
});
