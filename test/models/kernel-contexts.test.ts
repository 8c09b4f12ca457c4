// What the vocabulary says of interrupts, work, grace periods and wake-ups, each in the smallest program that shows it.

import { describe, expect, test } from 'vitest';
import { quiescent, RETURNS, type Toy } from '../explore/ask.ts';
import { withC } from '../model/c-world.ts';
import { kernelProgram, kernelSays } from './kernel.ts';

const BASE = `
  export let n: int = 0
  export let seen: int = 0
  export let flag: bool = false
  export const lock: spinlock_t = zeroed()
  export function two(): bool { return n == 2 }
  export function ran(): bool { return seen == 1 }
  export function twice(): bool { return seen == 2 }`;
const DEFAULT_SETUP = 'export function setup(): void {}';
const conditions = ['two', 'ran', 'twice'];

function toy(text: string, tasks: Toy['tasks'], pools: Toy['pools'] = {}): Toy {
  const setup = text.includes('function setup') ? '' : DEFAULT_SETUP;
  return { text: `${BASE}\n${setup}\n${text}`, tasks, conditions, pools };
}

const IRQ = { run: 'handler', context: 'irq', arrives: true } as const;
const WORKER = { run: 'worker_thread', context: 'work' } as const;
const TIMER = { run: 'run_timer_softirq', context: 'softirq' } as const;
const RCU = { run: 'rcu_softirq', context: 'softirq' } as const;

describe('a spinlock that an interrupt handler takes too', () => {
  const add = (lock: string, unlock: string, run = IRQ as Exclude<Toy['tasks'][number], string>) =>
    toy(
      `export function task(): void { let flags: ulong; ${lock}; n = n + 1; ${unlock} }
       export function handler(): void { spin_lock(lock); n = n + 1; spin_unlock(lock) }`,
      ['task', run],
    );

  test.each([
    ['spin_lock(lock)', 'spin_unlock(lock)', 'violated'],
    ['spin_lock_bh(lock)', 'spin_unlock_bh(lock)', 'violated'],
    ['spin_lock_irq(lock)', 'spin_unlock_irq(lock)', 'holds'],
    ['spin_lock_irqsave(lock, flags)', 'spin_unlock_irqrestore(lock, flags)', 'holds'],
    ['local_irq_save(flags); spin_lock(lock)', 'spin_unlock(lock); local_irq_restore(flags)', 'holds'],
    ['local_irq_disable(); spin_lock(lock)', 'spin_unlock(lock); local_irq_enable()', 'holds'],
    ['preempt_disable(); spin_lock(lock)', 'spin_unlock(lock); preempt_enable()', 'violated'],
    ['spin_lock_irq(lock)', 'spin_unlock(lock); local_irq_enable()', 'holds'],
  ])('%s … %s', (lock, unlock, answer) => {
    expect(kernelSays(add(lock, unlock), 'no-deadlock')).toBe(answer);
    if (answer === 'holds') expect(kernelSays(add(lock, unlock), quiescent('two'))).toBe('holds');
    expect(kernelSays(add(lock, unlock), 'no-sleep-in-atomic')).toBe('holds');
  });

  test('is safe from a softirq with bottom halves off, and from one of another CPU', () => {
    const softirq = { ...IRQ, context: 'softirq' } as const;
    expect(kernelSays(add('spin_lock(lock)', 'spin_unlock(lock)', softirq), 'no-deadlock')).toBe('violated');
    expect(kernelSays(add('spin_lock_bh(lock)', 'spin_unlock_bh(lock)', softirq), 'no-deadlock')).toBe('holds');
    expect(kernelSays(add('spin_lock(lock)', 'spin_unlock(lock)', { ...IRQ, cpu: 1 }), 'no-deadlock')).toBe('holds');
  });

  test('turns interrupts on too early if _irq is inside _irqsave', () => {
    const inner = (l: string, u: string) =>
      toy(
        `export const inner: spinlock_t = zeroed()
         export function task(): void {
           let flags: ulong
           let more: ulong
           spin_lock_irqsave(lock, flags)
           ${l}
           ${u}
           n = n + 1
           spin_unlock_irqrestore(lock, flags)
         }
         export function handler(): void { spin_lock(lock); n = n + 1; spin_unlock(lock) }`,
        ['task', IRQ],
      );
    expect(kernelSays(inner('spin_lock_irq(inner)', 'spin_unlock_irq(inner)'), 'no-deadlock')).toBe('violated');
    const saved = inner('spin_lock_irqsave(inner, more)', 'spin_unlock_irqrestore(inner, more)');
    expect(kernelSays(saved, 'no-deadlock')).toBe('holds');
  });

  test('of the reader-writer kind deadlocks where the handler wants what its task keeps from it', () => {
    const rw = (task: string, handler: string) =>
      toy(
        `export const rw: rwlock_t = zeroed()
         export function task(): void { let flags: ulong; ${task} }
         export function handler(): void { ${handler} }`,
        ['task', IRQ],
      );
    const read = 'read_lock(rw); n = 1; read_unlock(rw)';
    const write = 'write_lock(rw); n = 1; write_unlock(rw)';
    expect(kernelSays(rw(read, read), 'no-deadlock')).toBe('holds');
    expect(kernelSays(rw(read, write), 'no-deadlock')).toBe('violated');
    expect(kernelSays(rw(write, read), 'no-deadlock')).toBe('violated');
    expect(kernelSays(rw(write.replaceAll('k(rw)', 'k_irq(rw)'), read), 'no-deadlock')).toBe('holds');
    const saved = 'write_lock_irqsave(rw, flags); n = 1; write_unlock_irqrestore(rw, flags)';
    expect(kernelSays(rw(saved, write), 'no-deadlock')).toBe('holds');
  });
});

