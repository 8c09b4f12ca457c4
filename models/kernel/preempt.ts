// Switching preemption, interrupts and bottom halves off. Interrupts are a flag of the task that turned them off, as they
// are of the CPU it runs on: they do not nest. Bottom halves nest in the second byte of the preempt count.

import {
  type bool,
  current_cpu,
  type int,
  irq_level,
  irqs_off,
  preempt_count_add,
  set_irqs_off,
  type ulong,
} from '../../src/model/dialect.ts'

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
  set_irqs_off(1)
}

/** include/linux/irqflags.h */
export function local_irq_enable(): void {
  set_irqs_off(0)
}

/** include/linux/irqflags.h @byname flags */
export function local_irq_save(flags: ulong): void {
  flags = irqs_off()
  set_irqs_off(1)
}

/** include/linux/irqflags.h */
export function local_irq_restore(flags: ulong): void {
  set_irqs_off(flags)
}

/** include/linux/irqflags.h */
export function irqs_disabled(): bool {
  return irqs_off() != 0 || irq_level() == 2
}

/** include/linux/bottom_half.h */
export function local_bh_disable(): void {
  preempt_count_add(0x200)
}

/** include/linux/bottom_half.h */
export function local_bh_enable(): void {
  preempt_count_add(-0x200)
}

/** include/linux/preempt.h: bottom halves that are off do not count here. */
export function in_interrupt(): ulong {
  return irq_level() != 0 ? 1 : 0
}

/** include/linux/preempt.h */
export function in_irq(): ulong {
  return irq_level() == 2 ? 1 : 0
}

/** include/linux/preempt.h */
export function in_hardirq(): ulong {
  return irq_level() == 2 ? 1 : 0
}

/** include/linux/preempt.h */
export function in_serving_softirq(): ulong {
  return irq_level() == 1 ? 1 : 0
}

/** include/linux/preempt.h */
export function in_task(): bool {
  return irq_level() == 0
}

/** include/linux/smp.h */
export function smp_processor_id(): int {
  return current_cpu()
}

/** include/linux/smp.h */
export function raw_smp_processor_id(): int {
  return current_cpu()
}

/** include/linux/smp.h */
export function get_cpu(): int {
  preempt_count_add(1)
  return current_cpu()
}

/** include/linux/smp.h */
export function put_cpu(): void {
  preempt_count_add(-1)
}
