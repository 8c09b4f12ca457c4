const none = Buffer.alloc(0);

/** A window on a stream of bytes: what was read and not yet dropped. It grows only when it is asked to. */
export class Window {
  /** What is held. Views of it stay valid: what was read is never written again. */
  bytes: Buffer = none;
  /** Offset of `bytes` in the stream. */
  start = 0;
  /** Ends with `bytes`, but for `#spare` bytes behind them. */
  #store: Buffer = none;
  #spare = 0;
  readonly #chunks: AsyncIterator<Buffer> | Iterator<Buffer>;

  constructor(chunks: AsyncIterable<Buffer> | Iterable<Buffer>) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** Reads on. False at the end of the stream. */
  async more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    const held = this.bytes.length;
    if (held === 0) {
      this.bytes = value;
      this.#spare = 0;
    } else {
      if (value.length > this.#spare) this.#grow(held + value.length, held > value.length ? 2 : 1);
      const end = this.#store.length - this.#spare;
      value.copy(this.#store, end);
      this.#spare -= value.length;
      this.bytes = this.#store.subarray(end - held, end + value.length);
    }
    return true;
  }

  /** A mail of many chunks is not copied for each of them. */
  #grow(needed: number, factor: number): void {
    this.#store = Buffer.allocUnsafeSlow(needed * factor);
    this.bytes.copy(this.#store);
    this.#spare = this.#store.length - this.bytes.length;
  }

  /** Reads on until so many bytes are held, or the stream ends. */
  async fill(length: number): Promise<void> {
    while (this.bytes.length < length && (await this.more()));
  }

  /** Forgets the first bytes. */
  drop(length: number): void {
    this.bytes = this.bytes.subarray(length);
    this.start += length;
  }

  /** The rest of the stream, beginning with what is held. */
  async *rest(): AsyncGenerator<Buffer> {
    while (this.bytes.length > 0 || (await this.more())) {
      const held = this.bytes;
      this.drop(held.length);
      yield held;
    }
  }

  /** Tells the source that nobody reads on. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
