// What the machine itself does (docs/dialect.md, "Intrinsics"). The declarations for `tsc` are in dialect.ts; a test
// holds the two lists equal.

import type { Type } from './ast.ts';

export interface Intrinsic {
  readonly params: readonly Type[];
  readonly result: Type;
  readonly variadic: boolean;
}

const nothing: Type = { kind: 'void' };
const truth: Type = { kind: 'bool' };
const number: Type = { kind: 'int', name: 'int', bits: 32, signed: true };
const size: Type = { kind: 'int', name: 'unsigned long', bits: 32, signed: false };
const pointer: Type = { kind: 'pointer', to: nothing };

const takes = (result: Type, ...params: Type[]): Intrinsic => ({ params, result, variadic: false });

export const INTRINSICS = {
  choose: takes(truth, pointer),
  sleep: takes(nothing),
  sleep_timed: takes(nothing),
  wait_until: takes(nothing, truth),
  spin_until: takes(nothing, truth),
  idle_until: takes(nothing, truth),
  resched: takes(nothing),
  preempt_count_add: takes(nothing, number),
  nosleep_count_add: takes(nothing, number),
  irqs_off: takes(number),
  set_irqs_off: takes(nothing, number),
  irq_level: takes(number),
  current_cpu: takes(number),
  reaches: takes(truth, pointer),
  beyond: takes(nothing, pointer),
  current_task: takes(number),
  alloc: takes(pointer, size),
  free: takes(nothing, pointer),
  lose: takes(nothing, pointer),
  bug: takes(nothing),
} as const satisfies Record<string, Intrinsic>;

export type IntrinsicName = keyof typeof INTRINSICS;

/** The same table for names that may be none. */
export const intrinsics: Readonly<Record<string, Intrinsic | undefined>> = Object.assign(
  Object.create(null) as Record<string, Intrinsic>,
  INTRINSICS,
);
