import { createColors } from 'picocolors';

/** Colour beside words, never instead of them. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
}

export function painter(color: boolean): Paint {
  const { green, red, dim } = createColors(color);
  return { good: green, bad: red, dim };
}
