// Who acts: heads of columns and labels of rows.

const numbered =
  '(?:cpu|core|processor|thread|task|process|proc|worker|kworker|context|ctx|node|vcpu|reader|writer|user|client)\\s?[#-]?\\s?(?:\\d{1,3}|[A-DXYN])';
const exact = new RegExp(`^(?:${numbered}|[TP]\\d{1,2})$`, 'i');
const within = new RegExp(`(?:^|[\\s(/<\\[])(?:${numbered})(?![\\w-])`, 'i');

/** A name without its decoration: `*thread1*`, `[ CPU 0 ]`, `<A>`, `CPU0:`. */
export function bareName(text: string): string {
  const bare = text
    .replace(/^[\s*_~=<[(-]+(?=[^\s*])/, (mark) => (mark.includes('(') ? mark : ''))
    .replace(/[\s*~=>\]:,-]+$/, '');
  return bare.trim().replace(/\s+/g, ' ');
}

/** `named`: CPU0, Thread A, T1; `holds-name`: BH on CPU 0, thread1 polling; `plain`: a role or a function; else null. */
export type Naming = 'named' | 'holds-name' | 'plain';

export function namingOf(text: string): Naming | null {
  const name = bareName(text);
  if (name === '' || name.length > 48) return null;
  if (exact.test(name)) return 'named';
  if (/[;{}="%$\\?!]|\/\*|^[#@+]|^\W+$|^[\d.,]/.test(name) || /[a-z][.,]$/.test(name)) return null;
  if (name.split(' ').length > 6) return null;
  if (within.test(name)) return 'holds-name';
  return /[A-Za-z]/.test(name) && !nobody.test(name) ? 'plain' : null;
}

/** Heads of comparisons, lists and listings: what stands under them does not act. */
const nobody =
  /\b(?:before|after|old|new|current|expected|actual|observed|good|bad|fixed|broken|(?:un)?patched|vanilla|original|base(?:line)?|proposed|example|option|meaning|name|description|value|state|next|previous|type|field|function|file|line|column|total|size|offset|flags?|result|output|input|comment|note|status|version|date|pid|command|functions|variable|purpose|location|path|link|url)\b/i;
const role =
  /^(?:(?:reader|writer|reclaim(?:er)?|migration|migrator|swapper|swapoff|swapon|swapin|kswapd|waker|waiter|owner|hard-?irq|soft-?irq|irq|interrupt|timer|parent|child|producer|consumer|shrinker|sender|receiver|user(?:space)?|kernel|driver|sqpoll|sq ?thread|worker|io-?wq|bh|nmi|fault|exit|open|close|mount|umount)[ #-]?(?:\d{1,3}|[A-D])?|[a-z][\w-]*-\d{2,7}|kworker\/[\w:+-]+|[a-z][\w-]*\d:[a-z]+\d+|[a-z][\w-]*\d)$/i;

/** Whether a label of a row can only be somebody, or may be. */
export function labelOf(text: string): 'sure' | 'likely' | null {
  const name = bareName(text);
  if (exact.test(name)) return 'sure';
  return role.test(name) ? 'likely' : null;
}

const heads = new RegExp(`^\\s*(?:(?:${numbered}|[TP]\\d{1,2})\\s+){1,7}(?:${numbered}|[TP]\\d{1,2})$`, 'i');
const each = new RegExp(`${numbered}|[TP]\\d{1,2}`, 'gi');

/** The heads of `CPU0 CPU1`, where no more than a blank is left between them; null if there is anything else. */
export function headsInLine(text: string): string[] | null {
  if (text.length > 120 || !heads.test(text)) return null;
  const found = text.match(each)!;
  return new Set(found).size === found.length ? [...found] : null;
}
