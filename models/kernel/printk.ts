// Messages go nowhere: their arguments are evaluated, since reading them may be a step, and dropped.

/** include/linux/printk.h @variadic */
export function printk(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function printk_once(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function printk_ratelimited(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_emerg(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_alert(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_crit(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_err(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_err_once(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_err_ratelimited(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_warn(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_warning(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_warn_once(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_warn_ratelimited(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_notice(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_info(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_info_once(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_cont(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function pr_debug(...args: unknown[]): void {}

/** include/linux/printk.h @variadic */
export function trace_printk(...args: unknown[]): void {}

/** lib/dump_stack.c */
export function dump_stack(): void {}
