// The terminal, taken and given back. While it is held: the alternate screen, no cursor, no line wrap. However the program
// ends, `leave` has run: at a normal end, at an exception, at a signal, at an exit from anywhere.

import { writeSync } from 'node:fs';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J\u001b[H';
const LEAVE = '\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l';

/** Signals that end a program which does not care for them. */
const FATAL = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

export interface TerminalOptions {
  /** Where it draws. */
  readonly descriptor: number;
  /** Begins to draw and to read keys. */
  readonly mount: () => void;
  /** Ends both. The keyboard is left as a shell has it. */
  readonly unmount: () => void;
  /** Something went wrong that nobody foresaw; the terminal is given back already. */
  readonly crashed: (error: unknown) => void;
}

/** Holds the terminal from `enter` to `close`. */
export class Terminal {
  readonly #options: TerminalOptions;
  /** While the terminal is lent or the program stopped, nothing else keeps it alive. */
  readonly #alive = setInterval(() => {}, 1 << 30);
  #isHeld = false;
  #isClosed = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    process.on('exit', this.#leave);
    process.on('uncaughtException', this.#crash);
    process.on('unhandledRejection', this.#crash);
    for (const name of FATAL) process.on(name, this.#end);
    process.on('SIGTSTP', this.#stop);
    process.on('SIGCONT', this.#resume);
  }

  enter(): void {
    if (this.#isHeld || this.#isClosed) return;
    this.#isHeld = true;
    this.#write(ENTER);
    this.#options.mount();
  }

  /** Draws everything anew: after a change of size, or over what others wrote. */
  redraw(): void {
    if (!this.#isHeld) return;
    this.#leaveKeys();
    this.#write('\u001b[2J\u001b[H');
    this.#options.mount();
  }

  /** Stops the program, and with it the others of its pipeline, until the shell says `fg`. */
  suspend(): void {
    process.kill(0, 'SIGTSTP');
  }

  /** Gives the terminal to another program while it runs. */
  lend<T>(run: () => T): T {
    this.#leave();
    // That program's own keys for these are meant for all of the foreground.
    process.off('SIGTSTP', this.#stop);
    process.off('SIGINT', this.#end);
    process.on('SIGINT', ignore);
    try {
      return run();
    } finally {
      process.off('SIGINT', ignore);
      process.on('SIGINT', this.#end);
      process.on('SIGTSTP', this.#stop);
      this.enter();
    }
  }

  /** Gives the terminal back for good. */
  close(): void {
    this.#leave();
    this.#isClosed = true;
    clearInterval(this.#alive);
    process.off('exit', this.#leave);
    process.off('uncaughtException', this.#crash);
    process.off('unhandledRejection', this.#crash);
    for (const name of FATAL) process.off(name, this.#end);
    process.off('SIGTSTP', this.#stop);
    process.off('SIGCONT', this.#resume);
  }

  readonly #leave = (): void => {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#leaveKeys();
    this.#write(LEAVE);
  };

  #leaveKeys(): void {
    try {
      this.#options.unmount();
    } catch {
      // The screen has to be given back whatever the renderer says.
    }
  }

  readonly #crash = (error: unknown): void => {
    this.close();
    this.#options.crashed(error);
  };

  /** As if nobody had listened: the shell sees by which signal it ended. */
  readonly #end = (name: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, name);
  };

  readonly #stop = (): void => {
    this.#leave();
    process.kill(process.pid, 'SIGSTOP');
  };

  readonly #resume = (): void => {
    if (this.#isHeld) this.redraw();
    else this.enter();
  };

  #write(text: string): void {
    try {
      writeSync(this.#options.descriptor, text);
    } catch {
      // The terminal is gone.
    }
  }
}

const ignore = (): void => {};
