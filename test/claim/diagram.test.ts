import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDiagrams } from '../../src/claim/diagram.ts';
import { readThread } from '../../src/mail/read.ts';
import { threadOf } from '../mail/mails.ts';

async function drawn(text: string) {
  return readDiagrams(await threadOf({ text })).map(({ actors, columns, steps }) => ({
    actors,
    columns,
    steps: steps.map((s) => `${s.actor ?? '?'} ${s.text}`),
  }));
}

/** The steps of the one diagram that a text draws. */
async function stepsOf(text: string) {
  const found = await drawn(text);
  expect(found).toHaveLength(1);
  return found[0]!.steps;
}

const seen = [{ actors: ['CPU0', 'CPU1'], columns: 'kept', steps: ['0 p = get(x)', '1 put(x)', '0 use(p)'] }];

describe('columns', () => {
  test.each([
    ['tabs', 'CPU0\t\tCPU1\np = get(x)\n\t\tput(x)\nuse(p)'],
    ['blanks', 'CPU0          CPU1\np = get(x)\n              put(x)\nuse(p)'],
    ['bars', 'CPU0       | CPU1\np = get(x) |\n           | put(x)\nuse(p)     |'],
    [
      'bars around',
      '| CPU0       | CPU1   |\n|------------|--------|\n| p = get(x) |        |\n|            | put(x) |\n| use(p)     |        |',
    ],
    ['a rule below', '   CPU0          CPU1\n   ----          ----\n p = get(x)\n                 put(x)\n use(p)'],
    ['quotes', '> CPU0\t\tCPU1\n> p = get(x)\n> \t\tput(x)\n> use(p)'],
    ['the stars of a comment', ' * CPU0\t\tCPU1\n * p = get(x)\n *\t\tput(x)\n * use(p)'],
    [
      'no-break spaces',
      'CPU0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0CPU1\np = get(x)\n\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 put(x)\nuse(p)',
    ],
    [
      'blank lines between the rows',
      'CPU0          CPU1\n\np = get(x)\n\n              put(x)\n\nuse(p)\n\n              done()',
    ],
    ['a column of times', 'time  CPU0          CPU1\n1     p = get(x)\n2                   put(x)\n3     use(p)'],
    ['times in front', '    CPU0       | CPU1\nt1  p = get(x) |\nt2             | put(x)\nt3  use(p)     |'],
  ])('parted by %s', async (how, table) => {
    const [found, ...more] = await drawn(`We race:\n\n${table}\n\nSo it breaks.`);
    expect(more).toEqual([]);
    const steps = how.includes('blank lines') ? [...seen[0]!.steps, '1 done()'] : seen[0]!.steps;
    expect(found).toEqual({ ...seen[0], steps });
  });

  test.each([
    ['CPU 0', 'CPU 1'],
    ['cpu#0', 'cpu#1'],
    ['Thread A', 'Thread B'],
    ['thread1', 'thread2'],
    ['TASK1', 'TASK2'],
    ['T0', 'T1'],
    ['P0', 'P1'],
    ['CPU0 (reader)', 'CPU1 (writer)'],
    ['BH on CPU 0', 'reader on CPU 1'],
    ['userspace', 'kernel'],
    ['reclaim', 'migration (from mem offline)'],
    ['try_to_swap_out()', 'swapin readahead'],
    ['io_poll_wake', 'io_poll_task_func'],
    ['proc read', 'SQPOLL'],
    ['A', 'B'],
  ])('%s and %s are heads', async (a, b) => {
    const text = `${a.padEnd(34)}${b}\np = get_it(x)\n${' '.repeat(34)}put_it(x)\nuse_it(p)\n`;
    expect(await drawn(text)).toEqual([
      { actors: [a, b], columns: 'kept', steps: ['0 p = get_it(x)', '1 put_it(x)', '0 use_it(p)'] },
    ]);
  });

  test('heads may have a second line, over a rule or on its own', async () => {
    const rule =
      'Reclaim                 migration\n                        (from offline)\n-------                 --------------\nfoo_lock()\n                        bar_lock()\n';
    expect((await drawn(rule))[0]!.actors).toEqual(['Reclaim', 'migration (from offline)']);
    const alone = 'CPU0\t\t\tCPU1\n\nfoo()\t\t\tswap readahead\n\na_lock()\n\t\t\tb_lock()\n';
    expect(await drawn(alone)).toEqual([
      { actors: ['CPU0 foo()', 'CPU1 swap readahead'], columns: 'kept', steps: ['0 a_lock()', '1 b_lock()'] },
    ]);
  });

  test('what they do may stand over the names', async () => {
    const text = '\tupdate\t\t\treference\n\tCPU A\t\t\tCPU B\n\tset value\n\t\t\t\tread_it()\n';
    expect(await drawn(text)).toEqual([
      { actors: ['update CPU A', 'reference CPU B'], columns: 'kept', steps: ['0 set value', '1 read_it()'] },
    ]);
  });

  test('cells belong to their head however they are indented', async () => {
    const centred =
      '      CPU0                     CPU1\na_long_call(x)\n                  another_call(x, y);\n   b()\n';
    expect(await stepsOf(centred)).toEqual(['0 a_long_call(x)', '1 another_call(x, y);', '0 b()']);
    const tree =
      'CPU0                     CPU1\na()\n  b()\n    c()\n                         d()\n                           e()\n';
    expect(await stepsOf(tree)).toEqual(['0 a()', '0 b()', '0 c()', '1 d()', '1 e()']);
    const left =
      '\t\tworker\t\t\t\t\tprocess\na_work:\t\t\t\t\tb_work\n\tc = d(e);\t// none\n\t\t\t\t\tset_it(F_CANCEL);\n\tif (c)\t// false\n';
    expect(await stepsOf(left)).toEqual([
      '0 a_work:',
      '1 b_work',
      '0 c = d(e); // none',
      '1 set_it(F_CANCEL);',
      '0 if (c) // false',
    ]);
  });

  test('a column may begin left of its head', async () => {
    const text =
      '       CPU1                            CPU2\na_up();\n  boot_it();\n                               b_start();\n                                 ->init_it();\n                               <IRQ>\n                                       select_it();\n  set_it();\n';
    expect(await stepsOf(text)).toEqual([
      '0 a_up();',
      '0 boot_it();',
      '1 b_start();',
      '1 ->init_it();',
      '1 <IRQ>',
      '1 select_it();',
      '0 set_it();',
    ]);
  });

  test('a call tree that comes close to the next column stays in its own', async () => {
    const text =
      'CPU0                   CPU1\n====                   ====\n\na_create\n--> b_add(&a->b);\n    c_online\n        --> d_alloc\n                e_assign(a->e, old)\n                f_unlock(m)\n\n                       g_alloc()\n                       --> h_lock(m)\n\n                i_free()\n';
    expect((await stepsOf(text)).map((s) => s[0]).join('')).toBe('000000110');
  });

  test('a word in brackets behind a cell is of the cell', async () => {
    const text =
      'CPU A\t\t\tCPU B\n\t\t\tset_rw\t\t(it is RW)\ndisable_ro\t\t\t\t(still RW)\n\t\t\tset_ro\t\t(it is RO)\n';
    expect(await stepsOf(text)).toEqual(['1 set_rw (it is RW)', '0 disable_ro (still RW)', '1 set_ro (it is RO)']);
  });

  test('words at the margin below a long line are of the first column', async () => {
    const far = ' '.repeat(48);
    const text = `CPU A                   CPU B                   CPU C\n${far}read or write the old page\nflush TLB\n${far}reload TLB entry\n                        a_b()\n`;
    expect(await stepsOf(text)).toEqual([
      '2 read or write the old page',
      '0 flush TLB',
      '2 reload TLB entry',
      '1 a_b()',
    ]);
  });

  test('paragraphs on the left at the end belong to it if they are steps, and not if they are words', async () => {
    const head = 'CPU0\t\t\tCPU1\na_lock()\n\t\t\tb_init();\n\n';
    const both = ['0 a_lock()', '1 b_init();'];
    expect(await stepsOf(`${head}\n// switch back\na_unlock(&x);\n`)).toEqual([
      ...both,
      '0 // switch back',
      '0 a_unlock(&x);',
    ]);
    expect(await stepsOf(`${head}- calls set_parent()\n`)).toEqual([...both, '0 - calls set_parent()']);
    for (const words of ['BANG: unlocked in the meantime.', 'Use b_try() instead', 'So a_lock() hangs.', 'Boom!'])
      expect(await stepsOf(`${head}${words}\n`)).toEqual(both);
  });

  test('a long cell that runs into the next column is one cell', async () => {
    const cond = 'if (!(READ_ONCE(a->flags) & F_INITIALIZED) ||';
    const text = `CPU0                        CPU1\n${cond}\n  // same here\n  !try_lock(&a->lock)) {\n                            b_init()\n`;
    expect(await stepsOf(text)).toEqual([`0 ${cond} // same here !try_lock(&a->lock)) {`, '1 b_init()']);
    const [diagram] = readDiagrams(await threadOf({ text }));
    expect(diagram!.steps[0]!.functions).toEqual(['READ_ONCE', 'try_lock']);
  });

  test('a full cell leaves one blank to the next', async () => {
    const text = 'CPU0            CPU1\nspin_lock(&aa); spin_lock(&bb);\nspin_lock(&bb); spin_lock(&aa);\n';
    expect(await stepsOf(text)).toEqual([
      '0 spin_lock(&aa);',
      '1 spin_lock(&bb);',
      '0 spin_lock(&bb);',
      '1 spin_lock(&aa);',
    ]);
  });

  test('more than two act', async () => {
    const text = 'CPU 0\t\tCPU 1\t\tCPU 2\na()\n\t\tb()\n\t\t\t\tc()\nd()\n';
    expect(await stepsOf(text)).toEqual(['0 a()', '1 b()', '2 c()', '0 d()']);
  });

  test('bars alone make columns without heads', async () => {
    const text = 'a_call()    |\n            | b_call()\nc_call()    |\n            | d_call()\n';
    expect(await drawn(text)).toEqual([
      { actors: ['', ''], columns: 'kept', steps: ['0 a_call()', '1 b_call()', '0 c_call()', '1 d_call()'] },
    ]);
  });

  test('what runs across a bar is of nobody', async () => {
    const text = 'CPU0    | CPU1\na()     | b()\n    // both see the same\nc()     | d()\n';
    expect(await stepsOf(text)).toEqual(['0 a()', '1 b()', '? // both see the same', '0 c()', '1 d()']);
  });

  test('two diagrams in a row are two', async () => {
    const one = 'TASK1    | TASK2\n___________________\na()      |\n         | b()\n';
    expect(await drawn(`${one}\n${one}`)).toHaveLength(2);
  });

  test('prose directly below is no step', async () => {
    const words = 'With the last wait we would need to flush whatever was added by the other side in the meantime.';
    expect(await stepsOf(`CPU0      CPU1\na()\n          b()\n${words}\n`)).toEqual(['0 a()', '1 b()']);
  });

  test('words that a mailer broke off are of the cell above', async () => {
    const text = `CPU0${' '.repeat(36)}CPU1\na_lock()\n${' '.repeat(40)}// and here it changes all of\nit\n${' '.repeat(40)}b_lock()\n`;
    expect(await stepsOf(text)).toEqual(['0 a_lock()', '1 // and here it changes all of it', '1 b_lock()']);
  });
});

