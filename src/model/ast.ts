// The one tree that a model written in TypeScript and a patch written in C both become.
//
//   models/*.ts  ── ts front end ──┐                ┌── C printer ── canonical C (what hunks are applied to)
//                                  ├──  this tree ──┤
//   patched C    ── C front end  ──┘                └── machine (steps), interpreter (replay)
//
// It is C with names resolved late: every node keeps the order and the parentheses of the text it came from, so
// that `parse(print(x))` is `x` token by token. Types stand in declarations only; `typing.ts` computes the others.

import type { Span } from '../base/source.ts';

export type Type =
  | { readonly kind: 'void' }
  | { readonly kind: 'bool' }
  /** `name` is the C spelling: `int`, `unsigned long`, `gfp_t`. `long` is 32 bits wide here: see docs/soundness.md. */
  | { readonly kind: 'int'; readonly name: string; readonly bits: 8 | 16 | 32; readonly signed: boolean }
  /** `name`: the typedef that spells it, `work_func_t`; pointers to functions alone have one. */
  | { readonly kind: 'pointer'; readonly to: Type; readonly name?: string }
  /** A struct by value. A name that ends in `_t` is a typedef and is spelled without `struct`. */
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'array'; readonly of: Type; readonly length: number }
  /** What a function is; variables are pointers to it. `name`: the typedef that spells it, `bio_end_io_t`. */
  | FunctionType;

export interface FunctionType {
  readonly kind: 'function';
  /** A name is '' where the text gives none. */
  readonly params: readonly Param[];
  readonly result: Type;
  readonly name?: string;
}

export type UnaryOp = '!' | '-' | '~' | '+' | '&' | '*';
export type BinaryOp =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '&'
  | '|'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||';
export type AssignOp = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '<<=' | '>>=' | '&=' | '|=' | '^=';

interface Node {
  readonly span: Span;
}

export type Expr =
  | (Node & { readonly kind: 'int'; readonly value: number })
  | (Node & { readonly kind: 'bool'; readonly value: boolean })
  | (Node & { readonly kind: 'null' })
  /** Only as an argument: the name of a switch, or the text of a print. */
  | (Node & { readonly kind: 'string'; readonly value: string })
  /** A local, a parameter, a global or a constant; or a function, whose value is its address. */
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'paren'; readonly inner: Expr })
  | (Node & { readonly kind: 'unary'; readonly op: UnaryOp; readonly operand: Expr })
  | (Node & { readonly kind: 'update'; readonly op: '++' | '--'; readonly prefix: boolean; readonly operand: Expr })
  | (Node & { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'assign'; readonly op: AssignOp; readonly target: Expr; readonly value: Expr })
  | (Node & { readonly kind: 'conditional'; readonly test: Expr; readonly then: Expr; readonly else: Expr })
  /** GNU's `test ?: else`: the test is evaluated once, and is the value unless it is zero. */
  | (Node & { readonly kind: 'elvis'; readonly test: Expr; readonly else: Expr })
  /** `a, b, c`: two parts or more. */
  | (Node & { readonly kind: 'comma'; readonly parts: readonly Expr[] })
  /** Of a function by its name. */
  | (Node & { readonly kind: 'call'; readonly callee: string; readonly args: readonly Expr[] })
  /** Of what a pointer points to: `bio->bi_end_io(bio, 0)`, `(*fn)(x)`; a variable's name makes one too, `fn(x)`. */
  | (Node & { readonly kind: 'invoke'; readonly callee: Expr; readonly args: readonly Expr[] })
  /** `object->field` if `arrow`, else `object.field`. */
  | (Node & { readonly kind: 'member'; readonly object: Expr; readonly field: string; readonly arrow: boolean })
  | (Node & { readonly kind: 'index'; readonly object: Expr; readonly index: Expr })
  /** `(T)x`; of braces, `(T){ .val = x }`, it is a compound literal. */
  | (Node & { readonly kind: 'cast'; readonly type: Type; readonly operand: Expr })
  /**
   * `macro(operand, T, member)`: the operand points to that member of a T, the value to the T. `type` is T, `member` a
   * field or a way through fields, `work.timer`; `macro` is whichever of whole.ts says it.
   */
  | (Node & {
      readonly kind: 'whole';
      readonly type: Type;
      readonly operand: Expr;
      readonly member: string;
      readonly macro: string;
    })
  /**
   * `{ .val = x }`, only as the initial value of a variable or under a cast. `type` is what it makes, a struct or an
   * array; what is not given is 0.
   */
  | (Node & { readonly kind: 'braces'; readonly type: Type; readonly items: readonly BraceItem[] })
  /** The machine's id of a type, which `alloc()` takes; no arithmetic can be done on it. */
  | (Node & { readonly kind: 'sizeof'; readonly type: Type });