describe('work', () => {
  const work = (body: string, more = '', tasks: Toy['tasks'] = ['task', WORKER]) =>
    toy(
      `export const item: work_struct = zeroed()
       export function work_fn(work: Ptr<work_struct>): void { seen = seen + 1 ${more} }
       export function setup(): void { INIT_WORK(item, work_fn) }
       export function task(): void { ${body} }`,
      tasks,
    );

  test('that was queued has run before anything is quiescent', () => {
    expect(kernelSays(work('schedule_work(item)'), quiescent('ran'))).toBe('holds');
    expect(kernelSays(work(''), quiescent('ran'))).toBe('violated');
  });

  test('that is queued while it is pending runs once, and while it runs again', () => {
    expect(kernelSays(work('schedule_work(item); schedule_work(item)'), quiescent('ran'))).toBe('violated');
    expect(kernelSays(work('schedule_work(item); schedule_work(item)'), quiescent('twice'))).toBe('violated');
    const once = work('schedule_work(item); if (schedule_work(item)) n = 2');
    expect(kernelSays(once, quiescent('two'))).toBe('violated');
    const counted = 'if (seen == 1) schedule_work(item)';
    expect(kernelSays(work('schedule_work(item)', `; ${counted}`), quiescent('twice'))).toBe('holds');
  });

  test('may sleep', () => {
    expect(kernelSays(work('schedule_work(item)', '; msleep(1)'), 'no-sleep-in-atomic')).toBe('holds of nothing');
    const locked = work('schedule_work(item)', '; spin_lock(lock); msleep(1); spin_unlock(lock)');
    expect(kernelSays(locked, 'no-sleep-in-atomic')).toBe('violated');
  });

  test('is waited for by flush_work(), and stopped by cancel_work_sync()', () => {
    const after = '; if (seen == 0) bug()';
    expect(kernelSays(work(`schedule_work(item); flush_work(item)${after}`), 'no-bug-on')).toBe('holds');
    expect(kernelSays(work(`schedule_work(item)${after}`), 'no-bug-on')).toBe('violated');
    expect(kernelSays(work(`schedule_work(item); flush_scheduled_work()${after}`), 'no-bug-on')).toBe('holds');
    const gone = 'schedule_work(item); cancel_work_sync(item); n = 1';
    expect(kernelSays(work(gone, '; if (n) bug()'), 'no-bug-on')).toBe('holds');
    const left = 'schedule_work(item); cancel_work(item); n = 1';
    expect(kernelSays(work(left, '; if (n) bug()'), 'no-bug-on')).toBe('violated');
    // It waits for itself.
    expect(kernelSays(work('schedule_work(item)', '; flush_work(item)'), 'no-deadlock')).toBe('violated');
  });

  test('is not freed under its worker unless it was cancelled', () => {
    const object = (free: string) =>
      toy(
        `export interface thing { work: work_struct; n: int }
         export function thing_fn(work: Ptr<work_struct>): void { let t: Ptr<thing> = cast<Ptr<thing>>(work); t.n = 1 }
         export function task(): void {
           let t: Ptr<thing> = alloc<thing>()
           INIT_WORK(t.work, thing_fn)
           schedule_work(t.work)
           ${free}
           free(t)
         }`,
        ['task', WORKER],
        { thing: 2 },
      );
    expect(kernelSays(object(''), 'no-use-after-free')).toBe('violated');
    expect(kernelSays(object('cancel_work(t.work)'), 'no-use-after-free')).toBe('violated');
    expect(kernelSays(object('cancel_work_sync(t.work)'), 'no-use-after-free')).toBe('holds');
    expect(kernelSays(object('cancel_work_sync(t.work)'), 'no-leak')).toBe('holds');
  });

  test('that nobody in the scenario runs is not passed over', () => {
    const alone = work('schedule_work(item)', '', ['task']);
    expect(kernelSays(alone, quiescent('ran'))).toBe('unknown: no task of the scenario runs queued work');
  });

  test('runs twice at once on no two workers', () => {
    const both = work(
      'schedule_work(item); msleep(1); schedule_work(item)',
      '; n = n + 1; if (n != 1) bug(); n = n - 1',
      ['task', WORKER, WORKER],
    );
    expect(kernelSays(both, 'no-bug-on')).toBe('holds');
  });
});

