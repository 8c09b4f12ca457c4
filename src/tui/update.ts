// The one reducer: a state and what happened in, a new state and what is to be done out. Nothing here touches the world.

import { unreachable } from '../base/unreachable.ts';
import type { ThreadView, TraceView } from '../report/view/view.ts';
import { within } from './draw/window.ts';
import type { Event, Step } from './event.ts';
import { isOpen, newestOf, versionOf } from './item.ts';
import type { Summary } from './judge/summary.ts';
import { type Action, actionOf } from './keys.ts';
import { type Change, changed } from './marks/change.ts';
import type { Version } from './marks/version.ts';
import { versionsOf } from './marks/versions-of.ts';
import { type Typed, typeKey } from './prompt.ts';
import { openChecks } from './screens/checks.ts';
import { openReview } from './screens/review.ts';
import { push, said, step } from './screens/screen.ts';
import { screenOf } from './screens/screens.ts';
import { type Item, type Place, type Prompt, placeOf, runKey, type State, withPlace } from './state.ts';

/** The state after an event. */
export function update(state: State, event: Event): Step {
  switch (event.kind) {
    case 'key':
      return pressed({ ...state, notice: '' }, event.key);
    case 'resized':
      return step({ ...state, size: event.size });
    case 'started':
      return step(withItem(state, event.item, { progress: { kind: event.work } }));
    case 'read':
      return step(withItem(state, event.item, { ...known(event.summary, null), progress: { kind: 'waiting' } }));
    case 'judged': {
      const { summary, view } = event;
      const change = { ...known(summary, view), view, progress: { kind: 'judged' } } as const;
      return step(kept(withItem(state, event.item, change)));
    }
    case 'traced':
      return step(kept(withTrace(state, event.item, event.trace)));
    case 'failed':
      // What was judged before stays.
      if (state.items[event.item]!.view) return said(state, `It failed: ${event.message}`);
      return step(withItem(state, event.item, { progress: { kind: 'failed', message: event.message } }));
    case 'cancelled':
      return step({
        ...state,
        items: state.items.map((i) => (isOpen(i) ? { ...i, progress: { kind: 'cancelled' } } : i)),
      });
    case 'marks':
      return step({ ...state, marks: event.marks });
    case 'drafted':
      return step({ ...state, notice: '' }, { ...event, kind: 'edit' });
    case 'offered':
      return step({ ...state, overlay: { ...event, kind: 'offer' } });
    case 'notice':
      return step({ ...state, notice: event.text });
    default:
      return unreachable(event);
  }
}

function known(summary: Summary, view: ThreadView | null): Partial<Item> {
  const { subject, author, date, version, claims, functions, messages } = summary;
  return { subject, author, date, version, claims, functions, messages, versions: versionsOf(summary, view) };
}

function withItem(state: State, index: number, change: Partial<Item>): State {
  return { ...state, items: state.items.map((item, i) => (i === index ? { ...item, ...change } : item)) };
}

function withTrace(state: State, index: number, trace: TraceView): State {
  const { traces } = state.items[index]!;
  return withItem(state, index, { traces: { ...traces, [runKey(trace.check, trace.candidate)]: trace } });
}

/** The cursor on a row that there is; where there is none yet, it waits. */
function kept(state: State): State {
  const place = placeOf(state);
  const screen = screenOf(place);
  const count = screen.rows(state, place).length;
  const at = within(screen.at(place), count);
  return count === 0 || at === screen.at(place) ? state : withPlace(state, screen.moved(place, at));
}

function pressed(state: State, key: string): Step {
  if (state.prompt) return typed(state, state.prompt, typeKey(state.prompt.text, key));
  const place = placeOf(state);
  const action = actionOf(key, place.kind);
  if (state.overlay) return inOverlay(state, action);
  if (action === undefined) return said(state, `\`${key}\` means nothing here: ? shows the keys.`);
  const screen = screenOf(place);
  const own = screen.act(state, place, action);
  if (own) return { ...own, state: kept(own.state) };
  const rows = screen.rows(state, place).length;
  const at = screen.at(place);
  const moved = (to: number): Step => step(withPlace(state, screen.moved(place, within(to, rows))));
  const page = Math.max(1, state.size.rows - 6);
  switch (action) {
    case 'down':
      return moved(at + 1);
    case 'up':
      return moved(at - 1);
    case 'first':
      return moved(0);
    case 'last':
      return moved(rows - 1);
    case 'half-down':
      return moved(at + Math.ceil(page / 2));
    case 'half-up':
      return moved(at - Math.ceil(page / 2));
    case 'page-down':
      return moved(at + page);
    case 'page-up':
      return moved(at - page);
    default:
      return general(state, place, action);
  }
}

/** What a key means wherever the cursor is. */
function general(state: State, place: Place, action: Action): Step {
  const screen = screenOf(place);
  const item = screen.item(state, place);
  const candidate = screen.candidate(state, place);
  switch (action) {
    case 'back': {
      const [first, ...rest] = state.trail;
      return step(kept({ ...state, trail: [first, ...rest.slice(0, -1)] }));
    }
    case 'quit':
      return step(state, { kind: 'quit' });
    case 'help':
      return step({ ...state, overlay: { kind: 'help', top: 0 } });
    case 'search':
      return step({ ...state, prompt: { kind: 'search', text: '' } });
    case 'next-or-note':
      return state.search !== '' ? searched(state, 1) : openNote(state, item, candidate);
    case 'previous-match':
      return state.search !== '' ? searched(state, -1) : said(state, 'Nothing is searched: / begins.');
    case 'redraw':
      return step(state, { kind: 'redraw' });
    case 'suspend':
      return step(state, { kind: 'suspend' });
    case 'stop':
      return stopped(state);
    default:
      return item === null ? said(state, 'No thread is here.') : onItem(state, item, candidate, action);
  }
}

