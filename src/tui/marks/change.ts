import { unreachable } from '../../base/unreachable.ts';
import type { Mark } from './mark.ts';
import type { Version } from './version.ts';

/** What a reviewer does to a mark. The same opinion or progress once more takes it back. */
export type Change =
  | { readonly kind: 'opinion'; readonly value: 'agree' | 'disagree' }
  | { readonly kind: 'progress'; readonly value: 'done' | 'skipped' }
  | { readonly kind: 'note'; readonly value: string };

/** The mark after a change. `now` is when. */
export function changed(mark: Mark | undefined, version: Version, change: Change, now = new Date()): Mark {
  const { key, id, version: number, title, author } = version;
  const given = { key, candidate: id, version: number, title, author, date: now.toISOString() };
  const before = { opinion: null, progress: null, note: '', ...mark, ...given };
  switch (change.kind) {
    case 'opinion':
      return { ...before, opinion: before.opinion === change.value ? null : change.value };
    case 'progress':
      return { ...before, progress: before.progress === change.value ? null : change.value };
    case 'note':
      return { ...before, note: change.value };
    default:
      return unreachable(change);
  }
}