describe('steps', () => {
  const cell = (lines: string) => `CPU0${' '.repeat(46)}CPU1\n${lines}\n${' '.repeat(50)}b_end()\n`;
  test.each([
    ['an open bracket', 'a_call(x,\n       y);', 'a_call(x, y);'],
    ['an open comment', '/* the context can\n   be freed */', '/* the context can be freed */'],
    ['a comma', '-> request overflowed,\n   so that nr == 0', '-> request overflowed, so that nr == 0'],
    [
      'a wrapped sentence',
      'Another thread faults on the same\npage, suppose this is the one which\nwins the lock.',
      'Another thread faults on the same page, suppose this is the one which wins the lock.',
    ],
    ['an unfinished one', 'is about to\ncall_it() now', 'is about to call_it() now'],
    ['a remark', 'check NEED_WAKEUP\n(which is not set)', 'check NEED_WAKEUP (which is not set)'],
    [
      'a numbered item',
      '1) As it is dirty, do\n   the writing of it. This calls\n   swap_writepage() which unlocks it.',
      '1) As it is dirty, do the writing of it. This calls swap_writepage() which unlocks it.',
    ],
    [
      'a bullet',
      '- run_it() tries to\n  collect the info from\n  s->parent, but it is\n  NULL =>\n  BOOM',
      '- run_it() tries to collect the info from s->parent, but it is NULL => BOOM',
    ],
    ['an open square bracket', '[ writable entry\n  cached ]', '[ writable entry cached ]'],
    ['a broken name', 'enters try_to_\nfree_pages, at last.', 'enters try_to_free_pages, at last.'],
  ])('go on after %s', async (_, lines, text) =>
    expect(await stepsOf(cell(lines))).toEqual([`0 ${text}`, '1 b_end()']),
  );

  test.each([
    ['calls of a call tree', 'a()\n  b()\n    c()', ['a()', 'b()', 'c()']],
    [
      'short orders',
      'get mutex\ncount > 0\ndo flush\nrelease mutex',
      ['get mutex', 'count > 0', 'do flush', 'release mutex'],
    ],
    ['items', '1) a_lock()\n2) b_lock()', ['1) a_lock()', '2) b_lock()']],
    ['arrows', '==> a_lock()\n===> b_lock()', ['==> a_lock()', '===> b_lock()']],
    ['a condition and what it guards', 'if (a)\n    b = c;', ['if (a)', 'b = c;']],
    ['comments', 'a_lock()\n// modify it', ['a_lock()', '// modify it']],
    ['a call with dots', 'printk(&a, size, ...\nb_commit()', ['printk(&a, size, ...', 'b_commit()']],
    ['a chain of calls', 'ip_rcv->\nip_finish->\nh = set->data', ['ip_rcv->', 'ip_finish->', 'h = set->data']],
    ['bullets', '- a_lock()\n - check b_it()\n- fault', ['- a_lock()', '- check b_it()', '- fault']],
    ['plain orders behind an A', 'move task to A\ncan_attach', ['move task to A', 'can_attach']],
    ['bare names', 'swap_duplicate\nadd_to_cache', ['swap_duplicate', 'add_to_cache']],
  ])('%s stay apart', async (_, lines, texts) =>
    expect(await stepsOf(cell(lines))).toEqual([...texts.map((t) => `0 ${t}`), '1 b_end()']),
  );

  test('braces and dots are none', async () =>
    expect(await stepsOf(cell('while (1) {\n    a_wait();\n}\n...'))).toEqual([
      '0 while (1) {',
      '0 a_wait();',
      '1 b_end()',
    ]));

  test('numbers that run through all columns are the order', async () => {
    expect(await stepsOf('CPU0            CPU1\n1) a = 1        2) b = 1\n4) r0 = b       3) r1 = a\n')).toEqual([
      '0 1) a = 1',
      '1 2) b = 1',
      '1 3) r1 = a',
      '0 4) r0 = b',
    ]);
    // The second column has none: rows count.
    expect(await stepsOf('CPU0            CPU1\n2) a = 1        b = 1\n1) r0 = b       r1 = a\n')).toEqual([
      '0 2) a = 1',
      '1 b = 1',
      '0 1) r0 = b',
      '1 r1 = a',
    ]);
  });

  test('name what they call and what they touch', async () => {
    const text =
      'CPU0                                         CPU1\nif (!list_empty(&ctx->rings)) // not F_SET\n                                             swap_duplicate\np->flags |= F_DEAD | old;\n                                             then drop_it() waits for page_lock\n';
    const [diagram] = readDiagrams(await threadOf({ text }));
    expect(diagram!.steps.map((s) => [s.functions, [...s.names].sort()])).toEqual([
      [['list_empty'], ['ctx', 'rings']],
      [['swap_duplicate'], []],
      [[], ['F_DEAD', 'flags', 'p']],
      [['drop_it'], ['page_lock']],
    ]);
  });

  test('say where they stand', async () => {
    const [diagram] = readDiagrams(await threadOf({ text: 'Look:\n\nCPU0      CPU1\na(x,\n  y)\n          b()\n' }));
    expect(diagram).toMatchObject({ message: 0, lines: [3, 6], steps: [{ lines: [4, 5] }, { lines: [6, 6] }] });
  });
});