function onItem(state: State, item: number, candidate: string | null, action: Action): Step {
  switch (action) {
    case 'thread':
      return step(kept(push(state, { kind: 'thread', item, at: 0, unfolded: [], shift: 0 })));
    case 'review':
      return openReview(state, item, candidate);
    case 'checks':
      return openChecks(state, item, candidate ?? newest(state, item)?.id ?? null);
    case 'reply':
      if (!state.items[item]!.view) return said(state, 'The thread is not judged yet.');
      return step({ ...state, notice: 'The draft is being written…' }, { kind: 'reply', item, candidate });
    case 'judge':
      return step(state, { kind: 'judge', item });
    case 'agree':
      return marked(state, item, candidate, { kind: 'opinion', value: 'agree' });
    case 'disagree':
      return marked(state, item, candidate, { kind: 'opinion', value: 'disagree' });
    case 'done':
      return marked(state, item, candidate, { kind: 'progress', value: 'done' });
    case 'skip':
      return marked(state, item, candidate, { kind: 'progress', value: 'skipped' });
    default:
      return step(state);
  }
}

function newest(state: State, item: number): Version | undefined {
  return newestOf(state.items[item]!);
}

/** What a mark is given to: the candidate that is shown, else the one that the verdict is about. */
function versionAt(state: State, item: number, candidate: string | null): Version | undefined {
  const of = state.items[item]!;
  return (candidate === null ? undefined : versionOf(of, candidate)) ?? newestOf(of);
}

function marked(state: State, item: number, candidate: string | null, change: Change): Step {
  const version = versionAt(state, item, candidate);
  if (!version) return said(state, 'The thread is not read yet.');
  const mark = changed(state.marks[version.key], version, change);
  const notice = `${change.kind === 'note' ? 'Note' : 'Marked'} on ${version.id}.`;
  return step({ ...state, marks: { ...state.marks, [version.key]: mark }, notice }, { kind: 'save', mark });
}

function openNote(state: State, item: number | null, candidate: string | null): Step {
  const version = item === null ? undefined : versionAt(state, item, candidate);
  if (!version) return said(state, 'The thread is not read yet.');
  return step({ ...state, prompt: { kind: 'note', text: state.marks[version.key]?.note ?? '' } });
}

/** Esc and C-c: the search ends, then the judging, then the program. */
function stopped(state: State): Step {
  if (state.search !== '') return said({ ...state, search: '' }, 'The search is over.');
  if (state.items.some(isOpen))
    return step({ ...state, notice: 'Judging is stopped: J judges a thread.' }, { kind: 'cancel' });
  return step(state, { kind: 'quit' });
}

function typed(state: State, prompt: Prompt, result: Typed): Step {
  switch (result.kind) {
    case 'typing':
      return step({ ...state, prompt: { ...prompt, text: result.text } });
    case 'left':
      return step({ ...state, prompt: null });
    case 'entered':
      return entered({ ...state, prompt: null }, prompt.kind, result.text);
    default:
      return unreachable(result);
  }
}

function entered(state: State, kind: Prompt['kind'], text: string): Step {
  const place = placeOf(state);
  switch (kind) {
    case 'search':
      return text === '' ? step({ ...state, search: '' }) : searched({ ...state, search: text }, 1);
    case 'limit':
      return place.kind === 'list' ? step(withPlace(state, { ...place, limit: text.trim(), at: 0 })) : step(state);
    case 'note': {
      const screen = screenOf(place);
      const item = screen.item(state, place);
      if (item === null) return step(state);
      return marked(state, item, screen.candidate(state, place), { kind: 'note', value: text.trim() });
    }
    default:
      return unreachable(kind);
  }
}

/** Goes to the next row that has what is searched, round the end; letters match their capitals. */
function searched(state: State, way: 1 | -1): Step {
  const place = placeOf(state);
  const screen = screenOf(place);
  const rows = screen.rows(state, place);
  const wanted = state.search.toLowerCase();
  const at = screen.at(place);
  for (let i = 1; i <= rows.length; i++) {
    const row = (at + way * i + rows.length * 2) % rows.length;
    if (!rows[row]!.toLowerCase().includes(wanted)) continue;
    const wrapped = way > 0 ? row <= at : row >= at;
    return said(withPlace(state, screen.moved(place, row)), wrapped ? 'The search went round.' : '');
  }
  return said(state, `Nothing here has \`${state.search}\`.`);
}

function inOverlay(state: State, action: Action | undefined): Step {
  const { overlay } = state;
  if (action === 'quit') return step(state, { kind: 'quit' });
  if (action === 'suspend') return step(state, { kind: 'suspend' });
  const by = action === undefined ? 0 : (SCROLLS[action] ?? 0);
  if (overlay?.kind !== 'help' || by === 0) return step({ ...state, overlay: null });
  const page = Math.max(1, state.size.rows - 4);
  return step({
    ...state,
    overlay: { kind: 'help', top: Math.max(0, Math.min(500, overlay.top + Math.round(by * page))) },
  });
}

/** Screens by which an overlay moves. */
const SCROLLS: Partial<Record<Action, number>> = {
  'half-down': 0.5,
  'half-up': -0.5,
  'page-down': 1,
  'page-up': -1,
};
