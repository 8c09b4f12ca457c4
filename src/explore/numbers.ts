/** A growing row of 32-bit numbers. */
export class Numbers {
  #data = new Int32Array(1024);
  length = 0;

  push(n: number): void {
    this.set(this.length, n);
  }

  set(i: number, n: number): void {
    while (i >= this.#data.length) {
      const grown = new Int32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    if (i >= this.length) {
      this.#data.fill(-1, this.length, i);
      this.length = i + 1;
    }
    this.#data[i] = n;
  }

  /** The number at an index; the default, or -1, where none was set. */
  get(i: number, otherwise = -1): number {
    return i < this.length ? this.#data[i]! : otherwise;
  }

  /** All of them, as long as none more is set. */
  all(): Int32Array {
    return this.#data.subarray(0, this.length);
  }
}
