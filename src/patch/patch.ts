// What a mail's diff says, repaired and counted. Lines keep their place in the mail so that everything said later
// can point at them.

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Without its leading blank, `+` or `-`. */
  readonly text: string;
  /** 1-based line in the text of the message. */
  readonly line: number;
}

export interface Hunk {
  /** `@@ -392,56 +392,62 @@`, without the section. */
  readonly header: string;
  /** What git prints behind the second `@@`; may be cut short. */
  readonly section: string;
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
  /** The lines are as many as the header counts. */
  readonly countsSatisfied: boolean;
}

export interface FilePatch {
  /** Path in the kernel tree, without `a/`, `b/` or a tree's name: `mm/swap_state.c`. */
  readonly path: string;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly deleted: number;
}