describe('delayed work', () => {
  const delayed = (handler: string, fn: string, cpus: readonly number[] = [0, 0, 0], delay = 25) =>
    toy(
      `export const item: delayed_work = zeroed()
       export function work_fn(work: Ptr<work_struct>): void { seen = seen + 1; ${fn} }
       export function setup(): void { INIT_DELAYED_WORK(item, work_fn) }
       export function handler(): void { ${handler.replace('…', `schedule_delayed_work(item, ${delay})`)} }`,
      [
        { ...IRQ, cpu: cpus[0]! },
        { ...TIMER, cpu: cpus[1]! },
        { ...WORKER, cpu: cpus[2]! },
      ],
    );

  test('runs before anything is quiescent, whoever queued it', () => {
    expect(kernelSays(delayed('…', ''), quiescent('ran'))).toBe('holds');
    expect(kernelSays(delayed('…', ''), 'no-deadlock')).toBe('holds');
    expect(kernelSays(delayed('…', ''), RETURNS)).toBe('holds');
  });

  test('does not overtake the handler that queued it, wherever its worker is', () => {
    const overtaken = (cpus: readonly number[], delay?: number) =>
      kernelSays(delayed('n = 1; …; n = 0', 'if (n) bug()', cpus, delay), 'no-bug-on');
    expect(overtaken([0, 0, 0])).toBe('holds');
    expect(overtaken([0, 0, 1])).toBe('holds');
    // Without a delay it needs no timer: a worker of another CPU may.
    expect(overtaken([0, 0, 0], 0)).toBe('holds');
    expect(overtaken([0, 0, 1], 0)).toBe('violated');
  });

  test('is found pending until it runs, and may be taken back', () => {
    const taken = delayed('…; if (!delayed_work_pending(item)) bug(); if (cancel_delayed_work(item)) n = 2', '');
    expect(kernelSays(taken, 'no-bug-on')).toBe('holds');
    expect(kernelSays(taken, quiescent('two'))).toBe('holds');
    expect(kernelSays(taken, quiescent('ran'))).toBe('violated');
  });

  test('that is modified stays queued once', () => {
    expect(kernelSays(delayed('…; mod_delayed_work(system_wq, item, 1)', ''), quiescent('ran'))).toBe('holds');
  });
});

