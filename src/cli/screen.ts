import type { ColorWhen } from './options.ts';

/** Columns of the terminal. */
export function width(): number {
  return process.stdout.columns ?? 80;
}

export function hasColor({ color }: { readonly color: ColorWhen }): boolean {
  if (color !== 'auto') return color === 'always';
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
