// What a list of threads is limited to: words that all have to be met.
//
//   swap                 anywhere in subject, author, functions, claims or verdict
//   s:swap f:hugh        in the subject, in the author's name
//   fn:do_swap_page      a function that the thread names
//   v:not-fixed          the verdict; `v:unjudged` has none yet
//   d:2020 d:2020-05..   the date: a beginning of it, or from, or until

/** What of a thread words are held against. */
export interface Limited {
  readonly subject: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string | null;
  readonly functions: readonly string[];
  readonly claims: readonly string[];
  /** As in JSON: `not-fixed`. */
  readonly verdict: string;
}

/** Whether a thread is in the list. Words are compared in lower case. */
export function isWithin(thread: Limited, limit: string): boolean {
  return limit
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => meets(thread, word));
}

function meets({ subject, author, date, functions, claims, verdict }: Limited, word: string): boolean {
  const [, kind, text] = /^(s|f|fn|v|d):(.*)$/.exec(word) ?? [];
  const wanted = text ?? word;
  const has = (value: string): boolean => value.toLowerCase().includes(wanted);
  switch (kind) {
    case 's':
      return has(subject);
    case 'f':
      return has(author);
    case 'fn':
      return functions.some(has);
    case 'v':
      return verdict.startsWith(wanted);
    case 'd':
      return isDated(date, wanted);
    default:
      return [subject, author, verdict, ...functions, ...claims].some(has);
  }
}

function isDated(date: string | null, wanted: string): boolean {
  if (date === null) return wanted === '';
  const day = date.slice(0, 10);
  const range = /^([\d-]*)\.\.([\d-]*)$/.exec(wanted);
  if (!range) return day.startsWith(wanted);
  const [, since = '', until = ''] = range;
  return day >= since && (until === '' || day.slice(0, until.length) <= until);
}
