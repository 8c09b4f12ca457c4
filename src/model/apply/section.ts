// What the text behind the second `@@` names: the last line before the hunk that looked like the start of something.

import { annotationCalls } from '../c/tokens.ts';

export type Section =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'struct'; readonly name: string }
  /** The name of a function that was cut off. */
  | { readonly kind: 'beginning'; readonly name: string }
  | { readonly kind: 'none' };

const NOT_A_NAME =
  /^(if|while|for|switch|return|sizeof|do|else|goto|case|DEFINE_\w+|DECLARE_\w+|EXPORT_\w+|MODULE_\w+)$/;

export function readSection(section: string): Section {
  const text = section.replace(/\/\*.*?(\*\/|$)|\/\/.*$/g, ' ').trim();
  if (text === '' || /^#|[;:]$/.test(text)) return { kind: 'none' };
  const struct = /^(?:typedef\s+)?struct\s+(\w+)\s*\{?$/.exec(text);
  if (struct) return { kind: 'struct', name: struct[1]! };
  for (const m of text.matchAll(/(\w+)\s*\(/g)) {
    if (annotationCalls.has(m[1]!)) continue;
    if (NOT_A_NAME.test(m[1]!) || text.slice(0, m.index).includes('=')) return { kind: 'none' };
    return { kind: 'function', name: m[1]! };
  }
  const cut = /(?:^|[\s*])(\w+)$/.exec(text);
  // diff cuts the line at 40 or 80 characters.
  return cut && text.length >= 35 ? { kind: 'beginning', name: cut[1]! } : { kind: 'none' };
}

/** Whether a path of a diff means the kernel file of a model: the same, or the header of the same name. */
export function sameFile(file: string, path: string): boolean {
  if (file === path || path.endsWith(`/${file}`) || file.endsWith(`/${path}`)) return true;
  if (!file.endsWith('.h') && !path.endsWith('.h')) return false;
  const stem = (s: string): string => s.slice(s.lastIndexOf('/') + 1).replace(/\.[ch]$/, '');
  return stem(file) === stem(path);
}
