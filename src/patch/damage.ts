/** What had been done to a diff on its way, each repaired unless it says otherwise. */
export type PatchDamage =
  | 'quoted'
  /** Comments of the one who quotes stand inside a hunk. */
  | 'interrupted'
  /** Context lines have lost their leading blank. */
  | 'context-unindented'
  /** Context lines that are empty have lost their blank. */
  | 'blank-context-stripped'
  /** A line that begins with `+` or `-` is context: only so are the counts satisfied, and in no other way. */
  | 'context-with-sign'
  /** Not repaired: lines that begin with `+` or `-` may be context, and there are several ways to satisfy the counts. */
  | 'context-ambiguous'
  /** Not repaired: a hunk has fewer lines than its header counts. */
  | 'hunk-truncated'
  /** Not repaired: changed lines stand behind the end of a hunk. */
  | 'hunk-overrun'
  /** Not repaired: a hunk without a file header before it. */
  | 'file-header-missing'
  /** Not read: the diff of a merge. */
  | 'combined-diff';
