// 300 real mails against what `git` makes of them and, where git cannot read a mail, against a second, independent
// reader that goes by the counts as well. Where we differ from it, the reason stands here with a line of the mail.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/mail/message.ts';
import { readThread } from '../../src/mail/read.ts';
import type { FilePatch, RecoveredPatch } from '../../src/patch/patch.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import { wrapLine } from './diffs.ts';

const folder = '../shared/corpus';
const here = existsSync(`${folder}/mail-sample.mbox`);

interface Truth {
  readonly messageId: string;
  readonly git: string;
  readonly files: readonly { readonly path: string; readonly add: number; readonly del: number }[] | null;
  readonly reader:
    | readonly {
        readonly level: number;
        readonly files: readonly {
          readonly path: string | null;
          readonly add: number;
          readonly del: number;
          readonly hunks: number;
          readonly complete: number;
        }[];
      }[]
    | null;
}

interface Difference {
  /** Why the second reader is wrong, or does not say. */
  readonly why: string;
  /** Of each mail what its Message-ID begins with, and a line of it that shows it. */
  readonly mails: Readonly<Record<string, string>>;
}

const differences: readonly Difference[] = [
  {
    why: 'The reader takes the words behind a hunk for its last context lines. They were not quoted and not stripped.',
    mails: {
      'd3dfc422-8762-0078-bc80-989f1d71f006': 'I think using kernel_thread() would be a good simplification anyway.',
      'd4ec4af9-0537-c9fa-b011-eb0f6f72b639': 'It also means that projects without liburing usage are not affected.',
      'e63b44a9-72ba-09fd-82d8-448fce356a9a': '# 1-5, sqpoll=0',
    },
  },
  {
    why: 'The reader takes the `-- ` of a signature for a removed line.',
    mails: {
      '0f54508f-e819-e367-84c2-7aa0d7767097': '-- ',
      '4b05488a-6a12-2f23-f490-79dcc2bc5d59': '-- ',
    },
  },
  {
    why: 'The reader takes output of a program behind a hunk for a removed line.',
    mails: { CAM1kxwgA7BtaPYhkeHFnqrgLHs31LrOCiXcMEiO9Y8GU22KNfQ: '-1, -1, -1, -1,' },
  },
  {
    why: 'The reader takes the empty lines at the end of a mail or a quote for context. Here the hunk is cut before them.',
    mails: {
      '4cc1ba06-ecfd-b351-962e-27042767657e': '                 ctx->user = get_uid(current_user());',
      'f29e662c-5959-4b90-845a-0e3c81a174e6': '>   }',
    },
  },
  {
    why: 'Someone comments inside of a hunk without a quoting mark. The reader leaves the comment out; nothing tells it from code.',
    mails: { 'a2399c89-2c45-375c-7395-b5caf556ec3d': 'RECVFROM should have pollin set, not pollout?' },
  },
  {
    why: 'An empty context line was joined with the line behind it. The reader does not part them.',
    mails: {
      'ccbcc90b-d937-2094-5a8d-2fdeba87fc82': ' +struct io_uring_task {',
      'bac35aa1-02ee-d241-2427-207a1931c444':
        '>>   -static int __maybe_unused io_file_bitmap_get(struct io_ring_ctx *ctx)',
      'd6e2f493-87ca-4203-8d23-2ced10d47d02': '>>   -    if (sqe->buf_index || sqe->off || sqe->splice_fd_in)',
    },
  },
  {
    why: 'The reader misses the header of the second file, whose time stamps stand behind blanks.',
    mails: { GV1P193MB200533CC9A694C4066F4807CEA6F9: '--- a/net/socket.c      2023-04-23 15:02:52.000000000 -0400' },
  },
  {
    why: 'The reader stops at a hunk header that is wrapped, whose hunk then breaks off.',
    mails: { '3e14f4c8-482d-df2c-f802-ebc74bd12664': '__user *ubuf, unsigned int len,' },
  },
  {
    why: 'Context has lost its blank, or has no-break blanks in its place. The reader reads no line of such a hunk.',
    mails: {
      '65514f94-ac70-08df-a866-fe73f95037fd': '>> void __io_uring_cancel(bool cancel_all);',
      '8efd8232-fd4f-4f7a-a061-2f82cda8df4b': '>>> \u00a0 }',
    },
  },
  {
    why: 'The quoting mark has no blank behind it, so that the blank is the context line’s own. The reader takes it off.',
    mails: { '20250421115057.mr43ociu7erpohhj@ubuntu': '> {' },
  },
  {
    why: 'The reader does not look into a quote that is 17 deep.',
    mails: { '8487b07e-6510-409e-8939-0908cc1930d7': '>>>>>>>>>>>>>>>>> +++ b/io_uring/io_uring.c' },
  },
];