describe('an actor in front of each row', () => {
  test.each([
    ['CPU0: a_call(x)\nCPU1: b_call(x)\nCPU0: c_call(x)', ['CPU0', 'CPU1']],
    ['<thread A> a_call(x)\n<thread B> b_call(x)\n<thread A> c_call(x)', ['thread A', 'thread B']],
    ['[CPU 0] a_call(x)\n[CPU 1] b_call(x)\n[CPU 0] c_call(x)', ['CPU 0', 'CPU 1']],
    ['T1: a_call(x)\nT2: b_call(x)\nT1: c_call(x)', ['T1', 'T2']],
    [' 1. T1: a_call(x)\n 2. T2: b_call(x)\n 3. T1: c_call(x)', ['T1', 'T2']],
    ['CPU0 -> a_call(x)\nCPU1 -> b_call(x)\nCPU0 -> c_call(x)', ['CPU0', 'CPU1']],
    ['CPU0 | a_call(x)\nCPU1 | b_call(x)\n\nCPU0 | c_call(x)', ['CPU0', 'CPU1']],
  ])('%j', async (text, actors) => {
    const steps = ['0 a_call(x)', '1 b_call(x)', '0 c_call(x)'];
    expect(await drawn(`So:\n\n${text}\n\nBoom.`)).toEqual([{ actors, columns: 'kept', steps }]);
  });

  test.each([
    [
      'iou-wrk-123: a_call()\niou-sqp-9: b_call()\niou-wrk-123: c_call()\niou-sqp-9: d_call()',
      ['iou-wrk-123', 'iou-sqp-9'],
    ],
    ['reader: a_call()\nwriter: b_call()\nreader: c_call()\nwriter: d_call()', ['reader', 'writer']],
    [
      'wq1:worker2  | locks a\nwq2:worker1  | waits\n\nwq1:worker2  | drops a\nwq2:worker1  | locks a\nwq1:worker2  | exits',
      ['wq1:worker2', 'wq2:worker1'],
    ],
    [
      'kworker/0:1: a_call()\nkworker/1:2: b_call()\nkworker/0:1: c_call()\nkworker/1:2: d_call()',
      ['kworker/0:1', 'kworker/1:2'],
    ],
  ])('%j', async (text, actors) => {
    expect(await drawn(text)).toMatchObject([{ actors, columns: 'kept' }]);
  });

  test('two rows are enough for CPUs that do nothing but call', async () =>
    expect(await stepsOf('CPU0: a_call(x)\nCPU1: b_call(x)')).toEqual(['0 a_call(x)', '1 b_call(x)']));
});

