// Threads by hand: what the screens show without anything being judged.

import type {
  AnswerView,
  CandidateView,
  CheckView,
  RunView,
  StepView,
  ThreadView,
  TraceView,
} from '../../src/report/view/view.ts';
import type { Summary } from '../../src/tui/judge/summary.ts';
import { contentKey } from '../../src/tui/marks/version.ts';
import { type Item, initialState, type Size, type State } from '../../src/tui/state.ts';
import { update } from '../../src/tui/update.ts';

export const LIVELOCK = 'readers/coop+page-alloc-sleeps/every-call-returns';
const LEAK = 'readers/fair/no-leak';
const LOST = 'readers/preempt/every-call-returns';

const answer = (of: AnswerView['answer']): AnswerView => ({
  answer: of,
  states: 31,
  transitions: 40,
  exhaustive: true,
  isReduced: false,
  vacuous: false,
  linesNeverRan: false,
  window: of === 'violated' ? '5 statements, at least 2 task switches' : null,
  reason: null,
});

function check(id: string, described: boolean, before: AnswerView['answer'], after: AnswerView['answer'][]): CheckView {
  const [scenario = '', setting = '', property = ''] = id.split('/');
  const [schedule = '', ...switches] = setting.split('+');
  return {
    ...{ id, scenario, schedule, switches, property, described },
    named: false,
    legend: ['readers: two tasks read one entry', 'coop: no preemption'],
    before: answer(before),
    after: Object.fromEntries(after.map((a, i) => [`patch-v${i + 1}`, answer(a)])),
  };
}

export const patch = (version: number): CandidateView => ({
  id: `patch-v${version}`,
  kind: 'patch',
  author: 'Hugh Dickins',
  title: 'mm/swap: fix livelock',
  version,
  message: version - 1,
  verdict: version === 1 ? 'not-fixed' : 'fixed',
  reason: null,
  diagnostics: [],
  introduced: version === 1 ? [] : [LEAK],
  residual: [LOST],
  files: [
    {
      path: 'mm/swap_state.c',
      message: version - 1,
      hunks: [
        {
          header: '@@ -1,4 +1,5 @@ read_swap',
          function: 'read_swap',
          lines: [
            { kind: 'context', text: '\tfor (;;) {', line: 20, mapping: 'mapped', reason: null },
            { kind: 'removed', text: '\t\tcond_resched();', line: 21, mapping: 'mapped', reason: null },
            { kind: 'added', text: `\t\tcond_resched(${version});`, line: 22, mapping: 'mapped', reason: null },
            { kind: 'added', text: '\t\tcount_vm_event(SWAP);', line: 23, mapping: 'elided', reason: 'statistics' },
          ],
        },
        {
          header: '@@ -40,2 +41,3 @@ other',
          function: 'other',
          lines: [
            { kind: 'added', text: '\t/* why */', line: 30, mapping: 'comment', reason: null },
            { kind: 'added', text: '\tasm("nop");', line: 31, mapping: 'unmodelled', reason: 'assembly' },
          ],
        },
      ],
    },
  ],
  functions: [
    {
      name: 'read_swap',
      path: 'models/x/swap.ts',
      before: 'export function read_swap(): int {\n  for (;;) {\n    cond_resched()\n  }\n}\n',
      after: `export function read_swap(): int {\n  for (;;) {\n    cond_resched(${version})\n  }\n}\n`,
    },
  ],
  elided: [{ text: 'count_vm_event(SWAP)', reason: 'statistics', function: 'read_swap' }],
  lines: { added: 4, deleted: 1, addedAccounted: 3, deletedAccounted: 1 },
  coverage: '1 of 1 added statement ran, in one task; all 4 checks were at stake',
  parts: [],
});

const run = (of: string, candidate: string | null): RunView => ({
  check: of,
  candidate,
  moves: 5,
  switches: 1,
  run: 'owner:2,looper:3,@,looper:2',
  replay: ['patchcheck replay thread.mbox \\', `${of} \\`, 'owner:2,@,looper:2'],
});

