import type { Diagnostic } from '../base/diagnostic.ts';
import { lineAt, placeOf } from '../base/source.ts';
import type { CandidateReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import { escapeLine } from './escape.ts';
import type { Page } from './page.ts';
import { wrap } from './wrap.ts';

/** What is wrong at a place of a patch: the message, the line of the mail, a caret, the way out. */
export function placeLines({ message, span, help }: Diagnostic, page: Page): string[] {
  const { width } = page;
  const way = help === undefined ? [] : wrap(escapeLine(help), width);
  if (!span) return [...wrap(escapeLine(message), width), ...way];
  const text = lineAt(span.source, span.start);
  const { column } = placeOf(span.source, span.start);
  const name = escapeLine(span.source.name);
  const mark = /^[ +-]/.test(text) ? text[0]! : ' ';
  const rest = text.slice(column - 1);
  const under = '^'.repeat(Math.max(1, Math.min(span.end - span.start, rest.trimEnd().length)));
  // Without a program to begin with, it is an earlier thread that does not apply: the message names it.
  const isOwn = page.v.before !== null;
  const at = isOwn ? lineInMail(text, page.newest!) : undefined;
  const place = at ? `${name}, ${messageLine(page, at.message, [at.line])}: ` : isOwn ? `${name}: ` : '';
  return [...wrap(`${place}${escapeLine(message)}`, width, 2), `  ${mark} ${escapeLine(rest)}`, `    ${under}`, ...way];
}

/** `line 60 of the message, thread.mbox:75`; `lines 3, 9 of message 2`. */
export function messageLine({ v, find }: Page, message: number, lines: readonly number[]): string {
  const which = v.thread.messages.length > 1 ? `message ${message + 1}` : 'the message';
  const inFile = lines.length === 1 ? find(message, lines[0]!) : undefined;
  const where = `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} of ${which}`;
  return inFile === undefined ? where : `${where}, ${escapeLine(inFile)}`;
}

/** Finds lines of the only message of a file, by their words and those around them. */
export function finder(
  { thread }: Pick<ThreadVerdict, 'thread'>,
  file: string | undefined,
  content: string | undefined,
): Page['find'] {
  if (thread.messages.length !== 1 || file === undefined || content === undefined) return () => undefined;
  const inFile = content.split('\n').map(words);
  const inMessage = thread.messages[0]!.text.split('\n').map(words);
  return (_, line) => {
    const near = [-3, -2, -1, 0, 1, 2, 3].filter((k) => inMessage[line - 1 + k] !== undefined);
    const at = inFile.flatMap((_, i) => (near.every((k) => inFile[i + k] === inMessage[line - 1 + k]) ? [i] : []));
    return at.length === 1 ? `${file}:${at[0]! + 1}` : undefined;
  };
}

/** The 1-based line of a mail's text with the same words; added lines first. */
function lineInMail(text: string, { patches }: CandidateReport): { message: number; line: number } | undefined {
  const wanted = [text, text.slice(1)].map(words);
  const lines = patches.flatMap(({ patch: { message, files } }) =>
    files.flatMap((f) => f.hunks.flatMap((h) => h.lines.map((l) => ({ ...l, message })))),
  );
  const alike = lines.filter((l) => wanted.includes(words(l.text)));
  return alike.find((l) => l.kind === 'added') ?? alike[0];
}

function words(text: string): string {
  return text.replace(/\s+/g, '');
}
