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
  return /[A-Za-z]/.test(name) ? 'plain' : null;
}

const role =
  /^(?:(?:reader|writer|reclaim(?:er)?|migration|migrator|swapper|swapoff|swapon|swapin|kswapd|waker|waiter|owner|hard-?irq|soft-?irq|irq|interrupt|timer|parent|child|producer|consumer|shrinker|sender|receiver|user(?:space)?|kernel|driver|sqpoll|sq ?thread|worker|io-?wq|bh|nmi|fault|exit|open|close|mount|umount)[ #-]?(?:\d{1,3}|[A-D])?|[a-z][\w-]*-\d{2,7}|kworker\/[\w:+-]+|[a-z][\w-]*\d:[a-z]+\d+|[a-z][\w-]*\d)$/i;

/** Whether a label of a row can only be somebody, or may be. */
export function labelOf(text: string): 'sure' | 'likely' | null {
  const name = bareName(text);
  if (exact.test(name)) return 'sure';
  return role.test(name) ? 'likely' : null;
}

/** The heads of `CPU0 CPU1`, where no more than a blank is left between them; null if there is anything else. */
export function headsInLine(text: string): string[] | null {
  const form = new RegExp(`\\s*(${numbered}|[TP]\\d{1,2})(?=\\s|$)`, 'iy');
  const heads: string[] = [];
  while (form.lastIndex < text.trimEnd().length) {
    const m = form.exec(text);
    if (!m || heads.length > 8) return null;
    heads.push(m[1]!);
  }
  return heads.length >= 2 && new Set(heads).size === heads.length ? heads : null;
}
