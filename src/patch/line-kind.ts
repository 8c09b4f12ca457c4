import type { HunkLine } from './patch.ts';

/** `rest` goes on from the line before it. */
export type LineKind = HunkLine['kind'] | 'no-newline' | 'rest' | Split;

/** An empty line of context and another one stand on one line. */
export type Split = 'blank-added' | 'blank-removed' | 'blank-context';

/** What a line is as diff prints it; null if it is none of a hunk's. A tab shows that only the blank before it is lost. */
export function strictKind(text: string): HunkLine['kind'] | 'no-newline' | null {
  switch (text.charCodeAt(0)) {
    case 0x2b:
      return 'added';
    case 0x2d:
      return 'removed';
    case 0x5c:
      return isNote(text) ? 'no-newline' : null;
    case 0x20:
    case 0x09:
      return 'context';
    default:
      return text === '' ? 'context' : null;
  }
}

/** `\\ No newline at end of file`, in any language. */
function isNote(text: string): boolean {
  return /^\\ \S/.test(text);
}

/** How many lines of the old and of the new file each is. */
export const weight = {
  context: { old: 1, new: 1 },
  added: { old: 0, new: 1 },
  removed: { old: 1, new: 0 },
  'no-newline': { old: 0, new: 0 },
  rest: { old: 0, new: 0 },
  'blank-context': { old: 2, new: 2 },
  'blank-added': { old: 1, new: 2 },
  'blank-removed': { old: 2, new: 1 },
} as const satisfies Record<LineKind, { readonly old: number; readonly new: number }>;