const thread = here ? await readThread(readFileSync(`${folder}/mail-sample.mbox`), 'mail-sample.mbox') : null;
const messages = new Map<string, Message>((thread?.messages ?? []).map((m) => [m.messageId ?? '', m]));
const truth: readonly Truth[] = here
  ? readFileSync(`${folder}/mail-sample.truth.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Truth)
  : [];

function patchesOf(messageId: string): readonly RecoveredPatch[] {
  return recoverPatches(messages.get(messageId)!);
}

/** Path, lines, and how many of its hunks are whole. */
function rowOf(file: FilePatch): string {
  const hunks = file.hunks.length + (file.unread?.hunks ?? 0);
  const whole = file.hunks.filter((h) => h.countsSatisfied).length + (file.unread?.complete ?? 0);
  return `${file.path} +${file.added} -${file.deleted} ${whole}/${hunks}`;
}

function ours(messageId: string): string[] {
  return patchesOf(messageId)
    .map((p) => `${p.level}: ${p.files.map(rowOf).join(', ')}`)
    .sort();
}

function theirs({ reader }: Truth): string[] {
  const rows = (reader ?? []).map((diff) => {
    const files = diff.files.map((f) => `${f.path ?? ''} +${f.add} -${f.del} ${f.complete}/${f.hunks}`);
    return `${diff.level}: ${files.join(', ')}`;
  });
  return rows.sort();
}

describe.runIf(here)('the sample of real mails', () => {
  test('all of it is there', () => {
    expect(truth).toHaveLength(300);
    expect(truth.filter((t) => !messages.has(t.messageId))).toEqual([]);
  });

  test('every mail that git can apply has the same files with as many lines, and all of its hunks are whole', () => {
    const applied = truth.filter((t) => t.git === 'ok');
    expect(applied.length).toBe(125);
    for (const { messageId, files } of applied) {
      const own = patchesOf(messageId)
        .filter((p) => !p.quoted)
        .flatMap((p) => p.files);
      const row = (path: string, added: number, deleted: number): string => `${path} +${added} -${deleted}`;
      expect(own.map((f) => row(f.path, f.added, f.deleted)).sort(), messageId).toEqual(
        files!.map((f) => row(f.path, f.add, f.del)).sort(),
      );
      expect(own.flatMap((f) => f.hunks).every((h) => h.countsSatisfied)).toBe(true);
    }
  });

  test('every other mail has the files, lines and whole hunks that the reader finds, but for the reasons given', () => {
    const different = truth
      .filter((t) => ours(t.messageId).join('\n') !== theirs(t).join('\n'))
      .map((t) => t.messageId.replace(/^<|>$/g, ''));
    const explained = differences.flatMap((d) => Object.keys(d.mails));
    expect(different.filter((id) => !explained.some((start) => id.startsWith(start)))).toEqual([]);
    expect(explained.filter((start) => !different.some((id) => id.startsWith(start)))).toEqual([]);
  });

  const shown = differences.flatMap((d) => Object.entries(d.mails).map(([id, line]) => [d.why, id, line] as const));
  test.each(shown)('%s (%s)', (_, id, line) => {
    const message = [...messages.values()].find((m) => m.messageId?.startsWith(`<${id}`));
    expect(message!.text.split('\n')).toContain(line);
  });

  test('what satisfies its counts does so line by line', () => {
    for (const { messageId } of truth) {
      for (const hunk of patchesOf(messageId).flatMap((p) => p.files.flatMap((f) => f.hunks))) {
        if (!hunk.countsSatisfied) continue;
        expect(hunk.lines.filter((l) => l.kind !== 'added')).toHaveLength(hunk.oldLines);
        expect(hunk.lines.filter((l) => l.kind !== 'removed')).toHaveLength(hunk.newLines);
      }
    }
  });

  const strip = (line: string): string => line.replace(/^([+-]?)\s+/, '$1').trimEnd();
  test.each<[string, (line: string) => string[]]>([
    ['wrapped', (line) => wrapLine(line)],
    ['stripped of white space', (line) => [strip(line)]],
    ['quoted and then wrapped', (line) => wrapLine(`> ${line}`).map((part, i) => (i > 0 ? `> ${part}` : part))],
    ['quoted without a blank', (line) => [`>${line}`]],
  ])('a real diff that is %s has the lines that it had', (_, damage) => {
    let hunks = 0;
    for (const { messageId } of truth.filter((t) => t.git === 'ok')) {
      const message = messages.get(messageId)!;
      const [sent, ...more] = recoverPatches(message);
      if (more.length > 0 || sent?.attachment !== null) continue;
      const [read] = recoverPatches({ ...message, text: message.text.split('\n').flatMap(damage).join('\n') });
      expect(read!.files.map(linesOf), messageId).toEqual(sent.files.map(linesOf));
      hunks += sent.files.flatMap((f) => f.hunks).length;
    }
    expect(hunks).toBeGreaterThan(300);
  });
});

/** Of each hunk whether it is whole, and its lines without white space. */
function linesOf(file: FilePatch): unknown {
  return file.hunks.map((h) => [h.countsSatisfied, h.lines.map((l) => `${l.kind} ${l.text.replace(/\s+/g, '')}`)]);
}
