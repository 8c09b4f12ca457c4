// A real terminal to run the command in: a tmux server of our own.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

let servers = 0;

/** A shell in a terminal of some size, whose prompt is the last status. `close` ends it and all in it. */
export class Tmux {
  readonly #socket: string;

  /** Sockets are made in the folder `sockets`: tmux leaves them there. */
  constructor(
    { columns, rows }: Size,
    { folder, sockets }: { readonly folder: string; readonly sockets: string },
    environment: Readonly<Record<string, string>>,
  ) {
    this.#socket = join(sockets, `tmux-${servers++}`);
    const words = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
    const shell = `cd '${folder}' && exec env -u CI -u NO_COLOR LANG=C.UTF-8 PS1='[$?] ' ${words.join(' ')} bash --norc`;
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), shell);
  }

  /** Sends keys by their tmux names; what is no name is typed. */
  keys(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Types a line into the shell. */
  line(text: string): void {
    this.#tmux('send-keys', '-l', text);
    this.keys('Enter');
  }

  resize({ columns, rows }: Size): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What is on the screen, without blanks at the ends of lines. */
  screen(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** Waits until something is on the screen, and gives all of it. */
  async until(wanted: string | RegExp | ((screen: string) => boolean), seconds = 45): Promise<string> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const screen = this.screen();
      if (isOn(screen, wanted)) return screen;
      if (Date.now() > end) throw new Error(`${wanted} did not appear on\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  /** Waits for the prompt of the shell, and gives the status of what ended. */
  async prompt(): Promise<number> {
    const prompt = /\[(\d+)\] *\s*$/;
    return Number(prompt.exec(await this.until(prompt))![1]);
  }

  /** `normal`: the screen of the shell, with its cursor and its line wrap. `ours`: none of these. */
  state(): string {
    const flags = this.#tmux('display', '-p', '#{alternate_on}#{cursor_flag}#{wrap_flag}').trim();
    return flags === '011' ? 'normal' : flags === '100' ? 'ours' : flags;
  }

  close(): void {
    spawnSync('tmux', ['-S', this.#socket, 'kill-server']);
  }

  #tmux(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', ['-u', '-S', this.#socket, ...args], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    if (status !== 0) throw new Error(`tmux ${args[0]}: ${stderr}`);
    return stdout;
  }
}

function isOn(screen: string, wanted: string | RegExp | ((screen: string) => boolean)): boolean {
  if (typeof wanted === 'function') return wanted(screen);
  return typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
}
