// Verdicts of a few mails, for tests of what is made of them. Each is judged once for each test file.

import { readFileSync } from 'node:fs';
import { checkThread } from '../../src/check.ts';
import type { Input } from '../../src/verdict/onto.ts';
import type { Asked, ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { LIVELOCK, mbox, ROOT, swapin } from '../verdict/mails.ts';

export const RETRY = ' \t\terr = swapcache_prepare(entry);\n+\t\tcond_resched();\n \t\tif (!err)\n \t\t\tbreak;';

/** The fix of the livelock without one of its lines: it leaks a page. */
export const LEAKY: Input = {
  name: 'leaky.txt',
  bytes: Buffer.from(
    readFileSync(`${ROOT}fixtures/threads/2020-swapin-livelock.txt`, 'utf8')
      .replace('@@ -392,56 +392,62 @@', '@@ -392,56 +392,61 @@')
      .replace('> + put_page(page);\n', ''),
  ),
};

/** Markup, controls and marks of direction wherever a mail has text. */
export const EVIL = `</pre><script>alert(1)</script><img src="http://example.org/x.png" onerror="alert(2)">&amp;"'\u001b[2J\u009b31m\u202eevil\u2066\u0007`;

export const HOSTILE: Input = mbox({
  subject: `[PATCH] ${EVIL.replace(/\n/g, ' ')}`,
  text: `This fixes a livelock in __read_swap_cache_async(). ${EVIL}`,
  diff: swapin(RETRY.replace('cond_resched();', `cond_resched(); /* ${EVIL} */`)),
});

/** A fix that fixes nothing. */
export const IDLE: Input = mbox({ text: 'This fixes a livelock in __read_swap_cache_async().', diff: swapin(RETRY) });

const known = new Map<Input, Map<string, Promise<ThreadVerdict>>>();

/** The verdict on a mail; one that was given is kept. */
export function verdictOn(input: Input, asked: Partial<Asked> = { scope: 'described' }): Promise<ThreadVerdict> {
  const own = known.get(input) ?? new Map<string, Promise<ThreadVerdict>>();
  known.set(input, own);
  const key = JSON.stringify(asked);
  const made = own.get(key) ?? checkThread(input, { root: ROOT, asked });
  own.set(key, made);
  return made;
}

export { LIVELOCK, ROOT };