describe('RCU', () => {
  const reader =
    'export function reader(): void { rcu_read_lock(); let p: Ptr<thing> = gp; if (p) seen = p.n; rcu_read_unlock() }';
  const rcu = (update: string, tasks: Toy['tasks'] = ['reader', 'writer'], read = reader) =>
    toy(
      `export interface thing { n: int; rcu: rcu_head }
       export let gp: Ptr<thing> = NULL
       export function setup(): void { gp = alloc<thing>() }
       export function free_thing(head: Ptr<rcu_head>): void { free(cast<Ptr<thing>>(head)) }
       ${read}
       export function writer(): void { let old: Ptr<thing> = gp; ${update} }`.replace(
        'n: int; rcu: rcu_head',
        'rcu: rcu_head; n: int',
      ),
      tasks,
      { thing: 2 },
    );

  test('keeps what a reader found until it has left, if the writer waits', () => {
    expect(kernelSays(rcu('rcu_assign_pointer(gp, NULL); synchronize_rcu(); free(old)'), 'no-use-after-free')).toBe(
      'holds',
    );
    expect(kernelSays(rcu('rcu_assign_pointer(gp, NULL); free(old)'), 'no-use-after-free')).toBe('violated');
    expect(kernelSays(rcu('synchronize_rcu(); gp = NULL; free(old)'), 'no-use-after-free')).toBe('violated');
  });

  test('does not protect what was read outside of the section', () => {
    const outside =
      'export function reader(): void { let p: Ptr<thing> = gp; rcu_read_lock(); if (p) seen = p.n; rcu_read_unlock() }';
    const late =
      'export function reader(): void { rcu_read_lock(); let p: Ptr<thing> = gp; rcu_read_unlock(); if (p) seen = p.n }';
    for (const read of [outside, late])
      expect(kernelSays(rcu('gp = NULL; synchronize_rcu(); free(old)', undefined, read), 'no-use-after-free')).toBe(
        'violated',
      );
  });

  test('waits for the outermost section, and for no reader that came later', () => {
    const nested =
      'export function reader(): void { rcu_read_lock(); rcu_read_lock(); let p: Ptr<thing> = gp; rcu_read_unlock(); if (p) seen = p.n; rcu_read_unlock() }';
    expect(kernelSays(rcu('gp = NULL; synchronize_rcu(); free(old)', undefined, nested), 'no-use-after-free')).toBe(
      'holds',
    );
    // One reader is always inside: each comes before the other leaves. The writer returns all the same.
    const relay =
      'export function reader(): void { for (;;) { rcu_read_lock(); wait_until(n != current_task()); n = current_task(); rcu_read_unlock() } }';
    expect(
      kernelSays(rcu('synchronize_rcu(); flag = true', ['reader', 'reader', 'writer'], relay), 'no-deadlock'),
    ).toBe('holds');
  });

  test('a reader that waits for the grace period to end never ends it', () => {
    const read = 'export function reader(): void { rcu_read_lock(); synchronize_rcu(); rcu_read_unlock() }';
    expect(kernelSays(rcu('', ['reader'], read), 'no-deadlock')).toBe('violated');
  });

  test('callbacks run when the readers of their time have left', () => {
    const later = rcu('gp = NULL; call_rcu(old.rcu, free_thing)', ['reader', 'writer', RCU]);
    expect(kernelSays(later, 'no-use-after-free')).toBe('holds');
    expect(kernelSays(later, 'no-leak')).toBe('holds');
    const early = rcu('call_rcu(old.rcu, free_thing); gp = NULL', ['reader', 'writer', RCU]);
    expect(kernelSays(early, 'no-use-after-free')).toBe('violated');
    const alone = rcu('call_rcu(old.rcu, free_thing)', ['reader', 'writer']);
    expect(kernelSays(alone, 'no-leak')).toBe('unknown: no task of the scenario runs RCU callbacks');
  });

  test('rcu_barrier() waits for the callbacks before it', () => {
    const waits = (then: string) =>
      kernelSays(
        toy(
          `export const head: rcu_head = zeroed()
           export function count(head: Ptr<rcu_head>): void { seen = seen + 1 }
           export function writer(): void { call_rcu(head, count); ${then}; if (!seen) bug() }`,
          ['writer', RCU],
        ),
        'no-bug-on',
      );
    expect(waits('rcu_barrier()')).toBe('holds');
    expect(waits('synchronize_rcu()')).toBe('violated');
  });

  test('no task may sleep in a section, in whatever scenario', () => {
    const sleeper = 'export function reader(): void { rcu_read_lock(); msleep(1); rcu_read_unlock() }';
    for (const update of ['', 'synchronize_rcu()'])
      expect(kernelSays(rcu(update, undefined, sleeper), 'no-sleep-in-atomic')).toBe('violated');
    expect(kernelSays(rcu('synchronize_rcu()'), 'no-sleep-in-atomic')).toBe('holds');
  });
});

