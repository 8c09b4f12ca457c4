// Switching preemption and interrupts off. No interrupt handler runs in these models (spinlock.ts).

import { preempt_count_add, type ulong } from '../../src/model/dialect.ts'

/** include/linux/preempt.h */
export function preempt_disable(): void {
  preempt_count_add(1)
}

/** include/linux/preempt.h */
export function preempt_enable(): void {
  preempt_count_add(-1)
}

/** include/linux/preempt.h */
export function preempt_enable_no_resched(): void {
  preempt_count_add(-1)
}

/** include/linux/irqflags.h */
export function local_irq_disable(): void {
  preempt_count_add(1)
}

/** include/linux/irqflags.h */
export function local_irq_enable(): void {
  preempt_count_add(-1)
}

/** include/linux/irqflags.h */
export function local_irq_save(flags: ulong): void {
  preempt_count_add(1)
}

/** include/linux/irqflags.h */
export function local_irq_restore(flags: ulong): void {
  preempt_count_add(-1)
}

/** include/linux/bottom_half.h */
export function local_bh_disable(): void {
  preempt_count_add(1)
}

/** include/linux/bottom_half.h */
export function local_bh_enable(): void {
  preempt_count_add(-1)
}
