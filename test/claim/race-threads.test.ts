// The diagrams of 25 real threads, as a person reads them. The threads are not of this repository.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readClaims } from '../../src/claim/claim.ts';
import { readDiagrams } from '../../src/claim/diagram.ts';
import { readThread } from '../../src/mail/read.ts';

const folder = '../shared/corpus/race-threads';
const sample = '../shared/corpus/mail-sample.mbox';

/** Message, columns, actors, who takes each step (`?` unknown or all), and how the first and the last step begin. */
type Truth = readonly [number, 'kept' | 'lost', readonly string[], string, string, string];

const truth: Readonly<Record<string, readonly Truth[]>> = {
  '2020-00': [
    [0, 'kept', ['thread1', 'thread2'], '00111010', '==> io_attach_sq_data()', '===> now use after free to sqd'],
  ],
  '2020-01': [[0, 'kept', ['', ''], '000100011010', '=> io_put_sq_data', '===> wait_for_completion']],
  '2020-12': [
    [14, 'kept', ['A', 'B'], '0100', 'task_work_run(tsk)', 'wait_for_completion()'],
    [14, 'kept', ['A', 'B'], '00111100', 'mark context "dead"', 'wait_for_completion()'],
  ],
  '2020-16': [
    [0, 'kept', ['CPU0'], '000', 'lock(&file_data->lock);', 'lock(&file_data->lock);'],
    [0, 'kept', ['CPU0'], '000', 'lock(&file_data->lock);', 'lock(&file_data->lock);'],
  ],
  '2020-22': [[0, 'kept', ['ThreadA', 'ThreadB'], '010100', '1, register a file', '4, unregister or update file']],
  '2020-24': [
    [
      0,
      'lost',
      ['thread1 polling on bio1', 'thread2 polling on bio2'],
      '???',
      'fetch dm_io object by the cookie',
      'use-after-free when accessing',
    ],
    [
      0,
      'lost',
      ['thread1 polling on bio1', 'thread2 polling on bio2'],
      '??????????',
      'reaps completions in nvme 1/2/3,',
      'fetch dm_io object by the',
    ],
  ],
  '2021-02': [
    [11, 'kept', ['CPU0', 'CPU1'], '0110010', 'io_task_work_add()', 'already set'],
    [20, 'kept', ['CPU1', 'CPU2'], '00110', '@req->task_work.func()', 'ctx is dead, but we do lock +'],
    [23, 'kept', ['CPU0'], '00', 'lock(&runtime->sleep);', 'lock(&runtime->sleep);'],
  ],
  '2021-03': [
    [0, 'kept', ['userspace', 'kernel'], '100101', 'check sqring and iopoll_list', 'schedule(never wakeup again)'],
  ],
  '2021-04': [
    [
      0,
      'kept',
      ['io-wq1:worker2', 'io-wq2:worker1', 'io-wq1:worker3', 'io-wq1'],
      '0120012312',
      'locks bit1',
      'be waked up, even though wqe',
    ],
  ],
  '2021-05': [[0, 'kept', ['CPU0', 'CPU1'], '01010101010101', 'io_uring_enter', 'ctx->hash_map = hash <- one']],
  '2021-06': [[0, 'kept', ['cpu0', 'cpu1'], '11100001', 'io_wqe_worker()', 'io_worker_exit()']],
  '2021-07': [[0, 'kept', ['ctx_flush_and put', 'other context'], '011111000', 'if (compl_nr)', 'release mutex']],
  '2021-08': [[0, 'kept', ['', '', ''], '00011211', 'poll request add', 'add back to waitqueue']],
  '2021-09': [
    [0, 'kept', ['TASK1', 'TASK2'], '010', 'ring = create()', '*not limited*'],
    [0, 'kept', ['TASK1', 'TASK2'], '0101', 'ring = create()', '*not limited*'],
  ],
  '2021-13': [
    [2, 'kept', ['io_poll_wake', 'io_poll_task_func'], '11', 'WRITE_ONCE(req->poll.active,', 'io_commit_cqring(ctx);'],
    [13, 'kept', ['CPU1', 'CPU2'], '0101?0101', 'io_poll_wake', 'task_work_add()'],
  ],
  '2021-17': [[0, 'kept', ['CPU0'], '00', 'lock(&ctx->uring_lock);', 'lock(&ctx->uring_lock);']],
  '2021-18': [
    [0, 'kept', ['CPU0', 'CPU1'], '0110', 'lock(&ctx->uring_lock);', 'lock(&ep->mtx);'],
    [1, 'kept', ['CPU0', 'CPU1'], '0110', 'lock(&ctx->uring_lock);', 'lock(&ep->mtx);'],
  ],
  '2021-19': [[0, 'kept', ['CPU0'], '00', 'lock(&ctx->uring_lock);', 'lock(&ctx->uring_lock);']],
  '2021-20': [[0, 'kept', ['CPU0', 'CPU1'], '0110', 'lock(&ctx->uring_lock);', 'lock(&sqd->lock);']],
  '2022-10': [
    [
      1,
      'kept',
      ['io_poll_double_prepare()', 'io_poll_wake()'],
      '10010',
      'poll->head = NULL',
      'req->flags = flags | DOUBLE_POLL',
    ],
  ],
  '2022-15': [
    [
      17,
      'kept',
      ['BH/timer on CPU 0', 'reader/writer on CPU 1'],
      '0000111011',
      'bh_lock_sock_nested(sk);',
      '// sk is corrupted',
    ],
  ],
  '2022-23': [
    [
      0,
      'kept',
      ['CPU 0', 'CPU 1', 'CPU2', 'CPU3'],
      '000331122222',
      '__ublk_rq_task_work()',
      'percpu_ref_get_many() /*',
    ],
  ],
  '2023-14': [[2, 'kept', ['proc read', 'SQPOLL'], '011011', 'try_lock(ring) // success', '-- lock(ring); // stuck']],
  '2025-11': [[2, 'kept', ['worker', 'process'], '0101010', 'io_worker_handle_work:', 'if (work_flags &']],
  '2026-21': [[0, 'kept', ['CPU0', 'CPU1'], '0110', 'lock(&sig->cred_guard_mutex);', 'lock(&ctx->uring_lock);']],
};

