// All that the screens show, as plain data. An event makes a new state of it (update.ts), a view draws it (frame.ts).

import type { IsoDate, MessageView, ThreadView, TraceView } from '../report/view/view.ts';
import type { Mark } from './marks/mark.ts';
import type { Version } from './marks/version.ts';

export interface State {
  readonly size: Size;
  /** The threads, in the order of the input. */
  readonly items: readonly Item[];
  /** What the reviewer decided, by content key of the candidate. */
  readonly marks: Readonly<Record<string, Mark>>;
  /** From the list down to what is shown. */
  readonly trail: readonly [ListPlace, ...Place[]];
  readonly prompt: Prompt | null;
  readonly overlay: Overlay | null;
  /** What is looked for; empty if nothing is. */
  readonly search: string;
  /** Hides threads that are skipped. */
  readonly hidesSkipped: boolean;
  /** Said on the last line until the next key. */
  readonly notice: string;
}

/** Of the terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A thread of the input, and how far its judging is. */
export interface Item {
  /** As it was given. */
  readonly file: string;
  readonly subject: string;
  readonly author: string;
  readonly date: IsoDate | null;
  readonly version: number;
  /** Classes of bugs that it describes. */
  readonly claims: readonly string[];
  /** Functions that the claims and the patches name. */
  readonly functions: readonly string[];
  /** What marks can be given to, oldest first; empty before it is read. */
  readonly versions: readonly Version[];
  /** Empty before it is read. */
  readonly messages: readonly MessageView[];
  readonly progress: Progress;
  readonly view: ThreadView | null;
  /** Runs that were asked for, by `runKey`. */
  readonly traces: Readonly<Record<string, TraceView>>;
}

export type Progress =
  | { readonly kind: 'waiting' | 'reading' | 'judging' | 'cancelled' | 'judged' }
  | { readonly kind: 'failed'; readonly message: string };

export interface ListPlace {
  readonly kind: 'list';
  /** Row of the cursor among those that are shown. */
  readonly at: number;
  readonly limit: string;
}

export interface ThreadPlace {
  readonly kind: 'thread';
  readonly item: number;
  readonly at: number;
  /** Quotes that are shown whole: `message:line`; `*` for all. */
  readonly unfolded: readonly string[];
  /** Columns that are out of sight on the left. */
  readonly shift: number;
}

export interface ReviewPlace {
  readonly kind: 'review';
  readonly item: number;
  readonly candidate: number;
  readonly at: number;
  /** Which half a narrow screen shows. */
  readonly half: 'diff' | 'model';
  readonly modelAt: number;
  readonly shift: number;
}

export interface ChecksPlace {
  readonly kind: 'checks';
  readonly item: number;
  readonly at: number;
  /** 0 is before, then the candidates. */
  readonly column: number;
  /** All that were judged, or those that the verdict rests on. */
  readonly list: 'all' | 'relevant';
}

export interface TracePlace {
  readonly kind: 'trace';
  readonly item: number;
  readonly check: string;
  /** Id of the candidate whose run it is; null for the program before. */
  readonly of: string | null;
  /** The candidate that `o` goes to from there; null if there is none. */
  readonly other: string | null;
  /** Steps that are done: 0 before the first. */
  readonly step: number;
  /** How often the endless part was gone round. */
  readonly round: number;
  /** How much of the screen memory has. */
  readonly memory: 'part' | 'all' | 'none';
}

export type Place = ListPlace | ThreadPlace | ReviewPlace | ChecksPlace | TracePlace;

/** A line that is being typed at the bottom. */
export interface Prompt {
  readonly kind: 'search' | 'limit' | 'note';
  readonly text: string;
}

export type Overlay =
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'replay' }
  | ({ readonly kind: 'offer' } & Offer);

/** A command that the reviewer can copy. */
export interface Offer {
  readonly title: string;
  /** In lines. */
  readonly command: readonly string[];
  readonly notes: readonly string[];
}

/** The state in which the program begins. */
export function initialState(size: Size, items: readonly Item[]): State {
  return {
    size,
    items,
    marks: {},
    trail: [{ kind: 'list', at: 0, limit: '' }],
    prompt: null,
    overlay: null,
    search: '',
    hidesSkipped: false,
    notice: '',
  };
}

/** How a run is known among those of a thread. */
export function runKey(check: string, candidate: string | null): string {
  return `${check} ${candidate ?? 'before'}`;
}

/** The screen that is shown. */
export function placeOf({ trail }: State): Place {
  return trail.at(-1)!;
}

/** The state with another screen in the place of the one that is shown. */
export function withPlace(state: State, place: Place): State {
  const [first, ...rest] = state.trail;
  if (rest.length === 0) return place.kind === 'list' ? { ...state, trail: [place] } : state;
  return { ...state, trail: [first, ...rest.slice(0, -1), place] };
}
