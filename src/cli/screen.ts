import type { ColorWhen } from './options.ts';

/** Columns of the terminal. */
export function width(): number {
  return process.stdout.columns || 80;
}

export function hasColor({ color }: { readonly color: ColorWhen }): boolean {
  if (color !== 'auto') return color === 'always';
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** A terminal that a pager can draw on. */
export function canPage(): boolean {
  return process.stdout.isTTY === true && !['', 'dumb'].includes(process.env.TERM ?? '');
}

/** A terminal whose locale is set and has no UTF-8. What goes into a pipe or a file is UTF-8 always. */
export function isAscii(): boolean {
  return process.stdout.isTTY === true && !isUtf8(process.env);
}

/** Whether a locale has UTF-8; one that is not set may. */
export function isUtf8({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return !locale || /\.?utf-?8\b/i.test(locale);
}
