// A mail's text as it is read: runs of quoted lines are one line until they are unfolded.

export type MailRow =
  | { readonly kind: 'text'; readonly line: number; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'fold'; readonly line: number; readonly count: number };

/** Shorter quotes stay: they are what an answer is about. */
const SHORT = 3;

/** The rows of a text. `isOpen` says of a quote, by its first line (1-based), whether it is shown whole. */
export function foldQuotes(text: string, isOpen: (line: number) => boolean): MailRow[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  const rows: MailRow[] = [];
  for (let i = 0; i < lines.length; ) {
    let end = i;
    while (end < lines.length && isQuote(lines[end]!)) end++;
    if (end - i > SHORT && !isOpen(i + 1)) {
      rows.push({ kind: 'fold', line: i + 1, count: end - i });
      i = end;
      continue;
    }
    const last = Math.max(end, i + 1);
    for (; i < last; i++) rows.push({ kind: 'text', line: i + 1, text: lines[i]!, isQuoted: isQuote(lines[i]!) });
  }
  return rows;
}

function isQuote(line: string): boolean {
  return /^\s{0,2}[>|]/.test(line);
}
