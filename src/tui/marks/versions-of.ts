import type { ThreadView } from '../../report/view/view.ts';
import type { Summary } from '../judge/summary.ts';
import { contentKey, type Version } from './version.ts';

/** What marks of a thread can be given to, oldest first; proposals in words are known once it is judged. */
export function versionsOf({ versions, whole }: Summary, view: ThreadView | null): readonly Version[] {
  const proposals = (view?.candidates ?? [])
    .filter((c) => c.kind === 'proposal')
    .map(({ id, kind, version, title, author, message }): Version => {
      const words = `${id}\n${view!.messages[message]?.text ?? ''}`;
      return { id, kind, version, title, author, key: contentKey([], words) };
    });
  const all = [...versions, ...proposals];
  return all.length > 0 ? all : [whole];
}
