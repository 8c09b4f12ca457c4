// Diffs of mm/migrate.c and mm/filemap.c of v6.6, as mails about the stall.

import { checkThread } from '../../src/check.ts';
import type { Input } from '../../src/verdict/onto.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { diffOf, mbox, ROOT } from '../verdict/mails.ts';

const TEXT = 'After folio_migrate_mapping() a lookup in the swap cache never ends: an RCU stall.';

/** A mail with hunks of one function; blanks before a line say nothing. */
export function mailOf(fn: string, ...hunks: readonly string[]): Input {
  const path = fn === 'filemap_get_entry' ? 'mm/filemap.c' : 'mm/migrate.c';
  return mbox({ subject: '[PATCH] mm: migrate: no stall', text: TEXT, diff: diffOf(path, `int ${fn}(`, ...hunks) });
}

/** `V` or `H` before and after the newest candidate, by check. */
export function answers(verdict: ThreadVerdict): ReadonlyMap<string, readonly [string, string]> {
  const id = verdict.candidates.at(-1)!.id;
  const letter = { violated: 'V', holds: 'H', unknown: '?' } as const;
  return new Map(
    verdict.checks.map((c) => [c.check.id, [letter[c.before.answer], letter[c.after.get(id)!.answer]] as const]),
  );
}

/** A star is any text without a slash. */
function matches(pattern: string, id: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${source}$`).test(id);
}

/** What is not as `expected`: an answer and the checks that must have it; all else must be as it was before. */
export async function deviations(
  input: Input,
  expected: readonly string[],
): Promise<readonly [ThreadVerdict, readonly string[]]> {
  const verdict = await checkThread(input, { root: ROOT, asked: { list: 'all' } });
  const wrong: string[] = [];
  for (const [id, [before, after]] of answers(verdict)) {
    const said = expected.filter((line) => matches(line.slice(2), id)).at(-1)?.[0];
    if (after !== (said ?? before)) wrong.push(`${after} ${id}`);
  }
  return [verdict, wrong];
}
