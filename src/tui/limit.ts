import { isWithin as meets } from '../report/limit.ts';
import type { Item } from './state.ts';

/** Whether a thread is in a list that is limited to these words: see src/report/limit.ts. */
export function isWithin(item: Item, limit: string): boolean {
  return meets({ ...item, verdict: verdictOf(item) }, limit);
}

/** As in JSON: `not-fixed`. */
function verdictOf(item: Item): string {
  return item.view?.verdict ?? (item.progress.kind === 'failed' ? 'failed' : 'unjudged');
}
