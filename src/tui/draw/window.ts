/** The first row to show so that the cursor is in the middle, and no room is left at the end. */
export function topOf(at: number, count: number, height: number): number {
  return Math.max(0, Math.min(at - Math.floor(height / 2), count - height));
}

/** A number within 0 and `count - 1`; 0 if there is none. */
export function within(at: number, count: number): number {
  return Math.max(0, Math.min(at, count - 1));
}