export interface BraceItem extends Node {
  /** Absent where the place alone says which: `{ 0 }`. Either all items of braces have one or none. */
  readonly field?: string;
  readonly value: Expr;
}

export interface Declarator extends Node {
  readonly name: string;
  readonly type: Type;
  readonly init?: Expr;
}

export interface SwitchCase extends Node {
  /** Empty for `default:`. Several labels in a row are several cases, all but the last with an empty body. */
  readonly test?: Expr;
  readonly body: readonly Stmt[];
}

export type Stmt =
  /** `int i, n = 1;`: the declarators of one C declaration. */
  | (Node & { readonly kind: 'declare'; readonly names: readonly Declarator[] })
  | (Node & { readonly kind: 'expression'; readonly expr: Expr })
  | (Node & { readonly kind: 'block'; readonly body: readonly Stmt[] })
  | (Node & { readonly kind: 'if'; readonly test: Expr; readonly then: Stmt; readonly else?: Stmt })
  | (Node & { readonly kind: 'while'; readonly test: Expr; readonly body: Stmt })
  | (Node & { readonly kind: 'do'; readonly body: Stmt; readonly test: Expr })
  | (Node & {
      readonly kind: 'for';
      /** What C writes instead of `for (…)`, a macro for it: `list_for_each(pos, &head)`. */
      readonly head?: string;
      readonly init?: Stmt;
      readonly test?: Expr;
      readonly step?: Expr;
      readonly body: Stmt;
    })
  | (Node & { readonly kind: 'switch'; readonly subject: Expr; readonly cases: readonly SwitchCase[] })
  | (Node & { readonly kind: 'break' })
  | (Node & { readonly kind: 'continue' })
  | (Node & { readonly kind: 'return'; readonly value?: Expr })
  | (Node & { readonly kind: 'goto'; readonly label: string })
  | (Node & { readonly kind: 'label'; readonly name: string; readonly body: Stmt })
  | (Node & { readonly kind: 'empty' })
  /** A C statement that the model deliberately leaves out; printed and matched, never run. */
  | (Node & { readonly kind: 'elided'; readonly text: string; readonly reason: string });

export interface Param {
  readonly name: string;
  readonly type: Type;
}

export interface FunctionDef extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly params: readonly Param[];
  readonly result: Type;
  readonly body: Extract<Stmt, { kind: 'block' }>;
  /** Kernel file (`mm/swap_state.c`) of a function that mirrors the kernel's; hunks apply to these only. */
  readonly file?: string;
  /** The whole call is one step. */
  readonly atomic: boolean;
  /** A macro whose first C argument is the variable it declares: `XA_STATE(xas, …)`. */
  readonly declares: boolean;
  /** Parameters that are macro arguments: the argument stands for each use, and may be assigned. */
  readonly byName?: readonly string[];
  /** Takes further arguments, which are evaluated and dropped (`pr_err`). */
  readonly variadic: boolean;
}

export interface StructDef extends Node {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: readonly Param[];
  readonly file?: string;
  /** Fields that may be read after the object was freed (type-stable memory). */
  readonly stable: readonly string[];
}

export interface GlobalDef extends Node {
  readonly kind: 'global';
  readonly name: string;
  readonly type: Type;
  readonly init?: Expr;
  readonly file?: string;
}

/** A macro or enumerator with a constant value. */
export interface ConstantDef extends Node {
  readonly kind: 'constant';
  readonly name: string;
  readonly type: Type;
  readonly value: Expr;
}

/** A function that the kernel calls as it starts; a lower level comes first. */
export interface Initcall extends Node {
  readonly function: string;
  readonly level: number;
}

export type Definition = FunctionDef | StructDef | GlobalDef | ConstantDef;

/** All that a scenario can run: a model's own definitions and those of the vocabulary. Never mutated. */
export interface Program {
  readonly functions: ReadonlyMap<string, FunctionDef>;
  readonly structs: ReadonlyMap<string, StructDef>;
  readonly globals: ReadonlyMap<string, GlobalDef>;
  readonly constants: ReadonlyMap<string, ConstantDef>;
  /** C spelling of scalar typedefs and base types to what they are: `gfp_t`, `unsigned long`. */
  readonly typedefs: ReadonlyMap<string, Type>;
  /** What runs once before all else, in order: what a patch registers with `late_initcall()` and its kin. */
  readonly initcalls: readonly Initcall[];
}