describe('waiting and waking', () => {
  const pair = (waits: string, wakes: string, waker: Exclude<Toy['tasks'][number], string> = { run: 'waker' }) =>
    toy(
      `export const wq: wait_queue_head_t = zeroed()
       export const done: completion = zeroed()
       export let sleeper: Ptr<task_struct> = NULL
       export function setup(): void { init_waitqueue_head(wq) }
       export function waiter(): void { ${waits} }
       export function waker(): void { ${wakes} }`,
      ['waiter', waker],
    );
  const IN_IRQ = { run: 'waker', context: 'irq', arrives: true } as const;

  test.each([
    'wait_event(wq, flag)',
    'wait_event_interruptible(wq, flag)',
    'wait_event(wq, n == 1)',
    'wait_event(wq, n == 1 && flag)',
  ])('%s ends when its condition is true and it is woken', (waits) => {
    expect(kernelSays(pair(waits, 'n = 1; flag = true; wake_up(wq)'), RETURNS)).toBe('holds');
    expect(kernelSays(pair(waits, 'n = 1; flag = true; wake_up(wq)', IN_IRQ), RETURNS)).toBe('holds');
    expect(kernelSays(pair(waits, 'n = 1; flag = true'), RETURNS)).toBe('violated');
    expect(kernelSays(pair(waits, 'wake_up(wq)'), 'no-deadlock')).toBe('violated');
    expect(kernelSays(pair(waits, 'wake_up(wq); n = 1; flag = true'), 'no-deadlock')).toBe('violated');
  });

  test('a wake-up is lost if the condition is looked at before the state is set', () => {
    const late = `let w: wait_queue_entry_t = DEFINE_WAIT()
      while (!flag) { prepare_to_wait(wq, w, TASK_UNINTERRUPTIBLE); schedule() }
      finish_wait(wq, w)`;
    const right = `let w: wait_queue_entry_t = DEFINE_WAIT()
      for (;;) { prepare_to_wait(wq, w, TASK_UNINTERRUPTIBLE); if (flag) break; schedule() }
      finish_wait(wq, w)`;
    expect(kernelSays(pair(late, 'flag = true; wake_up(wq)'), 'no-deadlock')).toBe('violated');
    expect(kernelSays(pair(right, 'flag = true; wake_up(wq)'), 'no-deadlock')).toBe('holds');
  });

  test('so with wake_up_process()', () => {
    const body = (loop: string) => `sleeper = get_current(); ${loop}; __set_current_state(TASK_RUNNING)`;
    const right = body('for (;;) { set_current_state(TASK_INTERRUPTIBLE); if (flag) break; schedule() }');
    const late = body('while (!flag) { set_current_state(TASK_INTERRUPTIBLE); schedule() }');
    const wakes = 'flag = true; if (sleeper) wake_up_process(sleeper)';
    expect(kernelSays(pair(right, wakes, { ...IN_IRQ, cpu: 1 }), 'no-deadlock')).toBe('holds');
    expect(kernelSays(pair(late, wakes, { ...IN_IRQ, cpu: 1 }), 'no-deadlock')).toBe('violated');
  });

  test('waitqueue_active() without the lock is no use before the condition is set', () => {
    const wakes = (first: string, then: string) => `${first}; ${then}`;
    const active = 'let waits: int = waitqueue_active(wq); flag = true; if (waits) wake_up(wq)';
    expect(kernelSays(pair('wait_event(wq, flag)', active), 'no-deadlock')).toBe('violated');
    const after = wakes('flag = true', 'if (waitqueue_active(wq)) wake_up(wq)');
    expect(kernelSays(pair('wait_event(wq, flag)', after), 'no-deadlock')).toBe('holds');
  });

  test('wake_up() wakes one of those that wait one by one', () => {
    const two = (wake: string) =>
      toy(
        `export const wq: wait_queue_head_t = zeroed()
         export function waiter(): void {
           let w: wait_queue_entry_t = DEFINE_WAIT()
           prepare_to_wait_exclusive(wq, w, TASK_UNINTERRUPTIBLE)
           if (!flag) schedule()
           finish_wait(wq, w)
         }
         export function waker(): void { flag = true; ${wake} }`,
        ['waiter', 'waiter', 'waker'],
      );
    expect(kernelSays(two('wake_up(wq)'), 'no-deadlock')).toBe('violated');
    expect(kernelSays(two('wake_up_all(wq)'), 'no-deadlock')).toBe('holds');
    expect(kernelSays(two('wake_up_nr(wq, 2)'), 'no-deadlock')).toBe('holds');
    expect(kernelSays(two('wake_up_interruptible_all(wq)'), 'no-deadlock')).toBe('violated');
  });

  test('wait_event() under a spinlock is wrong though it need not wait', () => {
    const waits = 'flag = true; spin_lock(lock); wait_event(wq, flag); spin_unlock(lock)';
    expect(kernelSays(pair(waits, ''), 'no-sleep-in-atomic')).toBe('violated');
  });

  test('wait_event_lock_irq() gives the lock away', () => {
    const waits = 'spin_lock_irq(lock); wait_event_lock_irq(wq, flag, lock); spin_unlock_irq(lock)';
    const wakes = 'spin_lock(lock); flag = true; spin_unlock(lock); wake_up(wq)';
    expect(kernelSays(pair(waits, wakes, IN_IRQ), 'no-deadlock')).toBe('holds');
    expect(kernelSays(pair(waits, wakes, IN_IRQ), 'no-sleep-in-atomic')).toBe('holds');
  });

  test('wait_event_timeout() ends by itself', () => {
    expect(kernelSays(pair('if (!wait_event_timeout(wq, flag, 5)) n = 2', ''), quiescent('two'))).toBe('holds');
    const late = pair('if (wait_event_timeout(wq, flag, 5)) n = 2', 'flag = true', { run: 'waker', cpu: 1 });
    expect(kernelSays(late, quiescent('two'))).toBe('violated');
  });

  test('a completion is not lost, and is one for each', () => {
    expect(kernelSays(pair('wait_for_completion(done)', 'complete(done)', IN_IRQ), 'no-deadlock')).toBe('holds');
    expect(kernelSays(pair('wait_for_completion(done)', ''), 'no-deadlock')).toBe('violated');
    const twice = 'wait_for_completion(done); wait_for_completion(done)';
    expect(kernelSays(pair(twice, 'complete(done)'), 'no-deadlock')).toBe('violated');
    expect(kernelSays(pair(twice, 'complete(done); complete(done)'), 'no-deadlock')).toBe('holds');
    expect(kernelSays(pair(twice, 'complete_all(done)'), 'no-deadlock')).toBe('holds');
    expect(kernelSays(pair('spin_lock(lock); wait_for_completion(done)', 'complete(done)'), 'no-sleep-in-atomic')).toBe(
      'violated',
    );
  });
});

