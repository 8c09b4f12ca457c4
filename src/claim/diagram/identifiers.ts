// The identifiers of a step: the functions that it calls and the other names of code in it.

const keywords = new Set(
  'if else for while do switch case default return goto break continue sizeof defined typeof struct union enum static const unsigned signed long int char void bool true false and or not likely unlikely inline extern volatile'.split(
    ' ',
  ),
);

export interface Identifiers {
  /** In the order of the text. */
  readonly functions: readonly string[];
  readonly names: readonly string[];
}

/**
 * Functions and other names in the text of a step.
 *
 * A call is one; so is a bare name that is all of the step (`swap_duplicate`), or that the thread calls elsewhere. Words of
 * prose are no names: those have an underscore, capitals, or stand in an expression.
 */
export function identifiersOf(step: string, known: ReadonlySet<string>): Identifiers {
  const functions: string[] = [];
  const names = new Set<string>();
  const text = withoutRemarks(step);
  const isRemark = /^\/[/*]/.test(text);
  const bare = /^\W*([A-Za-z_]\w*_\w*)\W*$/.exec(text)?.[1];
  for (const m of text.matchAll(/[A-Za-z_]\w*/g)) {
    const name = m[0];
    const after = text.slice(m.index + name.length, m.index + name.length + 3);
    const before = text.slice(Math.max(0, m.index - 3), m.index);
    if (keywords.has(name.toLowerCase()) || /\d$/.test(before)) continue;
    if (isRemark ? after.startsWith('()') : isCall(name, after)) functions.push(name);
    else if (name.includes('_') && name !== name.toUpperCase() && (known.has(name) || name === bare))
      functions.push(name);
    else if (known.has(name) && /=\s?$/.test(before)) functions.push(name);
    else if (name.includes('_') ? /[A-Za-z]/.test(name) : isOperand(before, after)) names.add(name);
  }
  for (const inside of isRemark ? [] : text.matchAll(/\w\(([^()]*)\)/g))
    for (const m of inside[1]!.matchAll(/[A-Za-z_]\w*/g))
      if (!keywords.has(m[0].toLowerCase()) && !functions.includes(m[0]) && !/\s\w+\s/.test(inside[1]!))
        names.add(m[0]);
  return { functions, names: [...names].filter((n) => !functions.includes(n)) };
}

/** Comments beside code are not what it does; a comment alone may say it. */
function withoutRemarks(text: string): string {
  const code = text.replace(/\/\*.*?(?:\*\/|$)|\s<-+\s.*$/g, '').trim();
  return code === '' ? text : code;
}

/** `f(`, and `f (` only of what cannot be a word before a bracket. */
function isCall(name: string, after: string): boolean {
  return after.startsWith('(') || (after.startsWith(' (') && /^[a-z\d]*_[a-z\d_]*$/.test(name));
}

/** It is dereferenced, indexed, assigned, negated, or its address is taken. */
function isOperand(before: string, after: string): boolean {
  return (
    /(?:->|[&!]|\w{2}\.|\+\+|--|[^=]=\s?)$/.test(before) ||
    /^(?:->|\[|\.[A-Za-z_]{2}|\s?[-+|&^=!<>]?=(?!>)|\+\+|--)/.test(after)
  );
}

/** Whether a text speaks of code: it calls, assigns, dereferences or names something with an underscore. */
export function isCode(text: string): boolean {
  return /[A-Za-z]\w*\(|\b(?:if|while|for|switch) \(|[a-z]_[a-z]|[A-Z]_[A-Z]|->\w|\w\s=\s|\w;$/i.test(text);
}

/** Every name that a text calls. */
export function calledIn(text: string): string[] {
  return [...text.matchAll(/\b([A-Za-z_]\w{2,})\(/g)].map((m) => m[1]!);
}
