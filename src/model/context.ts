/** What a task is to its CPU. A handler keeps those below it off while it runs; `work` serves queues and may sleep. */
export type Context = 'process' | 'work' | 'softirq' | 'irq';

const LEVELS = { process: 0, work: 0, softirq: 1, irq: 2 } as const satisfies Record<Context, number>;

/** 0 for what a scheduler runs; a handler interrupts every lower level. */
export function levelOf({ context }: { readonly context: Context }): 0 | 1 | 2 {
  return LEVELS[context];
}
