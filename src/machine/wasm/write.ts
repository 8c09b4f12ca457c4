// Functions written by hand, as expressions that put their code where they are called.

import { Code, type OpName } from './code.ts';

/** Puts the code of an expression or a statement. */
export type Put = (c: Code) => void;

export function put(c: Code, ...parts: readonly Put[]): void {
  for (const part of parts) part(c);
}

export const num =
  (n: number): Put =>
  (c) =>
    c.i32(n);

const binary =
  (name: OpName) =>
  (a: Put, b: Put): Put =>
  (c) => {
    put(c, a, b);
    c.op(name);
  };

export const add = binary('i32.add');
export const sub = binary('i32.sub');
export const mul = binary('i32.mul');
export const and = binary('i32.and');
export const or = binary('i32.or');
export const xor = binary('i32.xor');
export const shl = binary('i32.shl');
export const shrU = binary('i32.shr_u');
export const eq = binary('i32.eq');
export const ne = binary('i32.ne');
export const ltU = binary('i32.lt_u');
export const ltS = binary('i32.lt_s');
export const geU = binary('i32.ge_u');
export const gtS = binary('i32.gt_s');
export const gtU = binary('i32.gt_u');

export const not =
  (a: Put): Put =>
  (c) => {
    a(c);
    c.op('i32.eqz');
  };

export const load =
  (address: Put, offset = 0): Put =>
  (c) => {
    address(c);
    c.load(offset);
  };

export const load8 =
  (address: Put, offset = 0): Put =>
  (c) => {
    address(c);
    c.load8(offset);
  };

export const load16 =
  (address: Put, offset = 0): Put =>
  (c) => {
    address(c);
    c.load16(offset);
  };

export const store8 =
  (address: Put, value: Put, offset = 0): Put =>
  (c) => {
    put(c, address, value);
    c.store8(offset);
  };

export const store16 =
  (address: Put, value: Put, offset = 0): Put =>
  (c) => {
    put(c, address, value);
    c.store16(offset);
  };

/** Copies 64 bits. */
export const copy64 =
  (to: Put, from: Put, offset: number): Put =>
  (c) => {
    put(c, to, from);
    c.load64(offset);
    c.store64(offset);
  };

/** Whether some 64-bit words at two addresses differ: not 0. */
export const differ64 =
  (a: Put, b: Put, words: number): Put =>
  (c) => {
    for (let i = 0; i < words; i++) {
      a(c);
      c.load64(8 * i);
      b(c);
      c.load64(8 * i);
      c.op('i64.xor');
      if (i > 0) c.op('i64.or');
    }
    c.op('i64.eqz');
    c.op('i32.eqz');
  };

export const store =
  (address: Put, value: Put, offset = 0): Put =>
  (c) => {
    put(c, address, value);
    c.store(offset);
  };

export const call =
  (fn: number, ...args: readonly Put[]): Put =>
  (c) => {
    put(c, ...args);
    c.call(fn);
  };

export const ret =
  (value?: Put): Put =>
  (c) => {
    value?.(c);
    c.op('return');
  };

export const drop =
  (value: Put): Put =>
  (c) => {
    value(c);
    c.op('drop');
  };

export const copy =
  (to: Put, from: Put, bytes: Put): Put =>
  (c) => {
    put(c, to, from, bytes);
    c.copy();
  };

export const clear =
  (at: Put, bytes: Put): Put =>
  (c) => {
    put(c, at, num(0), bytes);
    c.zeroFill();
  };

export const when =
  (test: Put, yes: readonly Put[], no: readonly Put[] = []): Put =>
  (c) => {
    test(c);
    c.if();
    put(c, ...yes);
    if (no.length > 0) {
      c.else();
      put(c, ...no);
    }
    c.end();
  };

export const loopWhile =
  (test: Put, ...body: readonly Put[]): Put =>
  (c) => {
    c.block();
    c.loop();
    test(c);
    c.op('i32.eqz');
    c.brIf(1);
    put(c, ...body);
    c.br(0);
    c.end();
    c.end();
  };

/** A place that holds a number: a local, a parameter or a global. */
export interface Variable {
  readonly get: Put;
  set(value: Put): Put;
}

export const local = (n: number): Variable => ({
  get: (c) => c.get(n),
  set: (value) => (c) => {
    value(c);
    c.set(n);
  },
});

export const global = (n: number): Variable => ({
  get: (c) => c.globalGet(n),
  set: (value) => (c) => {
    value(c);
    c.globalSet(n);
  },
});

export const increase = (v: Variable, by: Put = num(1)): Put => v.set(add(v.get, by));

/** The code of a function over its parameters and fresh locals. */
export function write(params: number, locals: number, body: (variables: readonly Variable[]) => readonly Put[]): Code {
  const code = new Code(params);
  for (let i = 0; i < locals; i++) code.local();
  put(code, ...body(Array.from({ length: params + locals }, (_, i) => local(i))));
  return code;
}
