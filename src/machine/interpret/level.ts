import type { Thread } from './state.ts';

/** Who interrupts whom on a CPU. */
export function levelOf({ task }: Thread): number {
  return { process: 0, work: 0, softirq: 1, irq: 2 }[task?.context ?? 'process'];
}