describe.runIf(existsSync(folder))(`diagrams of the threads in ${folder} (skipped where there are none)`, () => {
  test.each(Object.keys(truth))('%s', async (key) => {
    const name = readdirSync(folder).find((f) => f.startsWith(key))!;
    const diagrams = readDiagrams(await readThread(readFileSync(`${folder}/${name}`), name));
    const wanted = truth[key]!;
    expect(
      diagrams.map((d, i) => [
        d.message,
        d.columns,
        d.actors,
        d.steps.map((s) => s.actor ?? '?').join(''),
        d.steps[0]!.text.slice(0, wanted[i]?.[4].length),
        d.steps.at(-1)!.text.slice(0, wanted[i]?.[5].length),
      ]),
    ).toEqual(wanted);
  });

  test('are all that there are', () => {
    expect(readdirSync(folder).map((f) => f.slice(0, 7))).toEqual(Object.keys(truth));
  });
});

describe.runIf(existsSync(sample))(`the mails of ${sample} (skipped where it is not)`, () => {
  test('draw one diagram, which is one', async () => {
    const thread = await readThread(readFileSync(sample), 'mail-sample.mbox');
    expect(readDiagrams(thread).map((d) => d.actors)).toEqual([['io_poll_wake', 'io_poll_task_func']]);
  });
});

const seeds = '../shared/seeds';
describe.runIf(existsSync(seeds))(`claims of the seeds in ${seeds} (skipped where there are none)`, () => {
  async function claims(start: string) {
    const name = readdirSync(seeds).find((f) => f.startsWith(start))!;
    const found = readClaims(await readThread(readFileSync(`${seeds}/${name}`), name));
    return found.map((c) => [c.class, c.diagram?.lines ?? null, c.diagram?.steps.length ?? 0]);
  }

  test.each([
    ['000', [['livelock', null, 0]]],
    ['001', [['use-after-free', null, 0]]],
    [
      '002',
      [
        ['double-add', [10, 34], 7],
        ['double-add', [40, 48], 5],
      ],
    ],
    [
      '003',
      [
        ['leak', [32, 35], 5],
        ['leak', [38, 44], 7],
      ],
    ],
    ['004', [['stall', [5, 51], 12]]],
  ])('%s', async (start, wanted) => expect(await claims(start)).toEqual(wanted));

  test('both diagrams of the double add are about add_to_swap_cache', async () => {
    const name = readdirSync(seeds).find((f) => f.startsWith('002'))!;
    const found = readClaims(await readThread(readFileSync(`${seeds}/${name}`), name));
    expect(found.map((c) => c.functions[0])).toEqual(['add_to_swap_cache', 'add_to_swap_cache']);
    expect(found[0]!.functions).toEqual(expect.arrayContaining(['try_to_swap_out', 'get_swap_page', 'swap_duplicate']));
  });
});
