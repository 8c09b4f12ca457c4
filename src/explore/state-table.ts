/** States in one chunk of cells, so that growing copies none. */
const CHUNK = 256;

/** Distinct rows of cells in the order in which they were found: an open-addressing hash table. */
export class StateTable {
  /** Cells of a state that are kept; what lies behind is always zero. */
  readonly size: number;
  count = 0;
  readonly #chunks: Int32Array[] = [];
  #slots: Int32Array;
  /** By number of the state, so that growing needs no look at the states. */
  #hashes: Int32Array;

  constructor(size: number) {
    this.size = size;
    this.#slots = new Int32Array(4096).fill(-1);
    this.#hashes = new Int32Array(2048);
  }

  /** Number of the state, which is new if it equals the count before. */
  add(state: Int32Array): number {
    const mask = this.#slots.length - 1;
    const code = hash(state, this.size);
    let slot = code & mask;
    for (; this.#slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const known = this.#slots[slot]!;
      if (this.#hashes[known] === code && this.#equals(known, state)) return known;
    }
    const number = this.count++;
    this.#slots[slot] = number;
    if (number % CHUNK === 0) this.#chunks.push(new Int32Array(this.size * CHUNK));
    const chunk = this.#chunks[Math.floor(number / CHUNK)]!;
    const at = (number % CHUNK) * this.size;
    for (let i = 0; i < this.size; i++) chunk[at + i] = state[i]!;
    this.#hashes[number] = code;
    if (this.count * 2 === this.#slots.length) this.#grow();
    return number;
  }

  read(number: number, into: Int32Array): void {
    const at = (number % CHUNK) * this.size;
    into.set(this.#chunks[Math.floor(number / CHUNK)]!.subarray(at, at + this.size));
  }

  #equals(number: number, state: Int32Array): boolean {
    const chunk = this.#chunks[Math.floor(number / CHUNK)]!;
    const at = (number % CHUNK) * this.size;
    for (let i = 0; i < this.size; i++) if (chunk[at + i] !== state[i]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const hashes = new Int32Array(this.#slots.length / 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = hashes[number]! & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number;
    }
  }
}

/** Multiply and rotate by each cell, then the finaliser of MurmurHash3. */
function hash(cells: Int32Array, size: number): number {
  let h = 0;
  for (let i = 0; i < size; i++) {
    h = Math.imul(h ^ cells[i]!, 0x9e3779b1);
    h = (h << 13) | (h >>> 19);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