describe('I/O', () => {
  const BIO = { run: 'bio_irq', context: 'irq' } as const;
  const io = (body: string, end: string, tasks: Toy['tasks'] = ['task', BIO]): Toy => ({
    ...toy(
      `export const bdev: block_device = zeroed()
       export const wq: wait_queue_head_t = zeroed()
       export function end_io(bio: Ptr<bio>): void { ${end} }
       export function submit(): Ptr<bio> {
         let bio: Ptr<bio> = bio_alloc(bdev, 1, REQ_OP_READ, 0)
         bio.bi_end_io = end_io
         return bio
       }
       export function task(): void { let bio: Ptr<bio> = submit(); ${body} }`,
      tasks,
    ),
    switches: ['io-fails'],
    pools: { bio: 3 },
  });

  test('has ended before anything is quiescent, and its bio is freed', () => {
    const plain = io('submit_bio(bio)', 'seen = seen + 1; bio_put(bio)');
    expect(kernelSays(plain, quiescent('ran'))).toBe('holds');
    expect(kernelSays(plain, 'no-leak')).toBe('holds');
    expect(kernelSays(plain, RETURNS)).toBe('holds');
    expect(kernelSays(io('submit_bio(bio)', 'seen = seen + 1'), 'no-leak')).toBe('violated');
  });

  test('ends where its submitter still looks at the bio, unless that has a reference of its own', () => {
    const end = 'seen = seen + 1; bio_put(bio)';
    expect(kernelSays(io('submit_bio(bio); n = bio.bi_status', end), 'no-use-after-free')).toBe('violated');
    const held = io('bio_get(bio); submit_bio(bio); n = bio.bi_status; bio_put(bio)', end);
    expect(kernelSays(held, 'no-use-after-free')).toBe('holds');
    expect(kernelSays(held, 'no-leak')).toBe('holds');
  });

  test('ends in a handler, which may not sleep', () => {
    expect(kernelSays(io('submit_bio(bio)', 'msleep(1); bio_put(bio)'), 'no-sleep-in-atomic')).toBe('violated');
    const locked = io(
      'spin_lock(lock); submit_bio(bio); spin_unlock(lock)',
      'spin_lock(lock); spin_unlock(lock); bio_put(bio)',
    );
    expect(kernelSays(locked, 'no-deadlock')).toBe('violated');
  });

  test('can be waited for, and fail under its switch', () => {
    const waits = io('if (submit_bio_wait(bio)) n = 2; bio_put(bio)', '');
    expect(kernelSays(waits, 'no-deadlock')).toBe('holds');
    expect(kernelSays(waits, 'no-leak')).toBe('holds');
    const never = {
      ...waits,
      text: `${waits.text}\nexport function fine(): bool { return n == 0 }`,
      conditions: ['fine'],
    };
    expect(kernelSays(never, quiescent('fine'))).toBe('holds');
    expect(kernelSays(never, quiescent('fine'), 1)).toBe('violated');
  });

  test('that nobody in the scenario ends is not passed over', () => {
    expect(kernelSays(io('submit_bio(bio)', '', ['task']), 'no-leak')).toBe(
      'unknown: no task of the scenario ends I/O',
    );
  });
});

