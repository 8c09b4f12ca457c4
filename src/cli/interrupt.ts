/** The signals by which somebody asks the command to stop. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Hears the first interrupt, so that the command can end in order. From then on nothing is heard: the next one ends the
 * process as it would without.
 */
export class Interrupt {
  signal: (typeof SIGNALS)[number] | undefined;
  readonly #heard = (signal: (typeof SIGNALS)[number]): void => {
    this.signal = signal;
    this.off();
  };
  #listens = false;

  /** Begins to listen; does nothing if it does or did already. */
  listen(): void {
    if (this.#listens) return;
    this.#listens = true;
    for (const signal of SIGNALS) process.on(signal, this.#heard);
  }

  off(): void {
    for (const signal of SIGNALS) process.off(signal, this.#heard);
  }
}

/** Ends the process by a signal that it has heard, so that a shell knows what to do with a loop that it is part of. */
export function endBy(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal);
}
