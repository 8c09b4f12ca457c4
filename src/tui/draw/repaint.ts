/** What a terminal is sent to show other lines in the place of some: only those that differ, each at its place. */
export function repaint(before: readonly string[], after: readonly string[]): string {
  const count = Math.max(before.length, after.length);
  let out = '';
  for (let i = 0; i < count; i++) {
    const text = after[i] ?? '';
    if (text === before[i]) continue;
    // The rest of the line goes first: behind a full line it would take the last character with it.
    out += `\u001b[${i + 1};1H\u001b[2K${text}`;
  }
  return out;
}