describe('references', () => {
  test('a per-CPU reference that was killed is released with its last user, and gives no live ones', () => {
    const users = (kill: string) =>
      toy(
        `export interface device { users: percpu_ref; n: int }
         export const gone: completion = zeroed()
         export let dev: Ptr<device> = NULL
         export function release(ref: Ptr<percpu_ref>): void { complete(gone) }
         export function setup(): void { dev = alloc<device>(); percpu_ref_init(dev.users, release, 0, 0) }
         export function user(): void {
           rcu_read_lock()
           let d: Ptr<device> = dev
           let ok: bool = d && percpu_ref_tryget_live(d.users)
           rcu_read_unlock()
           if (ok) { n = d.n; percpu_ref_put(d.users) }
         }
         export function remove(): void { let d: Ptr<device> = dev; dev = NULL; ${kill}; free(d) }`,
        ['user', 'remove'],
        { device: 1 },
      );
    const right = users('percpu_ref_kill(d.users); synchronize_rcu(); wait_for_completion(gone)');
    expect(kernelSays(right, 'no-use-after-free')).toBe('holds');
    expect(kernelSays(right, 'no-deadlock')).toBe('holds');
    for (const wrong of [
      'percpu_ref_kill(d.users)',
      'percpu_ref_kill(d.users); synchronize_rcu()',
      'percpu_ref_kill(d.users); wait_for_completion(gone)',
    ])
      expect(kernelSays(users(wrong), 'no-use-after-free')).toBe('violated');
  });

  test('a count that comes from zero does not free twice', () => {
    const kref = (get: string) =>
      toy(
        `export interface thing { ref: kref; n: int }
         export let shared: Ptr<thing> = NULL
         export function release(ref: Ptr<kref>): void { free(cast<Ptr<thing>>(ref)) }
         export function setup(): void { shared = alloc<thing>(); kref_init(shared.ref) }
         export function task(): void { ${get} }
         export function owner(): void { kref_put(shared.ref, release) }`,
        ['task', 'owner'],
        { thing: 1 },
      );
    expect(kernelSays(kref('kref_get(shared.ref); kref_put(shared.ref, release)'), 'no-use-after-free')).toBe(
      'violated',
    );
    expect(kernelSays(kref(''), 'no-leak')).toBe('holds');
    const again = toy(
      `export function task(): void {
         let r: refcount_t
         refcount_set(r, 1)
         if (!refcount_dec_and_test(r) || refcount_inc_not_zero(r)) bug()
         refcount_inc(r)
         if (refcount_dec_and_test(r) || !refcount_inc_not_zero(r)) bug()
       }`,
      ['task'],
    );
    expect(kernelSays(again, 'no-bug-on')).toBe('holds');
  });
});

