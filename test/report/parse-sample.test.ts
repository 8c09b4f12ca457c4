// `--jsonl` over real mail, held against what git made of it. Neither is part of this repository.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/mail/archive.ts';
import { readRaw } from '../../src/mail/read.ts';
import { toRecord } from '../../src/report/parse-record.ts';

const SAMPLE = '../shared/corpus/mail-sample.mbox';
const SEEDS = '../shared/seeds';

interface File {
  readonly path: string | null;
  readonly added: number;
  readonly deleted: number;
  readonly hunks: number;
  readonly complete: number;
}

interface Record {
  readonly messageId: string | null;
  readonly diffs: readonly { readonly where: string; readonly level: number; readonly files: readonly File[] }[];
}

interface Truth {
  readonly messageId: string;
  readonly git: string;
  readonly files: readonly { readonly path: string; readonly add: number; readonly del: number }[] | null;
}

async function recordsOf(path: string): Promise<Record[]> {
  const records: Record[] = [];
  for await (const raw of openArchive(path)) records.push(JSON.parse(JSON.stringify(toRecord(await readRaw(raw, 0)))));
  return records;
}

describe.runIf(existsSync(SAMPLE))('records of a sample', () => {
  test('stand in the order of the archive, and name the files and lines that git counts', async () => {
    const records = await recordsOf(SAMPLE);
    const text = readFileSync(SAMPLE.replace(/mbox$/, 'truth.jsonl'), 'utf8');
    const truth: Truth[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map((r) => r.messageId)).toEqual(truth.map((t) => t.messageId));
    const known = truth.flatMap((t, i) => (t.git === 'ok' ? [{ t, record: records[i]! }] : []));
    expect(known.length).toBeGreaterThan(100);
    for (const { t, record } of known) {
      const files = record.diffs.filter((d) => d.where !== 'quoted').flatMap((d) => d.files);
      const counted = files.map(({ path, added, deleted }) => `${path} +${added} -${deleted}`).sort();
      const wanted = t.files!.map(({ path, add, del }) => `${path} +${add} -${del}`).sort();
      expect({ id: t.messageId, files: counted }).toEqual({ id: t.messageId, files: wanted });
    }
  });
});

describe.runIf(existsSync(SEEDS))('records of the saved pages', () => {
  test.each<[string, readonly [where: string, level: number, files: string][]]>([
    ['000_4ebbbc72f01741d4', [['quoted', 1, 'mm/swap_state.c +29 -23 1/1']]],
    ['001_63581166214e023e', []],
    ['002_7c293cf58bcd9bf3', []],
    [
      '003_36401abfb648ee55',
      [
        [
          'quoted',
          1,
          'mm/page_io.c +120 -0 3/3, mm/vmscan.c +29 -2 2/2, mm/swapfile.c +37 -0 1/1, include/linux/swap.h +1 -0 1/1',
        ],
      ],
    ],
    ['004_555eede9c396f5a1', [['inline', 0, 'mm/migrate.c +11 -0 2/2']]],
  ])('%s', async (name, expected) => {
    const [record] = await recordsOf(`${SEEDS}/${name}.txt`);
    const told = record!.diffs.map(({ where, level, files }) => [
      where,
      level,
      files.map((f) => `${f.path} +${f.added} -${f.deleted} ${f.complete}/${f.hunks}`).join(', '),
    ]);
    expect(told).toEqual(expected);
  });
});