/** A thread with two versions of a patch, three mails, three checks and two runs. */
export function judged(
  subject: string,
  messages: readonly string[] = [QUOTING, 'v2 then.\n', 'Thanks.\n'],
): ThreadView {
  return {
    key: '0123',
    file: 'thread.mbox',
    subject,
    author: 'Hugh Dickins',
    date: '2020-05-22T05:56:20.000Z',
    version: 2,
    withdrawn: false,
    claims: [
      { class: 'livelock', functions: ['read_swap'], message: 0, lines: [2, 3], excerpt: 'It spins.', diagram: null },
    ],
    verdict: 'fixed',
    deciding: 'patch-v2',
    headline: 'FIXED',
    sentence: 'the livelock reproduces before the patch and not after it',
    reason: null,
    model: { name: 'x', kernel: 'v5.7', assumes: [] },
    messages: messages.map((text, index) => ({
      index,
      parent: index === 0 ? null : 0,
      depth: Math.min(1, index),
      from: index === 2 ? 'Rafael Aquini' : 'Hugh Dickins',
      date: '2020-05-22T05:56:20.000Z',
      subject: index === 0 ? subject : `Re: ${subject}`,
      text,
    })),
    candidates: [patch(1), patch(2)],
    checks: [
      check(LIVELOCK, true, 'violated', ['violated', 'holds']),
      check(LEAK, false, 'holds', ['holds', 'violated']),
      check(LOST, false, 'violated', ['violated', 'violated']),
      check('readers/fair/no-bug-on', false, 'holds', ['holds', 'holds']),
    ],
    runs: [run(LIVELOCK, null), run(LIVELOCK, 'patch-v1'), run(LEAK, 'patch-v2'), run(LOST, null)],
    warnings: [],
    onto: [],
    bounds: [],
  };
}

const QUOTING = ['On Thu Hugh wrote:', '> one', '> two', '> three', '> four', '', 'It spins for ever.', ''].join('\n');

/** Two tasks; the last two steps go round. */
export function told(of: string, candidate: string | null): TraceView {
  const memory = (n: number) => [
    { name: 'swap_map[1]', value: String(n), changed: n > 0 },
    { name: 'flags', value: '8195', changed: false },
  ];
  const rows = [
    { task: 0, text: 'err = swapcache_prepare(entry) → 0', indent: 0, step: 0 },
    { task: 0, text: 'page = alloc_page_vma(…)  sleeps', indent: 0, step: 1 },
    { task: 1, text: 'arrives', indent: 0, step: 2 },
    { task: 1, text: 'err = swapcache_prepare(entry) → -EEXIST', indent: 0, step: 3 },
    { task: 1, text: 'cond_resched()', indent: 0, step: 4 },
  ];
  const kinds = ['step', 'sleep', 'arrive', 'step', 'step'] as const;
  return {
    ...run(of, candidate),
    tasks: [
      { name: 'owner', about: 'reader A (low priority)', cpu: 0, onCpu: true },
      { name: 'looper', about: 'reader B (high priority)', cpu: 0, onCpu: true },
    ],
    start: { memory: memory(0), locks: [] },
    steps: rows.map(
      (row, i): StepView => ({
        task: row.task,
        kind: kinds[i]!,
        text: row.text,
        at: null,
        rows: [row],
        memory: memory(i + 1),
        locks: i === 1 ? [{ name: 'swap_lock', task: 0 }] : [],
      }),
    ),
    loop: 3,
    rows,
    rowLoop: 3,
    end: 'these steps repeat for ever',
    parting: null,
  };
}

/** What is known of it before it is judged. */
export function summaryOf({ subject, author, date, candidates, messages }: ThreadView): Summary {
  const version = (id: string, key: string, kind: 'patch' | 'thread', n: number) => ({
    ...{ id, key, kind, author },
    version: n,
    title: 'mm/swap: fix livelock',
  });
  return {
    ...{ subject, author, date },
    version: 2,
    claims: ['livelock'],
    functions: ['read_swap'],
    messages,
    versions: candidates.map((c) =>
      version(c.id, contentKey(c.files, messages[c.message]?.text ?? ''), 'patch', c.version),
    ),
    whole: version('thread', contentKey([], subject), 'thread', 1),
  };
}

export function item(subject: string): Item {
  return {
    ...{
      file: 'thread.mbox',
      subject,
      author: '',
      date: null,
      version: 1,
      claims: [],
      functions: [],
      versions: [],
      messages: [],
    },
    progress: { kind: 'waiting' },
    view: null,
    traces: {},
  };
}

/** A state with threads that are judged. */
export function stateWith(subjects: readonly string[], size: Size = { columns: 80, rows: 24 }): State {
  let state = initialState(size, subjects.map(item));
  for (const [i, subject] of subjects.entries()) {
    const view = judged(subject);
    state = update(state, { kind: 'judged', item: i, view, summary: summaryOf(view) }).state;
  }
  return state;
}

/** The state after some keys; a run that is asked for is told at once. */
export function pressAll(state: State, ...keys: string[]): State {
  let now = state;
  for (const key of keys) {
    const step = update(now, { kind: 'key', key });
    now = step.state;
    for (const effect of step.effects)
      if (effect.kind === 'trace') {
        const trace = told(effect.run.check, effect.run.candidate);
        now = update(now, { kind: 'traced', item: effect.item, trace }).state;
      }
  }
  return now;
}
