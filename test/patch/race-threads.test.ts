// Real threads about races, held against what a person reads in them. They are not part of this repository.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWithdrawn, withdrawalsOf } from '../../src/claim/withdrawn.ts';
import { readThread } from '../../src/mail/read.ts';
import { type MailThread, threadsOf } from '../../src/mail/threading.ts';
import { candidatesOf } from '../../src/patch/candidates.ts';
import { seriesOf } from '../../src/patch/series.ts';

const FOLDER = '../shared/corpus/race-threads';
const SAMPLE = '../shared/corpus/mail-sample.mbox';
const here = existsSync(FOLDER);
const files = here ? readdirSync(FOLDER).sort() : [];

async function threadsIn(path: string): Promise<MailThread[]> {
  return threadsOf((await readThread(readFileSync(path), path)).messages);
}

async function told(prefix: string) {
  const [thread] = await threadsIn(`${FOLDER}/${files.find((f) => f.startsWith(prefix))}`);
  const series = seriesOf(thread!);
  return {
    messages: thread!.messages.length,
    missing: thread!.nodes.filter((n) => n.message === null).length,
    series: series.map(
      (s) =>
        `${s.id} ${s.parts.map((p) => p.number).join()}/${s.count} ${s.isComplete ? 'complete' : 'incomplete'}${s.cover === null ? '' : ' covered'}`,
    ),
    doubts: series.flatMap((s) => s.doubts.map((d) => d.kind)),
    candidates: candidatesOf(thread!).map((c) => `${c.id} by ${c.author}`),
    answered: series.flatMap((s) =>
      s.parts.flatMap((p) =>
        p.trailers.filter((t) => t.source !== 'commit').map((t) => `${p.number}: ${t.name} ${t.value}`),
      ),
    ),
    against: withdrawalsOf(thread!).map((w) => `${w.kind} by ${w.by.name}, ${w.role}`),
    withdrawn: isWithdrawn(thread!),
  };
}

const plain = { missing: 0, doubts: [], answered: [], against: [], withdrawn: false };

const read: Record<string, Awaited<ReturnType<typeof told>>> = {
  // "Oh, right, thanks. Jens, you can ignore this patch, thanks." says the author at the end.
  '2020-00': {
    ...plain,
    messages: 5,
    series: ['v1 1/1 complete'],
    candidates: ['patch-v1 by Xiaoguang Wang'],
    against: ['ignore by Xiaoguang Wang, author'],
    withdrawn: true,
  },
  // Only the cover says v2. Oleg sends a diff in answer to 4/4.
  '2020-12': {
    ...plain,
    messages: 18,
    series: ['v2 1,2,3,4/4 complete covered'],
    doubts: ['version-of-cover'],
    candidates: ['patch-v2 by Jens Axboe', 'reply-1 by Oleg Nesterov'],
  },
  // Talk about somebody's RFC 0/3, which is not there.
  '2020-24': { ...plain, messages: 12, missing: 1, series: [], candidates: [] },
  // 12/33 is dropped in the discussion of it: that takes back the part, not the series.
  '2021-02': {
    ...plain,
    messages: 36,
    series: [`v1 ${Array.from({ length: 33 }, (_, i) => i + 1).join()}/33 complete covered`],
    candidates: ['patch-v1 by Jens Axboe'],
    against: ['retract by Jens Axboe, author'],
  },
  // The author answers himself with another diff.
  '2021-03': {
    ...plain,
    messages: 4,
    series: ['v1 1/1 complete'],
    candidates: ['patch-v1 by Hao Xu', 'reply-1 by Hao Xu'],
  },
  '2021-05': {
    ...plain,
    messages: 3,
    series: ['v1 1/1 complete'],
    candidates: ['patch-v1 by Yang Yingliang'],
    answered: ['1: Reviewed-by Pavel Begunkov <asml.silence@gmail.com>', '1: Cc stable@vger.kernel.org'],
  },
  '2021-06': {
    ...plain,
    messages: 2,
    series: ['v2 1/1 complete'],
    candidates: ['patch-v2 by Jens Axboe'],
    answered: ['1: Tested-by Nadav Amit <nadav.amit@gmail.com>'],
  },
  '2021-13': {
    ...plain,
    messages: 19,
    series: ['v3 1,2,3/3 complete covered'],
    candidates: ['patch-v3 by Xiaoguang Wang'],
  },
  // v3 answers v2.
  '2021-18': {
    ...plain,
    messages: 5,
    series: ['v2 1/1 complete', 'v3 1/1 complete'],
    candidates: ['patch-v2 by Hao Xu', 'patch-v3 by Hao Xu'],
    answered: ['1: Reviewed-by Pavel Begunkov <asml.silence@gmail.com>', '1: Cc stable@vger.kernel.org # 5.5+'],
  },
  // `[PATCH v5.10.y 1/1]`: that is a kernel, not the fifth version. Lee sends Pavel's patch.
  '2021-19': { ...plain, messages: 2, series: ['v1 1/1 complete'], candidates: ['patch-v1 by Pavel Begunkov'] },
  // The cover came after its parts.
  '2022-15': {
    ...plain,
    messages: 18,
    series: ['v1 1,2,3,4/4 complete covered'],
    candidates: ['patch-v1 by Jens Axboe'],
  },
  // A mail between the first and the second is missing; the diff in the fourth is another proposal.
  '2023-14': {
    ...plain,
    messages: 6,
    missing: 1,
    series: ['v1 1/1 complete'],
    candidates: ['patch-v1 by Jens Axboe', 'reply-1 by Jens Axboe'],
  },
};

describe.runIf(here)('threads about races', () => {
  test.each(Object.keys(read))('%s is understood as it is read', async (prefix) => {
    expect(await told(prefix)).toEqual(read[prefix]);
  });

  test('each file is one thread, and loses no mail', async () => {
    const counts = JSON.parse(readFileSync('../shared/corpus/race-threads.json', 'utf8')) as {
      file: string;
      messages: number;
    }[];
    expect(counts).toHaveLength(25);
    for (const { file, messages } of counts) {
      const threads = await threadsIn(`../shared/corpus/${file}`);
      expect({ file, found: threads.map((t) => t.messages.length) }).toEqual({ file, found: [messages] });
    }
  });
});

describe.runIf(existsSync(SAMPLE))('a sample of an archive', () => {
  test('gives each of its mails once, and no series of mails that do not belong together', async () => {
    const threads = await threadsIn(SAMPLE);
    expect(threads.reduce((n, t) => n + t.messages.length, 0)).toBe(300);
    for (const thread of threads)
      for (const s of seriesOf(thread)) {
        const subjects = s.messages.map((i) => thread.messages[i]!.subject);
        expect(new Set(subjects.map((x) => /(\d+)\/0*(\d+)/.exec(x)?.[2])).size, subjects.join('\n')).toBe(1);
        expect(new Set(s.messages.map((i) => thread.messages[i]!.from.name)).size, subjects.join('\n')).toBe(1);
      }
  });
});
