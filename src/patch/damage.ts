/** What had been done to a diff on its way, each repaired unless it says otherwise. */
export type PatchDamage =
  | 'quoted'
  /** Comments of the one who quotes stand inside a hunk. */
  | 'interrupted'
  /** Lines were broken in two by a mailer. */
  | 'wrapped'
  /** Context lines have got a blank more, as `format=flowed` asks for. */
  | 'space-stuffed'
  /** No-break and other blanks stand for blanks at the beginning of lines. */
  | 'blanks-turned'
  /** Blanks stand for tabs at the beginning of lines. */
  | 'tabs-expanded'
  /** `&lt;` stands for `<`, and so on. */
  | 'html-escaped'
  /** Quoted-printable that no header declares: `=3D` stands for `=`. */
  | 'quoted-printable'
  /** Context lines have lost their leading blank. */
  | 'context-unindented'
  /** Context lines that are empty have lost their blank. */
  | 'blank-context-stripped'
  /** Empty context lines were joined with the changed line behind them. */
  | 'blank-context-joined'
  /** A line that begins with `+` or `-` is context: only so are the counts satisfied, and in no other way. */
  | 'context-with-sign'
  /** Not repaired: lines that begin with `+` or `-` may be context, and there are several ways to satisfy the counts. */
  | 'context-ambiguous'
  /** Not repaired: several choices of broken lines satisfy the counts. */
  | 'wrapping-ambiguous'
  /** Not repaired: a hunk has fewer lines than its header counts. */
  | 'hunk-truncated'
  /** Not repaired: changed lines stand behind the end of a hunk. */
  | 'hunk-overrun'
  /** Not repaired: nothing but its header is left of a file. */
  | 'hunks-missing'
  /** Not repaired: a hunk without a file header before it. */
  | 'file-header-missing'
  /** Not read: the diff of a merge. */
  | 'combined-diff'
  /** Not read: the old form, with `***`. */
  | 'context-diff'
  /** Not read: the words that changed are marked inside of lines. */
  | 'word-diff';