describe("lockdep's box", () => {
  test('of two CPUs', async () => {
    const text =
      ' Possible unsafe locking scenario:\n\n       CPU0                    CPU1\n       ----                    ----\n  lock(&a->b);\n                               lock(&c);\n                               lock(&a->b);\n  lock(&c);\n\n *** DEADLOCK ***\n\n1 lock held by x/1:\n';
    const steps = ['0 lock(&a->b);', '1 lock(&c);', '1 lock(&a->b);', '0 lock(&c);'];
    expect(await drawn(text)).toEqual([{ actors: ['CPU0', 'CPU1'], columns: 'kept', steps }]);
    const stamped = text.replace(/^/gm, '[   30.641402] ');
    expect(await drawn(stamped)).toEqual([{ actors: ['CPU0', 'CPU1'], columns: 'kept', steps }]);
  });

  test('of one CPU and its interrupt', async () => {
    const text = '       CPU0\n       ----\n  lock(&a);\n  <Interrupt>\n    lock(&a);\n\n *** DEADLOCK ***\n';
    expect(await stepsOf(text)).toEqual(['0 lock(&a);', '0 <Interrupt>', '0 lock(&a);']);
  });
});

describe('columns that the archive lost', () => {
  test.each([
    ['nothing else', 'CPU0 CPU1\nfetch_it(a)\nfree_it(a)'],
    ['the stars of a comment', ' * CPU0 CPU1\n * fetch_it(a)\n * free_it(a)'],
    ['words', 'Reader1 Writer1\nfetch_it(a)\nfree_it(a)'],
    ['a rule of both kinds', 'fault reclaim\n-=-=- -=-=-=-\nfetch_it(a)\nfree_it(a)'],
  ])('are read where the block has %s', async (_, text) => {
    expect(await drawn(text)).toMatchObject([{ columns: 'lost', steps: ['? fetch_it(a)', '? free_it(a)'] }]);
  });

  test('the actors are known, who acts is not', async () => {
    const text = 'Like so:\nCPU0 CPU1\nget_page()\nvalid_handles()\nadd_to_cache()\nadd_to_cache()\n';
    expect(await drawn(text)).toEqual([
      {
        actors: ['CPU0', 'CPU1'],
        columns: 'lost',
        steps: ['? get_page()', '? valid_handles()', '? add_to_cache()', '? add_to_cache()'],
      },
    ]);
  });

  test('unless the row says it, or has a call for each', async () => {
    const text = 'CPU0 CPU1\nzap() shrink()\nCPU1: lock_page()\npage seems busy.\n';
    expect(await stepsOf(text)).toEqual(['0 zap()', '1 shrink()', '1 lock_page()', '? page seems busy.']);
  });

  test('a rule that is as long as its head finds it again', async () => {
    const text =
      'Reclaim migration\n(from offline)\n-------- --------------\n1) foo_trylock();\n\n2) As it is now on\nthe list, foo_add().\n';
    expect(await drawn(text)).toEqual([
      {
        actors: ['Reclaim', 'migration (from offline)'],
        columns: 'lost',
        steps: ['? 1) foo_trylock();', '? 2) As it is now on the list, foo_add().'],
      },
    ]);
  });

  test('heads that kept their places alone do not say it either', async () => {
    const text =
      '```\nthread1 polling on a                    thread2 polling on a\n\nfetch_it(a)\n\n     free_it(a)\n\n```\n';
    expect(await drawn(text)).toMatchObject([{ columns: 'lost', steps: ['? fetch_it(a)', '? free_it(a)'] }]);
  });

  test('what stands alone below the heads is what they run', async () => {
    const text =
      'CPU0 CPU1\n\nswap_out() swapin readahead\n\nget_page()\nadd_to_cache()\nadd_to_cache()\n\nBOOM.\n\nIs that it?\n';
    expect(await drawn(text)).toMatchObject([
      { actors: ['CPU0 swap_out()', 'CPU1 swapin readahead'], steps: { length: 3 } },
    ]);
  });
});

