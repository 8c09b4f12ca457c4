// A session of the review screens: events into the reducer, effects out of it into the world.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSubject } from '../mail/subject.ts';
import { toAscii } from '../report/ascii.ts';
import { shellWord } from '../report/words.ts';
import { cutLine } from './draw/line.ts';
import { sgr } from './draw/sgr.ts';
import { edit } from './editor.ts';
import type { Effect, Event } from './event.ts';
import { frame } from './frame.ts';
import { mount, type Store, type Streams } from './ink.ts';
import { newestOf, versionOf } from './item.ts';
import { type Cache, NO_CACHE, openCache } from './judge/cache.ts';
import type { Setting } from './judge/protocol.ts';
import { Queue } from './judge/queue.ts';
import type { Mark } from './marks/mark.ts';
import { readMarks, saveMark } from './marks/store.ts';
import { type Item, initialState, type State } from './state.ts';
import { Terminal } from './terminal.ts';
import type { ReviewThread } from './threads.ts';
import { update } from './update.ts';
import { writeWhole } from './write-whole.ts';

export interface ReviewOptions extends Streams {
  readonly threads: readonly ReviewThread[];
  readonly setting: Setting;
  /** The bundle of judge/worker.ts. */
  readonly worker: string;
  readonly workers: number;
  /** What the person decided: $XDG_DATA_HOME/patchcheck. */
  readonly dataFolder: string;
  /** Results: $XDG_CACHE_HOME/patchcheck. */
  readonly cacheFolder: string;
  /** Changes whenever the program does. */
  readonly program: string;
  readonly hasColor: boolean;
  readonly isAscii: boolean;
}

/** Shows the review screens until the reviewer quits. */
export async function review(options: ReviewOptions): Promise<void> {
  const session = new Session(options);
  await session.run();
}

class Session {
  readonly #options: ReviewOptions;
  readonly #queue: Queue;
  readonly #terminal: Terminal;
  readonly #reviews: string;
  #state: State;
  #changed: () => void = () => {};
  #unmount: () => void = () => {};
  #over: (error?: unknown) => void = () => {};
  readonly #ended: Promise<void>;

  constructor(options: ReviewOptions) {
    this.#options = options;
    const { threads, setting, worker, workers, output, dataFolder } = options;
    this.#reviews = join(dataFolder, 'reviews');
    this.#state = initialState(sizeOf(output), threads.map(itemOf));
    this.#queue = new Queue({
      script: worker,
      setting,
      workers,
      inputs: threads.map((t) => t.input),
      cache: cacheOf(options),
      tell: (event) => this.#tell(event),
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#over = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.#terminal = new Terminal({
      descriptor: 1,
      mount: () => this.#mount(),
      unmount: () => this.#unmount(),
      crashed: (error) => this.#over(error),
    });
  }

  async run(): Promise<void> {
    const { output } = this.#options;
    const resized = (): void => {
      this.#tell({ kind: 'resized', size: sizeOf(output) });
      this.#terminal.redraw();
    };
    output.on('resize', resized);
    try {
      this.#tell({ kind: 'marks', marks: readMarks(this.#reviews) });
      this.#terminal.enter();
      void this.#queue.start().catch(this.#over);
      await this.#ended;
    } finally {
      output.off('resize', resized);
      this.#terminal.close();
      await this.#queue.close();
    }
  }

  #mount(): void {
    const { input, output, hasColor, isAscii } = this.#options;
    const store: Store = {
      get: () => this.#state,
      subscribe: (changed) => {
        this.#changed = changed;
        return () => {
          this.#changed = () => {};
        };
      },
    };
    const draw = (state: State): string[] =>
      frame(state).map((l) =>
        sgr(
          isAscii
            ? cutLine(
                l.map((p) => ({ ...p, text: toAscii(p.text) })),
                state.size.columns,
              )
            : l,
          hasColor,
        ),
      );
    const press = (key: string): void => this.#tell({ kind: 'key', key });
    this.#state = { ...this.#state, size: sizeOf(output) };
    this.#unmount = mount({ store, draw, press }, { input, output }, this.#over);
  }

  #tell(event: Event): void {
    const { state, effects } = update(this.#state, event);
    this.#state = state;
    this.#changed();
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case 'quit':
        return this.#over();
      case 'suspend':
        return this.#terminal.suspend();
      case 'redraw':
        return this.#terminal.redraw();
      case 'cancel':
        return this.#queue.stop();
      case 'judge':
        return this.#queue.judge(effect.item);
      case 'trace':
        return void this.#queue.trace(effect.item, effect.run).catch(this.#over);
      case 'save':
        return this.#save(effect.mark);
      case 'reply':
        return this.#reply(effect.item, effect.candidate);
      case 'edit':
        return this.#edit(effect);
    }
  }

  #save(mark: Mark): void {
    try {
      saveMark(this.#reviews, mark);
    } catch (error) {
      this.#say(`Cannot keep it: ${(error as Error).message}`);
    }
  }

  /** A draft that was begun is gone on with; else one is asked for. */
  #reply(item: number, candidate: string | null): void {
    const path = this.#draftPath(item, candidate);
    if (existsSync(path)) this.#open(path);
    else this.#queue.reply(item, candidate);
  }

  #edit({ item, candidate, text, notes }: Extract<Effect, { kind: 'edit' }>): void {
    const path = this.#draftPath(item, candidate);
    try {
      writeWhole(path, text);
    } catch (error) {
      return this.#say(`Cannot write the draft: ${(error as Error).message}`);
    }
    this.#open(path, notes);
  }

  #open(path: string, notes: readonly string[] = []): void {
    const edited = this.#terminal.lend(() => edit(path));
    if (edited.kind === 'failed') return this.#say(edited.message);
    const answered = /^In-Reply-To: *(<\S+>)/im.exec(readFileSync(path, 'utf8'))?.[1];
    const words = ['git', 'send-email', ...(answered ? [`--in-reply-to=${answered}`] : []), path];
    const title = 'Nothing was sent. Once you have read and changed the draft:';
    this.#tell({ kind: 'offered', title, command: [words.map(shellWord).join(' ')], notes });
  }

  /** One draft for each version of a patch. */
  #draftPath(item: number, candidate: string | null): string {
    const of = this.#state.items[item]!;
    const version = (candidate === null ? undefined : versionOf(of, candidate)) ?? newestOf(of);
    return join(this.#options.dataFolder, 'drafts', `${version?.key.slice(0, 16) ?? 'thread'}.txt`);
  }

  #say(text: string): void {
    this.#tell({ kind: 'notice', text });
  }
}

function itemOf({ input, subject, author, date }: ReviewThread): Item {
  return {
    ...{ file: input.name, subject, author, date },
    version: parseSubject(subject).version,
    claims: [],
    functions: [],
    versions: [],
    messages: [],
    progress: { kind: 'waiting' },
    view: null,
    traces: {},
  };
}

/** Without its models' texts nobody knows whether a result is still true. */
function cacheOf({ cacheFolder, setting, program }: ReviewOptions): Cache {
  try {
    return openCache(cacheFolder, setting, program);
  } catch {
    return NO_CACHE;
  }
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): State['size'] {
  return { columns: columns || 80, rows: rows || 24 };
}
