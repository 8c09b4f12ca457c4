// Questions about a thread of the list that several screens have.

import type { CandidateView, IsoDate, ThreadView } from '../report/view/view.ts';
import { dayText, headline } from '../report/words.ts';
import type { Style } from './draw/line.ts';
import { isEmpty, type Mark, markWords } from './marks/mark.ts';
import type { Version } from './marks/version.ts';
import type { Item, State } from './state.ts';

/** The verdict in capitals, or how far judging is. `!` stands behind one whose patch breaks what held. */
export function verdictWord({ view, progress }: Item): string {
  if (view) return `${headline(view.verdict)}${breaks(view) ? ' !' : ''}`;
  switch (progress.kind) {
    case 'waiting':
      return 'waiting';
    case 'reading':
    case 'judging':
      return 'judging…';
    case 'cancelled':
      return 'not judged';
    case 'failed':
      return 'CANNOT JUDGE';
    default:
      return '';
  }
}

/** Judging it is not over. */
export function isOpen({ progress: { kind } }: Item): boolean {
  return kind === 'waiting' || kind === 'reading' || kind === 'judging';
}

/** Colour for a verdict. */
export function verdictStyle({ view }: Item): Style {
  if (!view) return 'faint';
  if (view.verdict === 'fixed') return breaks(view) ? 'bad' : 'good';
  return view.verdict === 'unknown' || view.verdict === 'not-modelled' ? 'plain' : 'bad';
}

function breaks(view: ThreadView): boolean {
  return (decidingOf(view)?.introduced?.length ?? 0) > 0;
}

/** The candidate that the verdict is about. */
export function decidingOf({ candidates, deciding }: ThreadView): CandidateView | undefined {
  return candidates.find((c) => c.id === deciding);
}

/** What a mark for the thread as a whole is given to. */
export function newestOf({ versions }: Item): Version | undefined {
  // As `deciding` has it, which is known only once the thread is judged.
  return versions.findLast((v) => v.kind === 'patch') ?? versions.at(-1);
}

/** What a candidate's mark is given to. */
export function versionOf(item: Item, candidate: string): Version | undefined {
  return item.versions.find((v) => v.id === candidate);
}

/** A mark, and whether it was given to another version than the one asked for. */
export interface Found {
  readonly mark: Mark;
  /** `v1`; null if it was given to this version. */
  readonly on: string | null;
}

/** The mark of a version; else the newest one of another version of the same patch. */
export function findMark(state: State, item: Item, version: Version | undefined): Found | undefined {
  if (!version) return undefined;
  const own = state.marks[version.key];
  if (own && !isEmpty(own)) return { mark: own, on: null };
  const family = new Set(item.versions.filter((v) => v.kind === version.kind).map((v) => v.key));
  const others = Object.values(state.marks).filter(
    (m) => !isEmpty(m) && m.key !== version.key && (family.has(m.key) || isSamePatch(m, version)),
  );
  const mark = others.sort((a, b) => b.version - a.version || (a.date < b.date ? 1 : -1))[0];
  return mark && { mark, on: mark.candidate.replace(/^patch-/, '') };
}

/** Another posting: by the same author under the same title. */
function isSamePatch(mark: Mark, { title, author, kind }: Version): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/\W+/g, ' ').trim();
  return kind === 'patch' && plain(title) !== '' && plain(mark.title) === plain(title) && mark.author === author;
}

/** `agreed, done`; `agreed on v1`; empty without a mark. */
export function foundWords(found: Found | undefined): string {
  if (!found) return '';
  return `${markWords(found.mark)}${found.on === null ? '' : ` on ${found.on}`}`;
}

/** `22 May 2020`; empty without a date. */
export function dateWord(date: IsoDate | null): string {
  return date === null ? '' : dayText(new Date(date));
}
