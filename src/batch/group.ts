// Mails into threads, by the names that they have in common, in tables: no more of an archive is held than the names of
// one mail. Mails are of one thread if References or In-Reply-To join them, as in src/mail/select.ts.
//
//   names of the mail     a@x  b@x  c@x
//   threads of these       7    –    9        9 is smaller: it becomes 7, and the mail is of 7

import type { Store } from './store.ts';

/** The thread of a mail with these names; threads that it joins become one. */
export function joinNames(store: Store, names: readonly string[]): number {
  const threads = new Set<number>();
  const fresh: string[] = [];
  for (const name of names) {
    const row = store.sql('SELECT thread FROM name WHERE id = ?').get(name);
    if (row) threads.add(row.thread as number);
    else fresh.push(name);
  }
  const thread = threads.size === 0 ? newThread(store) : merged(store, [...threads]);
  for (const name of fresh) store.sql('INSERT INTO name (id, thread) VALUES (?, ?)').run(name, thread);
  return thread;
}

function newThread(store: Store): number {
  return store.sql('INSERT INTO thread (content) VALUES (NULL) RETURNING id').get()!.id as number;
}

/** The largest stays, so that however mails come, each changes its thread only a few times. */
function merged(store: Store, threads: readonly number[]): number {
  if (threads.length === 1) return threads[0]!;
  const sized = threads.map((id) => ({ id, ...store.sql('SELECT mails, newest FROM thread WHERE id = ?').get(id)! }));
  const of = (t: object): number => (t as { mails: number }).mails;
  sized.sort((a, b) => of(b) - of(a) || a.id - b.id);
  const [{ id: kept }, ...others] = sized as [
    { id: number },
    ...{ id: number; mails: number; newest: number | null }[],
  ];
  for (const { id, mails, newest } of others) {
    store.sql('UPDATE mail SET thread = ? WHERE thread = ?').run(kept, id);
    store.sql('UPDATE name SET thread = ? WHERE thread = ?').run(kept, id);
    store
      .sql(
        `UPDATE thread SET content = NULL, mails = mails + ?1, newest = max(coalesce(newest, ?2), coalesce(?2, newest))
         WHERE id = ?3`,
      )
      .run(mails, newest, kept);
    store.sql('DELETE FROM thread WHERE id = ?').run(id);
  }
  return kept;
}