describe('the C of a patch means the same', () => {
  const PRELUDE = `
    export const wq: wait_queue_head_t = zeroed()
    export const item: delayed_work = zeroed()
    export function setup(): void {}`;
  const says = async (c: string, tasks: Toy['tasks'], property: Parameters<typeof kernelSays>[1]) => {
    const program = await withC(kernelProgram(`${BASE}\n${PRELUDE}`), c);
    return kernelSays({ text: '', tasks, conditions }, property, 0, program);
  };

  test('of flags that are saved', async () => {
    const task = (save: string, restore: string) => `
      void task(void) { unsigned long flags; ${save}; n = n + 1; ${restore}; }
      void handler(void) { spin_lock(&lock); n = n + 1; spin_unlock(&lock); }`;
    const saved = task('spin_lock_irqsave(&lock, flags)', 'spin_unlock_irqrestore(&lock, flags)');
    expect(await says(saved, ['task', IRQ], 'no-deadlock')).toBe('holds');
    expect(await says(saved, ['task', IRQ], quiescent('two'))).toBe('holds');
    const early = task('spin_lock_irqsave(&lock, flags); local_irq_enable()', 'spin_unlock_irqrestore(&lock, flags)');
    expect(await says(early, ['task', IRQ], 'no-deadlock')).toBe('violated');
  });

  test('of conditions that are looked at again', async () => {
    const c = (wake: string) => `
      void waiter(void) { wait_event(wq, n == 1 && !flag); }
      void waker(void) { n = 1; ${wake}; }`;
    expect(await says(c('wake_up(&wq)'), ['waiter', 'waker'], 'no-deadlock')).toBe('holds');
    expect(await says(c(''), ['waiter', 'waker'], 'no-deadlock')).toBe('violated');
    const byHand = (test: string) => `
      void waiter(void) {
        DEFINE_WAIT(wait);
        for (;;) {
          prepare_to_wait(&wq, &wait, TASK_UNINTERRUPTIBLE);
          if (${test})
            break;
          schedule();
        }
        finish_wait(&wq, &wait);
      }
      void waker(void) { flag = 1; wake_up(&wq); }`;
    expect(await says(byHand('flag'), ['waiter', 'waker'], 'no-deadlock')).toBe('holds');
    expect(await says(byHand('n'), ['waiter', 'waker'], 'no-deadlock')).toBe('violated');
  });

  test('of work and its function', async () => {
    const c = `
      void item_fn(struct work_struct *work) { seen = seen + 1; }
      void handler(void) { INIT_DELAYED_WORK(&item, item_fn); n = 2; schedule_delayed_work(&item, HZ / 10); n = 0; }`;
    expect(await says(c, [IRQ, TIMER, WORKER], quiescent('ran'))).toBe('holds');
  });
});
