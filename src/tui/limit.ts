// What a list is limited to: words that all have to be met.
//
//   swap                 anywhere in subject, author, functions or verdict
//   s:swap f:hugh        in the subject, in the author's name
//   fn:do_swap_page      a function that the thread names
//   v:not-fixed          the verdict; `v:unjudged` has none yet
//   d:2020 d:2020-05..   the date: a beginning of it, or from, or until

import type { Item } from './state.ts';

/** Whether a thread is in the list. Words are compared in lower case. */
export function isWithin(item: Item, limit: string): boolean {
  return limit
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => meets(item, word));
}

function meets(item: Item, word: string): boolean {
  const [, kind, text] = /^(s|f|fn|v|d):(.*)$/.exec(word) ?? [];
  const wanted = text ?? word;
  const has = (value: string): boolean => value.toLowerCase().includes(wanted);
  switch (kind) {
    case 's':
      return has(item.subject);
    case 'f':
      return has(item.author);
    case 'fn':
      return item.functions.some(has);
    case 'v':
      return verdictOf(item).startsWith(wanted);
    case 'd':
      return isDated(item.date, wanted);
    default:
      return [item.subject, item.author, verdictOf(item), ...item.functions, ...item.claims].some(has);
  }
}

/** As in JSON: `not-fixed`. */
function verdictOf(item: Item): string {
  return item.view?.verdict ?? (item.progress.kind === 'failed' ? 'failed' : 'unjudged');
}

function isDated(date: string | null, wanted: string): boolean {
  if (date === null) return wanted === '';
  const day = date.slice(0, 10);
  const range = /^([\d-]*)\.\.([\d-]*)$/.exec(wanted);
  if (!range) return day.startsWith(wanted);
  const [, since = '', until = ''] = range;
  return day >= since && (until === '' || day.slice(0, until.length) <= until);
}
