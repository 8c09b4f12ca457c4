// Bytes of WebAssembly functions, in the order in which they run: operands first, then what takes them.

const LEB = 5;

/** A growing row of bytes with the encodings of the binary format. */
export class Bytes {
  #data = new Uint8Array(256);
  length = 0;

  byte(b: number): void {
    if (this.length === this.#data.length) this.#grow(1);
    this.#data[this.length++] = b;
  }

  /** Unsigned LEB128. */
  u32(n: number): void {
    let rest = n >>> 0;
    while (rest > 127) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128. */
  s32(n: number): void {
    let rest = n | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 127) | 128);
      rest >>= 7;
    }
    this.byte(rest & 127);
  }

  s64(n: bigint): void {
    let rest = BigInt.asIntN(64, n);
    while (rest < -64n || rest > 63n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest & 127n));
  }

  bytes(list: ArrayLike<number>): void {
    if (this.length + list.length > this.#data.length) this.#grow(list.length);
    this.#data.set(list, this.length);
    this.length += list.length;
  }

  name(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u32(bytes.length);
    this.bytes(bytes);
  }

  /** Room for a number that is known later; see `fill`. */
  reserve(): number {
    const at = this.length;
    this.bytes(new Uint8Array(LEB));
    return at;
  }

  /** Writes a number into room that was reserved for it. */
  fill(at: number, n: number): void {
    for (let i = 0; i < LEB; i++) this.#data[at + i] = ((n >>> (7 * i)) & 127) | (i < LEB - 1 ? 128 : 0);
  }

  /** What was written; valid until more is. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#data.subarray(0, this.length);
  }

  #grow(by: number): void {
    const grown = new Uint8Array(Math.max(this.#data.length * 2, this.length + by));
    grown.set(this.#data.subarray(0, this.length));
    this.#data = grown;
  }
}

export const I32 = 0x7f;
export const I64 = 0x7e;
export type ValueType = typeof I32 | typeof I64;

/** Instructions without operands in the code, by name. */
export const OP = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.le_u': 0x4d,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'i64.eqz': 0x50,
  'i64.eq': 0x51,
  'i64.ne': 0x52,
  'i64.lt_s': 0x53,
  'i64.gt_s': 0x55,
  'i64.le_s': 0x57,
  'i64.ge_s': 0x59,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_s': 0x6d,
  'i32.div_u': 0x6e,
  'i32.rem_s': 0x6f,
  'i32.rem_u': 0x70,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
  'i32.rotl': 0x77,
  'i64.add': 0x7c,
  'i64.mul': 0x7e,
  'i64.or': 0x84,
  'i64.xor': 0x85,
  'i64.shr_u': 0x88,
  'i64.rotl': 0x89,
  'i32.wrap_i64': 0xa7,
  'i64.extend_i32_s': 0xac,
  'i64.extend_i32_u': 0xad,
  'i32.extend8_s': 0xc0,
  'i32.extend16_s': 0xc1,
} as const;
export type OpName = keyof typeof OP;

const VOID = 0x40;

/** The body of one function while it is written. */
export class Code extends Bytes {
  readonly #params: number;
  readonly #locals: ValueType[] = [];

  constructor(params: number) {
    super();
    this.#params = params;
  }

  get locals(): readonly ValueType[] {
    return this.#locals;
  }

  /** A new local, which is zero until it is set. */
  local(type: ValueType = I32): number {
    return this.#params + this.#locals.push(type) - 1;
  }

  op(name: OpName): void {
    this.byte(OP[name]);
  }

  i32(n: number): void {
    this.byte(0x41);
    this.s32(n);
  }

  i64(n: bigint): void {
    this.byte(0x42);
    this.s64(n);
  }

  get(local: number): void {
    this.byte(0x20);
    this.u32(local);
  }

  set(local: number): void {
    this.byte(0x21);
    this.u32(local);
  }

  tee(local: number): void {
    this.byte(0x22);
    this.u32(local);
  }

  globalGet(global: number): void {
    this.byte(0x23);
    this.u32(global);
  }

  globalSet(global: number): void {
    this.byte(0x24);
    this.u32(global);
  }

  /** Takes an address; `offset` bytes behind it lies a 32-bit number. */
  load(offset = 0): void {
    this.#memory(0x28, 2, offset);
  }

  load64(offset = 0): void {
    this.#memory(0x29, 2, offset);
  }

  load8(offset = 0): void {
    this.#memory(0x2d, 0, offset);
  }

  /** Takes an address; `offset` bytes behind it lies a 16-bit number without a sign. */
  load16(offset = 0): void {
    this.#memory(0x2f, 1, offset);
  }

  /** Takes an address and a number, of which it keeps 8 bits. */
  store8(offset = 0): void {
    this.#memory(0x3a, 0, offset);
  }

  /** Takes an address and a number, of which it keeps 16 bits. */
  store16(offset = 0): void {
    this.#memory(0x3b, 1, offset);
  }

  /** Takes an address and a 64-bit number. */
  store64(offset = 0): void {
    this.#memory(0x37, 2, offset);
  }

  /** Takes an address and a number. */
  store(offset = 0): void {
    this.#memory(0x36, 2, offset);
  }

  /** Takes destination, source, bytes. */
  copy(): void {
    this.bytes([0xfc, 0x0a, 0, 0]);
  }

  /** Takes destination, byte, bytes. */
  zeroFill(): void {
    this.bytes([0xfc, 0x0b, 0]);
  }

  call(fn: number): void {
    this.byte(0x10);
    this.u32(fn);
  }

  callIndirect(type: number): void {
    this.byte(0x11);
    this.u32(type);
    this.byte(0);
  }

  block(): void {
    this.bytes([0x02, VOID]);
  }

  loop(): void {
    this.bytes([0x03, VOID]);
  }

  if(): void {
    this.bytes([0x04, VOID]);
  }

  else(): void {
    this.byte(0x05);
  }

  end(): void {
    this.byte(0x0b);
  }

  br(depth: number): void {
    this.byte(0x0c);
    this.u32(depth);
  }

  brIf(depth: number): void {
    this.byte(0x0d);
    this.u32(depth);
  }

  /** Takes an index; the last depth is for all others. */
  brTable(depths: readonly number[], otherwise: number): void {
    this.byte(0x0e);
    this.u32(depths.length);
    for (const d of depths) this.u32(d);
    this.u32(otherwise);
  }

  #memory(op: number, align: number, offset: number): void {
    this.byte(op);
    this.u32(align);
    this.u32(offset);
  }
}
