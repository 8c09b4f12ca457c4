import type { Step } from '../event.ts';
import { findMark, newestOf, verdictWord } from '../item.ts';
import type { Action } from '../keys.ts';
import { isWithin } from '../limit.ts';
import type { ListPlace, State } from '../state.ts';
import { push, type Screen, step } from './screen.ts';

/** The threads that are listed, as indices into the items. */
export function listed(state: State, { limit }: ListPlace): readonly number[] {
  return known(state, limit);
}

/** One key asks several times for the same rows. */
let last: { readonly of: State; readonly limit: string; readonly rows: readonly number[] } | undefined;

function known(state: State, limit: string): readonly number[] {
  const isSame =
    last?.limit === limit &&
    last.of.items === state.items &&
    last.of.marks === state.marks &&
    last.of.hidesSkipped === state.hidesSkipped;
  if (!isSame) {
    const rows = state.items.flatMap((item, i) => {
      const isHidden = state.hidesSkipped && findMark(state, item, newestOf(item))?.mark.progress === 'skipped';
      return !isHidden && isWithin(item, limit) ? [i] : [];
    });
    last = { of: state, limit, rows };
  }
  return last!.rows;
}

export const list: Screen<ListPlace> = {
  rows: (state, place) =>
    listed(state, place).map((i) => {
      const item = state.items[i]!;
      return `${verdictWord(item)} ${item.subject} ${item.author} ${item.claims.join(' ')}`;
    }),
  at: ({ at }) => at,
  moved: (place, at) => ({ ...place, at }),
  candidate: () => null,
  item: (state, place) => listed(state, place)[place.at] ?? null,
  act,
};

function act(state: State, place: ListPlace, action: Action): Step | null {
  const item = listed(state, place)[place.at];
  switch (action) {
    case 'open': {
      if (item === undefined) return step(state);
      const opened = push(state, { kind: 'thread', item, at: 0, unfolded: [], shift: 0 });
      // What somebody waits for goes before what nobody looks at.
      return state.items[item]!.progress.kind === 'waiting' ? step(opened, { kind: 'judge', item }) : step(opened);
    }
    case 'back':
      return step({ ...state, notice: 'This is the top: Q quits.' });
    case 'limit':
      return step({ ...state, prompt: { kind: 'limit', text: place.limit } });
    case 'hide-skipped': {
      const hidesSkipped = !state.hidesSkipped;
      return step({ ...state, hidesSkipped, notice: hidesSkipped ? 'What is skipped is hidden.' : 'All are shown.' });
    }
    default:
      return null;
  }
}
