// The mails of a thread as one page: first the tree of them, then each with its text.

import type { ThreadView } from '../../report/view/view.ts';
import { foldQuotes, type MailRow } from '../draw/fold.ts';
import { memo } from '../draw/memo.ts';
import type { Step } from '../event.ts';
import type { Action } from '../keys.ts';
import type { Item, State, ThreadPlace } from '../state.ts';
import { openReview } from './review.ts';
import { nextRow, type Screen, said, to } from './screen.ts';

export type ThreadRow =
  | { readonly kind: 'tree'; readonly message: number }
  | { readonly kind: 'claim'; readonly message: number; readonly text: string }
  | { readonly kind: 'blank'; readonly message: number }
  | { readonly kind: 'mail'; readonly message: number }
  | (MailRow & { readonly message: number });

/** What the page is made of. */
export type Mails = Pick<ThreadView, 'messages' | 'claims' | 'candidates'>;

/** The mails of a thread: they are there before the verdict is. */
export function mailsOf({ view, messages }: Item): Mails {
  return view ?? unjudged(messages);
}

const unjudged = memo((messages: Item['messages']): Mails => ({ messages, claims: [], candidates: [] }));

/** The rows of the page; none before the thread is read. */
export function threadRows(item: Item, unfolded: readonly string[]): readonly ThreadRow[] {
  const mails = mailsOf(item);
  const known = folded(mails);
  const key = unfolded.join(' ');
  let rows = known.get(key);
  if (!rows) {
    rows = rowsOf(mails, new Set(unfolded));
    // One state of the folds is enough.
    known.clear();
    known.set(key, rows);
  }
  return rows;
}

const folded = memo((_: Mails) => new Map<string, readonly ThreadRow[]>());

function rowsOf({ messages, claims }: Mails, unfolded: ReadonlySet<string>): ThreadRow[] {
  const tree = messages.map(({ index }): ThreadRow => ({ kind: 'tree', message: index }));
  const pages = messages.flatMap(({ index, text }): ThreadRow[] => [
    { kind: 'blank', message: index },
    { kind: 'mail', message: index },
    ...claims
      .filter((c) => c.message === index)
      .map((c): ThreadRow => ({ kind: 'claim', message: index, text: claimText(c) })),
    { kind: 'blank', message: index },
    ...foldQuotes(text, (line) => unfolded.has('*') || unfolded.has(`${index}:${line}`)).map((row) => ({
      ...row,
      message: index,
    })),
  ]);
  return [...tree, ...pages];
}

function claimText({ class: name, functions, lines, diagram }: ThreadView['claims'][number]): string {
  const where = lines[0] > 0 ? `line ${lines[0]}` : 'subject';
  const drawn = diagram ? `; its diagram: ${diagram}` : '';
  return `claims (${where}): ${name}${functions.length > 0 ? ` in ${functions.join(', ')}` : ''}${drawn}`;
}

export const thread: Screen<ThreadPlace> = {
  rows: (state, place) => {
    const item = state.items[place.item]!;
    return threadRows(item, place.unfolded).map((row) => rowText(mailsOf(item), row));
  },
  at: ({ at }) => at,
  moved: (place, at) => ({ ...place, at }),
  candidate: (state, place) => {
    const item = state.items[place.item]!;
    const { view } = item;
    const message = threadRows(item, place.unfolded)[place.at]?.message;
    const here = view?.candidates.filter((c) => c.message === message) ?? [];
    return (here.find((c) => c.id === view?.deciding) ?? here[0])?.id ?? null;
  },
  item: (_, place) => place.item,
  act,
};

function rowText({ messages }: Mails, row: ThreadRow): string {
  switch (row.kind) {
    case 'tree':
      return `${messages[row.message]!.from} ${messages[row.message]!.subject}`;
    case 'text':
    case 'claim':
      return row.text;
    default:
      return '';
  }
}

function act(state: State, place: ThreadPlace, action: Action): Step | null {
  const item = state.items[place.item]!;
  const rows = threadRows(item, place.unfolded);
  const row = rows[place.at];
  switch (action) {
    case 'open':
      if (!row) return said(state, 'The thread is not read yet.');
      if (row.kind === 'tree') return to(state, { ...place, at: mailRow(rows, row.message) });
      if (row.kind === 'fold')
        return to(state, { ...place, unfolded: [...place.unfolded, `${row.message}:${row.line}`] });
      return openReview(state, place.item, thread.candidate(state, place));
    case 'fold': {
      const isOpen = place.unfolded.length > 0;
      const unfolded = isOpen ? [] : ['*'];
      const after = threadRows(item, unfolded);
      // The cursor stays in its mail.
      const at = after.findIndex(
        (r) => r.message === row?.message && r.kind === 'text' && row.kind === 'text' && r.line >= row.line,
      );
      return to(state, {
        ...place,
        unfolded,
        at: at >= 0 ? at : Math.min(place.at, Math.max(0, after.length - 1)),
      });
    }
    case 'next-patch':
    case 'previous-patch': {
      const mails = rows.flatMap((r, i) => (r.kind === 'mail' ? [i] : []));
      const at = nextRow(mails, place.at, action === 'next-patch' ? 1 : -1);
      return at === undefined ? said(state, 'There is no further mail.') : to(state, { ...place, at });
    }
    case 'left':
    case 'right':
      return to(state, { ...place, shift: Math.max(0, place.shift + (action === 'left' ? -8 : 8)) });
    default:
      return null;
  }
}

function mailRow(rows: readonly ThreadRow[], message: number): number {
  return rows.findIndex((r) => r.kind === 'mail' && r.message === message);
}
