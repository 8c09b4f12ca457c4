// The swap-in fix, altered: the lines of its one hunk, changed like a text, put back into a mail.

import { readThread } from '../../src/mail/read.ts';
import { recoverPatches } from '../../src/patch/recover.ts';
import type { Input } from '../../src/verdict/onto.ts';
import { LIVELOCK, mbox } from '../verdict/mails.ts';

/** The lines of the fix, each with its blank, `+` or `-`. */
export async function linesOfFix(): Promise<string[]> {
  const thread = await readThread(LIVELOCK.bytes, LIVELOCK.name);
  const signs = { context: ' ', added: '+', removed: '-' } as const;
  const [hunk] = recoverPatches(thread.messages[0]!)[0]!.files[0]!.hunks;
  return hunk!.lines.map((line) => signs[line.kind] + line.text);
}

/** The fix as a text that is easy to alter: its hunk with comment lines left out, blanks at both ends of a line gone. */
export async function fixAsText(): Promise<string> {
  const comment = /^.\s*(\/\*|\*\/|\*\s)/;
  return (await linesOfFix())
    .filter((line) => !comment.test(line))
    .map((line) => line[0] + line.slice(1).trim())
    .join('\n');
}

/** A mail with one hunk of mm/swap_state.c; its counts are made to fit. */
export function mailWith(
  hunk: string,
  subject = 'mm/swap: fix livelock in __read_swap_cache_async()',
  id = 'altered@x',
): Input {
  const lines = hunk.split('\n').filter((line) => line !== '');
  const count = (sign: string) => lines.filter((line) => !line.startsWith(sign)).length;
  const header = `@@ -392,${count('+')} +392,${count('-')} @@ struct page *__read_swap_cache_async(swp_entry_t`;
  const diff = `--- a/mm/swap_state.c\n+++ b/mm/swap_state.c\n${header}\n${lines.join('\n')}\n`;
  return mbox({ subject: `[PATCH] ${subject}`, text: 'Readers go round for ever: a livelock.', diff, id });
}

/** A text with one place replaced; the place must be there, once. */
export function replaced(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`not there once: ${from}`);
  return text.replace(from, () => to);
}