describe('no diagram', () => {
  test.each([
    [
      'numbers of interrupts',
      '           CPU0       CPU1\n  0:         43          0   IO-APIC   2-edge\n  1:       1203          4   IO-APIC   1-edge\nNMI:          0          0   Non-maskable',
    ],
    [
      'a diffstat',
      ' mm/swap_state.c | 52 +++++++++++++--------\n mm/vmscan.c     | 10 +++++++---\n mm/memory.c     |  3 +++',
    ],
    [
      'a call trace',
      'Call Trace:\n <TASK>\n dump_stack_lvl+0x45/0x59\n ? __lock_acquire+0x12/0x30    [inline]\n foo_bar+0x1/0x2     mm/foo.c:123',
    ],
    [
      'registers',
      'RAX: 0000000000000000 RBX: ffff9e966730d800\nCPU: 0 PID: 123 Comm: foo_bar\nCPU: 1 PID: 124 Comm: foo_bar\nCPU: 0 PID: 1',
    ],
    [
      'results',
      'threads      before        after\n1            100.2 MB/s    101 MB/s\n2            200 MB/s      220 MB/s',
    ],
    [
      'results by thread',
      '            Thread 1     Thread 2\nmmap_lock   12.3         13.1\nvma_lock    9.1          8.8',
    ],
    ['results in bars', '| CPU0  | CPU1  |\n|-------|-------|\n| 12.1% | 13.2% |\n| 1.1%  | 3.2%  |'],
    ['a tree', 'root\n  |\n  +-- foo_bar()\n  |     |\n  |     +-- baz()\n  |\n  +-- qux()'],
    [
      'code with comments',
      'struct foo {\n\tint a;\t\t\t/* the a_lock */\n\tstruct list_head b;\t/* b_list of\n\t\t\t\t * things */\n\tlong c;\n};',
    ],
    ['a history', '* commit 1\n|\\\n| * commit foo_bar()\n| * commit baz_qux()\n|/\n* commit'],
    ['a boot log', 'CPU0: Intel(R) Xeon(R) CPU\nCPU1: Intel(R) Xeon(R) CPU\nCPU2: thermal monitoring enabled'],
    [
      'a kernel log',
      '[   10.1] CPU0: foo_bar() above\n[   10.2] CPU1: foo_bar() above\n[   10.3] CPU0: foo_bar() normal\n[   10.4] CPU1: normal',
    ],
    ['changes', 'v1: use foo_bar()\nv2: add baz_qux()\nv3: use foo_bar() again\nv1: no'],
    ['a list of tasks', 'task 1: write the code_base\ntask 2: test foo_bar()\ntask 3: done'],
    ['priorities', 'P1: fix foo_bar() first\nP2: then fix baz()\nP3: rest'],
    [
      'options',
      'Option            Meaning\nfoo_bar           enables foo_bar() in\n                  the kernel\nbaz               enables baz',
    ],
    [
      'spaced words',
      'We have two columns   here and a    strange spacing\nthat some   people use when they   type\nwith foo_bar()    in it.',
    ],
    [
      'a layout',
      '  31      24 23    16 15     8\n +----------+---------+--------+\n | type     |  off    |  foo   |\n +----------+---------+--------+',
    ],
    [
      'assembly',
      '     2.1 |   mov    %rax,%rbx\n    10.2 |   lock   cmpxchg %rdx,(%rdi)\n         |   jne    foo_bar+0x12\n     1.1 |   ret',
    ],
    [
      'a profile',
      '  50.00%  fio   [kernel]   [k] foo_bar\n           |\n           |--30.00%-- baz_qux\n           |          |\n           |           --20.00%-- do_it\n           |\n            --20.00%-- other_one',
    ],
    [
      'old and new',
      'old code                      new code\n--------                      --------\nfoo_lock()                    bar_lock()\nfoo_unlock()\n                              bar_unlock()',
    ],
    ['counts', 'worker0: 12 ops\nworker1: 13 ops\nworker0: 11 ops\nworker1: 12 ops'],
    ['a chat', 'reader: I think foo_bar() is wrong\nwriter: no'],
    [
      'a list of steps',
      '(1) After a_done(), a crash happens.\n\n(2) The context is freed.\n\n(3) Then b_work() aborts it.',
    ],
    ['a function', 'shrink_cb()\n  a = b->c\n  spin_unlock(lru lock)\n\n  if (!d)\n    return\n'],
    ['CPU0 CPU1 in words', 'It runs on CPU0 and on\nCPU0 CPU1\nWhatever they do there.'],
  ])('%s', async (_, text) => expect(await drawn(`Look:\n\n${text}\n\nThanks.`)).toEqual([]));

  test('in a diff, be it in its comments', async () => {
    const table = '+\t * CPU0\t\tCPU1\n+\t * a = get(x)\n+\t *\t\tput(x)\n+\t * use(a)\n';
    const diff = `--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1,2 +1,6 @@ int f(void)\n \ta();\n${table} \tb();\n`;
    expect(await drawn(`Words.\n${diff}`)).toEqual([]);
    expect(await drawn(`Words.\n${diff.trimEnd().replace(/^/gm, '> ')}`)).toEqual([]);
  });

  test('what is quoted from a mail of the thread is not drawn again', async () => {
    const table = 'CPU0\t\tCPU1\np = get(x)\n\t\tput(x)\nuse(p)\n';
    const quoted = table.replace(/^/gm, '> ').replaceAll('\t', '  ');
    const thread = await threadOf({ id: 'a', text: table }, { answers: 'a', text: `Ann wrote:\n${quoted}\nWhy?` });
    expect(readDiagrams(thread).map((d) => d.message)).toEqual([0]);
  });

  test('in the swap-in thread', async () => {
    const name = 'fixtures/threads/2020-swapin-livelock.mbox';
    expect(readDiagrams(await readThread(readFileSync(name), name))).toEqual([]);
  });
});

