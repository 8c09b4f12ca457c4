// The words a model is written with. Nothing here runs: the front end reads models as text (docs/dialect.md).

// Integers. `long` is 32 bits wide in the machine.
export type int = number;
export type uint = number;
export type long = number;
export type ulong = number;
export type short = number;
export type ushort = number;
export type char = number;
export type uchar = number;
export type u8 = number;
export type u16 = number;
export type u32 = number;
export type s32 = number;
export type bool = boolean;

/** Pointer to a struct: `p.field` is C's `p->field`, a bare struct where a pointer is wanted is `&struct`. */
export type Ptr<T> = T;
/** Pointer to a scalar, or to the elements of an array: `p.value` is `*p`, `p[i]` is `p[i]`. */
export interface Ref<T> {
  value: T;
  [index: number]: T;
}
/** `void *`. */
// biome-ignore lint/suspicious/noExplicitAny: C converts it to and from any pointer
export type VoidPtr = any;
/**
 * The type of a function by itself, for a typedef of one: `type end_io_t = Fn<(bio: Ptr<bio>) => void>` is C's
 * `typedef void end_io_t(struct bio *bio)`, and `Ptr<end_io_t>` is `end_io_t *`. Without it, an arrow is a pointer:
 * `work: (n: int) => void` is `void (*work)(int n)`.
 */
export type Fn<F> = F;
declare global {
  interface Function {
    /** `*fn` of a pointer to a function. */
    readonly value: this;
  }
}
/** `T name[N]`. Where a pointer is wanted, it is one to its first element. */
export interface Arr<T, N extends number> extends Ref<T> {
  readonly length: N;
}

// biome-ignore lint/suspicious/noExplicitAny: a null pointer of every type
export declare const NULL: any;

/** `&lvalue` of a scalar, `&fn` of a function. */
export declare function ref<F extends (...args: never[]) => unknown>(fn: F): F;
export declare function ref<T>(lvalue: T): Ref<T>;
/** `(T)x`. */
export declare function cast<T>(x: unknown): T;
/** C's implicit conversions, which TypeScript does not make; nothing is printed for them. */
export declare function int(x: number | boolean): int;
export declare function bool(x: unknown): bool;
/** `p + n` on a pointer, `n + p`. */
export declare function offset<T>(array: Arr<T, number>, n: int): T & Ref<T>;
export declare function offset<T>(n: int, array: Arr<T, number>): T & Ref<T>;
export declare function offset<T>(pointer: T, n: int): T;
/** `p[i]` on a pointer to a struct. To write the whole element, declare the pointer a `Ref`. */
export declare function at<T>(pointer: T, index: int): T;
/** `p += n`; without a number, `p++`. */
export declare function advance<T>(pointer: T, n?: int): T;
/** `p -= n`; without a number, `p--`. */
export declare function retreat<T>(pointer: T, n?: int): T;
/** GNU's `value ?: otherwise`. */
export declare function elvis<T>(value: T, otherwise: T): T;
/** `sizeof(T)`, which `alloc()` takes. */
export declare function sizeof<T>(): ulong;
/** A struct or array that is zero but for what is given: `{}`, `{ .val = 1 }`, `{ 1, 2 }`. A global is all zero. */
export declare function zeroed<T>(given?: { readonly [F in keyof T]?: T[F] } | readonly unknown[]): T;
/** `container_of(p, struct T, member)`: where the T lies of whose `member` p is the address. Also by its other names. */
export declare function container_of<T>(p: unknown, member: Member<T>): Ptr<T>;
export declare function container_of_const<T>(p: unknown, member: Member<T>): Ptr<T>;
export declare function list_entry<T>(p: unknown, member: Member<T>): Ptr<T>;
export declare function list_entry_rcu<T>(p: unknown, member: Member<T>): Ptr<T>;
export declare function hlist_entry<T>(p: unknown, member: Member<T>): Ptr<T>;
export declare function rb_entry<T>(p: unknown, member: Member<T>): Ptr<T>;
type Member<T> = (keyof T & string) | `${keyof T & string}.${string}`;
/** `goto label`. */
export declare function goto(label: string): never;
/** First in the head of a `for`: the macro that C writes instead of that head, `list_for_each(pos, &head)`. */
export declare function each(macro: string): void;
/** A C statement that the model leaves out, in its place, with the reason. */
export declare function elide(statement: string, reason: string): void;

