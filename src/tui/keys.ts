// The keys, told once: the reducers look actions up here, and `?` prints what stands here.

import type { Place } from './state.ts';

export type Action =
  | 'down'
  | 'up'
  | 'first'
  | 'last'
  | 'half-down'
  | 'half-up'
  | 'page-down'
  | 'page-up'
  | 'open'
  | 'back'
  | 'quit'
  | 'help'
  | 'search'
  | 'previous-match'
  | 'next-or-note'
  | 'next-patch'
  | 'previous-patch'
  | 'next-hunk'
  | 'previous-hunk'
  | 'next-finding'
  | 'previous-finding'
  | 'thread'
  | 'checks'
  | 'review'
  | 'reply'
  | 'done'
  | 'skip'
  | 'hide-skipped'
  | 'agree'
  | 'disagree'
  | 'limit'
  | 'judge'
  | 'fold'
  | 'left'
  | 'right'
  | 'other-half'
  | 'all'
  | 'step'
  | 'step-back'
  | 'next-switch'
  | 'previous-switch'
  | 'start'
  | 'end'
  | 'other-side'
  | 'memory'
  | 'replay'
  | 'redraw'
  | 'suspend'
  | 'stop';

type On = Place['kind'];

export interface Binding {
  readonly keys: readonly string[];
  readonly action: Action;
  readonly help: string;
  /** Screens on which it means that; all without it. */
  readonly on?: readonly On[];
  /** Named on the last line of these screens. */
  readonly hint?: string;
}