describe('any diagram', () => {
  const name = fc.stringMatching(/^[a-z]{2,5}_[a-z]{2,5}$/).filter((n) => !/^(?:if|for|do)_/.test(n));
  const call = fc.tuple(name, fc.constantFrom('()', '(x)', '(&p->q)', '(a, b);')).map(([n, args]) => n + args);
  const step = fc.record({ actor: fc.nat(2), text: call });
  const table = fc
    .record({ steps: fc.array(step, { minLength: 4, maxLength: 12 }), width: fc.integer({ min: 2, max: 3 }) })
    .map(({ steps, width }) => ({ width, steps: steps.map((s) => ({ ...s, actor: s.actor % width })) }))
    .filter(({ steps, width }) => new Set(steps.map((s) => s.actor)).size === width);
  type Table = { width: number; steps: { actor: number; text: string }[] };

  const heads = (width: number) => Array.from({ length: width }, (_, i) => `CPU${i}`);
  const styles: Record<string, (t: Table) => string> = {
    tabs: ({ width, steps }) =>
      [heads(width).join('\t\t\t'), ...steps.map((s) => '\t\t\t'.repeat(s.actor) + s.text)].join('\n'),
    blanks: ({ width, steps }) =>
      [
        heads(width)
          .map((h) => h.padEnd(28))
          .join(''),
        ...steps.map((s) => ' '.repeat(28 * s.actor) + s.text),
      ].join('\n'),
    bars: ({ width, steps }) =>
      [
        heads(width)
          .map((h) => h.padEnd(24))
          .join('| '),
        ...steps.map((s) =>
          heads(width)
            .map((_, i) => (i === s.actor ? s.text : '').padEnd(24))
            .join('| '),
        ),
      ].join('\n'),
    rule: ({ width, steps }) =>
      [
        heads(width)
          .map((h) => `     ${h}`.padEnd(28))
          .join(''),
        heads(width)
          .map(() => '     ----'.padEnd(28))
          .join(''),
        ...steps.map((s) => `  ${' '.repeat(28 * s.actor)}${s.text}`),
      ].join('\n'),
    spaced: ({ width, steps }) =>
      [
        heads(width)
          .map((h) => h.padEnd(28))
          .join(''),
        ...steps.map((s) => ' '.repeat(28 * s.actor) + s.text),
      ].join('\n\n'),
    times: ({ width, steps }) =>
      [
        `      ${heads(width)
          .map((h) => h.padEnd(28))
          .join('')}`,
        ...steps.map((s, i) => `t${i}`.padEnd(6) + ' '.repeat(28 * s.actor) + s.text),
      ].join('\n'),
    rows: ({ steps }) => steps.map((s) => `CPU${s.actor}: ${s.text}`).join('\n'),
    quoted: ({ width, steps }) =>
      [heads(width).join('\t\t\t'), ...steps.map((s) => '\t\t\t'.repeat(s.actor) + s.text)]
        .map((l) => `> ${l}`)
        .join('\n'),
  };

  test.each(Object.keys(styles))('is read back as it was printed: %s', async (style) => {
    await fc.assert(
      fc.asyncProperty(table, async (t) => {
        // What follows the last step of a column in a table without rules may be prose.
        const last = t.steps.at(-1)!;
        fc.pre(style !== 'spaced' || last.actor > 0);
        fc.pre(
          style !== 'rows' || t.steps.some((s, i) => i > 1 && t.steps.slice(0, i).some((o) => o.actor === s.actor)),
        );
        const found = readDiagrams(await threadOf({ text: `So:\n\n${styles[style]!(t)}\n\nBoom.\n` }));
        expect(found).toHaveLength(1);
        const names = found[0]!.actors;
        expect(found[0]!.columns).toBe('kept');
        expect(found[0]!.steps.map((s) => `${names[s.actor!]} ${s.text}`)).toEqual(
          t.steps.map((s) => `CPU${s.actor} ${s.text}`),
        );
        expect(found[0]!.steps.map((s) => s.functions[0])).toEqual(t.steps.map((s) => s.text.split('(')[0]));
      }),
      { numRuns: 150 },
    );
  });

  test('nothing throws, whatever the text, and lines are those of the text', async () => {
    const piece = fc.constantFrom(
      'CPU0',
      'CPU1',
      'T1: ',
      '\t',
      '  ',
      ' | ',
      '|',
      '----',
      '\n',
      '\n\n',
      '> ',
      'a_b()',
      '(',
      '/*',
      '1) ',
      'the',
      'x = 1;',
      '```',
      ' * ',
      '[ 1.2] ',
      '<Interrupt>',
      'lock(&a)',
      '\u00a0',
      '*** DEADLOCK ***',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const thread = await threadOf({ text: pieces.join('') });
        const end = thread.messages[0]!.text.split('\n').length;
        for (const { lines, steps, actors } of readDiagrams(thread)) {
          expect(lines[0]).toBeLessThanOrEqual(lines[1]);
          for (const s of steps) {
            expect(s.lines[0]).toBeGreaterThanOrEqual(lines[0]);
            expect(s.lines[1]).toBeLessThanOrEqual(Math.min(lines[1], end));
            expect(s.actor === null || s.actor < actors.length).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['heads', 'CPU0      CPU1\n'],
    ['cells', 'alpha   beta   gamma\n'],
    ['bars', 'a |\n | b\n'],
    ['rows', 'CPU0: a()\n'],
    ['open brackets', 'CPU0      CPU1\n(((((((((     ((((((((\n'],
    ['words', 'the quick brown fox, as it is, jumps over\n'],
    ['heads of nothing', `a_b   c_d\n${'e_f()\n'.repeat(3)}\n`],
    ['blanks', `${' '.repeat(300)}x\n`],
    ['tabs', `${'\t'.repeat(40)}x\n`],
  ])('a long text of %s is read at once', async (_, line) => {
    const thread = await threadOf({ text: line.repeat(Math.ceil(300_000 / line.length)) });
    readDiagrams(await threadOf({ text: line.repeat(100) }));
    const start = performance.now();
    readDiagrams(thread);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