// What the machine itself does; all else is written in terms of these (docs/dialect.md, "Intrinsics").
/** True if the switch is on and the event happens this time. */
export declare function choose(switchName: string): bool;
/** Sleeps; the wake-up always comes, at any later time. */
export declare function sleep(): void;
/** Sleeps for a time: wakes no sooner than every task that may run on its CPU has had a turn. */
export declare function sleep_timed(): void;
/** Sleeps until the condition is true. The condition and what follows it in the atomic function are one step. */
export declare function wait_until(condition: bool): void;
/** The same, but keeps the CPU meanwhile. */
export declare function spin_until(condition: bool): void;
/** Waits as `wait_until()`, but counts as done until the condition is true: a server that has nothing to do. */
export declare function idle_until(condition: bool): void;
/** A point at which the task offers its CPU to others of equal or higher priority. */
export declare function resched(): void;
/** Nested; a task with a count above zero is not preempted. */
export declare function preempt_count_add(n: int): void;
/** Nested; a task with a count above zero may not sleep. No step: it is nobody else's. */
export declare function nosleep_count_add(n: int): void;
/** What `set_irqs_off()` set last for the task; 0 at first. */
export declare function irqs_off(): int;
/** Other than 0: the task is not preempted, and no handler begins on its CPU. */
export declare function set_irqs_off(n: int): void;
/** 2 in an interrupt handler, 1 in a softirq, else 0. */
export declare function irq_level(): int;
/** The CPU of the task. */
export declare function current_cpu(): int;
/** A constant: a task of the scenario may call the function of that name. */
export declare function reaches(functionName: string): bool;
/** What follows is not modelled: the search ends here and tells the reason. */
export declare function beyond(reason: string): void;
/** 1 for the scenario's first task, 2 for its second, … */
export declare function current_task(): int;
/** A zeroed object of the pool of T. */
export declare function alloc<T>(): Ptr<T>;
export declare function alloc(size: ulong): VoidPtr;
/** Frees an object of a pool: later access is use after free, freeing again a double free. */
export declare function free(object: unknown): void;
/** As `free()`, but the memory never comes back: a leak. */
export declare function lose(object: unknown): void;
/** The task stops here: `BUG()`. */
export declare function bug(): void;

export interface TaskSpec {
  /** What a reader of a witness calls it. */
  readonly about: string;
  readonly run: () => void;
  readonly cpu: number;
  /** A larger number is a higher priority. */
  readonly priority: number;
  readonly arrives?: boolean;
  /** A handler keeps those below it off its CPU while it runs, and begins only while they have interrupts on. */
  readonly context?: 'process' | 'work' | 'softirq' | 'irq';
  /**
   * For `--ladder`: whether there can be one more such task. `true`: as it is. A string: why not. `sizes`: what is larger
   * then, on each rung (see `DimensionSpec`).
   */
  readonly more?: true | string | { readonly sizes: Readonly<Record<string, readonly number[]>> };
}

/** For `--ladder`: something of which there can be more. */
export interface DimensionSpec {
  /** What is counted, in the plural: `entries of swap`. */
  readonly about: string;
  /** How many there are on each rung; first as many as the model has. */
  readonly counts: readonly number[];
  /** The same for what makes them so many: a constant, a global array, or the array `struct.field`, by name. */
  readonly sizes: Readonly<Record<string, readonly number[]>>;
  readonly scenarios: readonly string[];
  /** What tasks run above the first rung instead of a function, by its name. */
  readonly run?: Readonly<Record<string, () => void>>;
}

export interface PropertySpec {
  readonly about: string;
  readonly kind: 'invariant' | 'quiescent' | 'progress';
  readonly condition?: () => bool;
  readonly premise?: () => bool;
}

export interface ScenarioSpec {
  readonly about: string;
  readonly setup: () => void;
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  readonly properties: readonly string[];
}

/** What a mail proposes in words: docs/models.md. */
export interface ProposalSpec {
  readonly author: string;
  readonly about: string;
  /** Words of the mail; blanks, line ends and quoting do not count. */
  readonly excerpt: string;
  /** `proposals/NAME.ts`, whose definitions take the place of the model's. */
  readonly file: string;
  /** What the mail leaves open, and how it was read: a warning of its verdict. */
  readonly note?: string;
}

/** What happens around the tasks of every scenario, in words: short, and `never` or `none` where there is nothing. */
export interface EnvironmentSpec {
  /** Which handlers interrupt a task, or what stands for them. */
  readonly interrupts: string;
  /** What memory is asked for, and what of that goes wrong without a switch. What a switch permits, the switch says. */
  readonly allocation: string;
  /** Who takes pages away meanwhile. */
  readonly reclaim: string;
  /** Which reads and writes there are, when they end, and how. */
  readonly io: string;
}

export interface ModelSpec {
  readonly title: string;
  readonly kernel: string;
  readonly pools: Readonly<Record<string, number>>;
  readonly config: Readonly<Record<string, boolean>>;
  readonly switches: Readonly<Record<string, string>>;
  readonly schedules: readonly ('fair' | 'coop' | 'preempt')[];
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly scenarios: Readonly<Record<string, ScenarioSpec>>;
  readonly describes: readonly {
    readonly classes: readonly string[];
    readonly functions: readonly string[];
    readonly checks: readonly string[];
  }[];
  readonly environment: EnvironmentSpec;
  readonly proposals?: Readonly<Record<string, ProposalSpec>>;
  readonly grows?: Readonly<Record<string, DimensionSpec>>;
  readonly assumes: readonly string[];
}

/** What a model folder says about itself: the default export of its `model.ts`. */
export declare function model(spec: ModelSpec): ModelSpec;
