/** Distinct states in the order in which they were found: an open-addressing hash table over one long row of cells. */
export class StateTable {
  readonly size: number;
  count = 0;
  #cells: Int32Array;
  #slots: Int32Array;
  /** By number of the state, so that growing needs no look at the states. */
  #hashes: Int32Array;

  constructor(size: number) {
    this.size = size;
    this.#cells = new Int32Array(size * 256);
    this.#slots = new Int32Array(4096).fill(-1);
    this.#hashes = new Int32Array(2048);
  }

  /** Number of the state, which is new if it equals the count before. */
  add(state: Int32Array): number {
    const mask = this.#slots.length - 1;
    const code = hash(state);
    let slot = code & mask;
    for (; this.#slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const known = this.#slots[slot]!;
      if (this.#hashes[known] === code && this.#equals(known, state)) return known;
    }
    const number = this.count++;
    this.#slots[slot] = number;
    if (this.count * this.size > this.#cells.length) {
      const grown = new Int32Array(this.#cells.length * 2);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cells.set(state, number * this.size);
    this.#hashes[number] = code;
    if (this.count * 2 === this.#slots.length) this.#grow();
    return number;
  }

  read(number: number, into: Int32Array): void {
    into.set(this.#cells.subarray(number * this.size, (number + 1) * this.size));
  }

  #equals(number: number, state: Int32Array): boolean {
    const at = number * this.size;
    for (let i = 0; i < this.size; i++) if (this.#cells[at + i] !== state[i]) return false;
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
function hash(cells: Int32Array): number {
  let h = 0;
  for (let i = 0; i < cells.length; i++) {
    h = Math.imul(h ^ cells[i]!, 0x9e3779b1);
    h = (h << 13) | (h >>> 19);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