/** The first that fits a screen counts. */
export const BINDINGS: readonly Binding[] = [
  { keys: ['l', 'Right'], action: 'step', help: 'one step on; round the endless part', on: ['trace'], hint: 'step' },
  { keys: ['h', 'Left'], action: 'step-back', help: 'one step back', on: ['trace'] },
  { keys: [']'], action: 'next-switch', help: 'on to the next task switch', on: ['trace'], hint: 'switch' },
  { keys: ['['], action: 'previous-switch', help: 'back to the last task switch', on: ['trace'] },
  { keys: ['$'], action: 'end', help: 'the end of the run', on: ['trace'] },
  { keys: ['^', '0'], action: 'start', help: 'the start of the run', on: ['trace'] },
  { keys: ['o'], action: 'other-side', help: 'before the patch, or after it', on: ['trace'], hint: 'before/after' },
  { keys: ['j', 'Down'], action: 'down', help: 'on to the next row of the table', on: ['trace'], hint: 'row' },
  { keys: ['k', 'Up'], action: 'up', help: 'back to the row before', on: ['trace'] },
  { keys: ['m'], action: 'memory', help: 'more of memory and locks, or none', on: ['trace'], hint: 'memory' },
  { keys: ['y'], action: 'replay', help: 'the command that replays this run', on: ['trace'], hint: 'replay' },

  { keys: ['j', 'Down'], action: 'down', help: 'down' },
  { keys: ['k', 'Up'], action: 'up', help: 'up' },
  { keys: ['g', 'Home'], action: 'first', help: 'to the top' },
  { keys: ['G', 'End'], action: 'last', help: 'to the bottom' },
  { keys: ['C-d'], action: 'half-down', help: 'half a screen down' },
  { keys: ['C-u'], action: 'half-up', help: 'half a screen up' },
  { keys: ['Space', 'PageDown', 'C-f'], action: 'page-down', help: 'a screen down' },
  { keys: ['PageUp', 'C-b'], action: 'page-up', help: 'a screen up' },
  { keys: ['Enter'], action: 'open', help: 'open the thread', on: ['list'], hint: 'open' },
  {
    keys: ['Enter'],
    action: 'open',
    help: 'go to the mail, unfold the quote, or review',
    on: ['thread'],
    hint: 'open',
  },
  { keys: ['Enter'], action: 'open', help: 'open the check matrix', on: ['review'] },
  { keys: ['Enter'], action: 'open', help: 'step through the run', on: ['checks'], hint: 'trace' },
  { keys: ['q'], action: 'back', help: 'back; at the top it only reminds', hint: 'back' },
  { keys: ['Q'], action: 'quit', help: 'quit' },

  { keys: [']'], action: 'next-patch', help: 'next mail', on: ['thread'] },
  { keys: ['['], action: 'previous-patch', help: 'previous mail', on: ['thread'] },
  { keys: [']'], action: 'next-patch', help: 'next patch or proposal', on: ['review', 'checks'] },
  { keys: ['['], action: 'previous-patch', help: 'previous patch or proposal', on: ['review', 'checks'] },
  { keys: ['}'], action: 'next-hunk', help: 'next hunk', on: ['review'], hint: 'hunk' },
  { keys: ['{'], action: 'previous-hunk', help: 'previous hunk', on: ['review'] },
  { keys: ['.'], action: 'next-finding', help: 'next line that is not in the model', on: ['review'], hint: 'finding' },
  { keys: [','], action: 'previous-finding', help: 'previous line that is not in the model', on: ['review'] },
  { keys: ['.'], action: 'next-finding', help: 'next violation', on: ['checks'], hint: 'violation' },
  { keys: [','], action: 'previous-finding', help: 'previous violation', on: ['checks'] },
  { keys: ['Tab'], action: 'other-half', help: 'diff or model', on: ['review'], hint: 'model' },
  { keys: ['z'], action: 'fold', help: 'fold or unfold all quotes', on: ['thread'], hint: 'quotes' },
  { keys: ['A'], action: 'all', help: 'all checks, or those that matter', on: ['checks'], hint: 'all' },
  { keys: ['l', 'Right'], action: 'right', help: 'to the right', on: ['thread', 'review', 'checks'] },
  { keys: ['h', 'Left'], action: 'left', help: 'to the left', on: ['thread', 'review', 'checks'] },

  { keys: ['e'], action: 'thread', help: 'the mails of the thread' },
  { keys: ['v'], action: 'review', help: 'the diff and the model' },
  { keys: ['c'], action: 'checks', help: 'the check matrix' },
  { keys: ['r'], action: 'reply', help: 'draft of a reply, in the editor' },

  { keys: ['+'], action: 'agree', help: 'agree with the verdict; again takes it back' },
  { keys: ['-'], action: 'disagree', help: 'disagree; again takes it back' },
  { keys: ['d'], action: 'done', help: 'done; again takes it back' },
  { keys: ['x'], action: 'skip', help: 'skip; again takes it back' },
  { keys: ['n'], action: 'next-or-note', help: 'while something is searched: next match; else: note' },
  { keys: ['N'], action: 'previous-match', help: 'previous match' },
  { keys: ['/'], action: 'search', help: 'search; Esc ends it' },
  {
    keys: ['l'],
    action: 'limit',
    help: 'show only: s:subject f:from fn:function v:verdict d:date',
    on: ['list'],
    hint: 'limit',
  },
  { keys: ['H'], action: 'hide-skipped', help: 'hide or show what is skipped', on: ['list'] },
  { keys: ['J'], action: 'judge', help: 'judge this thread now' },
  { keys: ['?'], action: 'help', help: 'these keys', hint: 'help' },
  { keys: ['C-l'], action: 'redraw', help: 'draw the screen again' },
  { keys: ['C-z'], action: 'suspend', help: 'to the shell; fg comes back' },
  { keys: ['C-c', 'Esc'], action: 'stop', help: 'stop a search, then the judging; C-c with nothing to stop quits' },
];

/** Those that mean something on a screen: of two for one key, the first. */
export function bindingsOn(on: On): Binding[] {
  const taken = new Set<string>();
  return BINDINGS.filter((b) => b.on === undefined || b.on.includes(on)).flatMap((b) => {
    const keys = b.keys.filter((key) => !taken.has(key));
    for (const key of keys) taken.add(key);
    return keys.length > 0 ? [{ ...b, keys }] : [];
  });
}

const TABLES = new Map<On, ReadonlyMap<string, Action>>();

/** What a key means on a screen; nothing if it means nothing. */
export function actionOf(key: string, on: On): Action | undefined {
  let table = TABLES.get(on);
  if (!table) {
    table = new Map(bindingsOn(on).flatMap((b) => b.keys.map((k) => [k, b.action] as const)));
    TABLES.set(on, table);
  }
  return table.get(key);
}
