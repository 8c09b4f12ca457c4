// What mailers do to the beginning of every line of a hunk, undone where the whole hunk shows it: a blank more before
// context (`format=flowed` stuffs lines that begin with one), and blanks in the place of tabs.

import type { PatchDamage } from './damage.ts';
import type { HunkLine } from './patch.ts';

/** The lines as they were before a mailer stuffed or expanded them; what was done is added to `damage`. */
export function mendIndent(lines: readonly HunkLine[], stuffed: boolean, damage: Set<PatchDamage>): HunkLine[] {
  let mended = lines;
  if (isStuffed(lines, stuffed)) {
    damage.add('space-stuffed');
    mended = mended.map((l) => (l.kind === 'context' && l.text.startsWith(' ') ? { ...l, text: l.text.slice(1) } : l));
  }
  if (!damage.has('context-unindented') && isExpanded(mended)) {
    damage.add('tabs-expanded');
    mended = mended.map((l) => ({ ...l, text: withTabs(l.text) }));
  }
  return mended as HunkLine[];
}

/**
 * Every line of context begins with a blank more than its mark, and one shows that it is no indentation: a tab or code
 * behind a single blank. ` *` goes on with a comment and shows nothing, unless all of the text is known to be stuffed.
 */
function isStuffed(lines: readonly HunkLine[], known: boolean): boolean {
  let shown = false;
  for (const { kind, text } of lines) {
    if (kind !== 'context' || text === '') continue;
    if (text.charCodeAt(0) !== 0x20) return false;
    const next = text.charCodeAt(1);
    if (known || (!Number.isNaN(next) && next !== 0x20 && next !== 0x2a)) shown = true;
  }
  return shown;
}

/**
 * No tab is left, and indentation begins where a tab ends that stands behind the sign of a diff: seven blanks. Code that
 * is indented by blanks has less somewhere.
 */
function isExpanded(lines: readonly HunkLine[]): boolean {
  let shown = false;
  for (const { text } of lines) {
    if (text.includes('\t')) return false;
    const first = text.charCodeAt(0);
    if (first !== 0x20) continue;
    const depth = blanksOf(text);
    if (depth === text.length || (depth === 1 && text.charCodeAt(1) === 0x2a)) continue;
    if (depth < 7) return false;
    if (depth % 8 === 7) shown = true;
  }
  return shown;
}

function blanksOf(text: string): number {
  let depth = 0;
  while (text.charCodeAt(depth) === 0x20) depth++;
  return depth;
}

/** The sign stands in the first column, so that a tab ends at the seventh blank behind it. */
function withTabs(text: string): string {
  const depth = blanksOf(text);
  if (depth < 7) return text;
  return '\t'.repeat((depth + 1) >> 3) + ' '.repeat((depth + 1) & 7) + text.slice(depth);
}
