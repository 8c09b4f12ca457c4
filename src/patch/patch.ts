// What a mail's diff says, repaired and counted. Lines keep their place in the mail so that everything said later
// can point at them.

import type { Mailbox } from '../mail/message.ts';
import type { PatchDamage } from './damage.ts';

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Without its leading blank, `+` or `-`. */
  readonly text: string;
  /** 1-based line in the text of the message, or of its attachment. */
  readonly line: number;
  /** `\\ No newline at end of file` stands behind it. */
  readonly noNewline?: true;
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
  /** Path in the kernel tree, without `a/`, `b/` or a tree's name: `mm/swap_state.c`. Empty if the mail does not say. */
  readonly path: string;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly deleted: number;
  /** A file that is made, removed, renamed or copied; absent for one that is changed. */
  readonly change?: 'add' | 'delete' | 'rename' | 'copy';
  /** Where a renamed or copied file comes from. */
  readonly previousPath?: string;
  /** New file mode, if the patch sets one: `100755`. */
  readonly mode?: string;
  /** The content is binary: there are no hunks. */
  readonly binary?: true;
  /** Hunks in a form that is recognised and not read; they are not in `hunks`. */
  readonly unread?: UnreadHunks;
}

export interface UnreadHunks {
  /** `@@@` of a merge, `***` of the old context form, or marked words. */
  readonly form: 'combined' | 'context' | 'word';
  readonly hunks: number;
  /** How many of them have as many lines as their headers count. */
  readonly complete: number;
}

/** The diff of one mail, attachment or quoted mail. */
export interface RecoveredPatch {
  /** Index of the message in its thread. */
  readonly message: number;
  /** Index in the message's `parts` if the diff is attached, null if it is in the text. */
  readonly attachment: number | null;
  /** Display name of who sent the diff: the quoted sender where it is quoted. Empty if the mail does not say. */
  readonly author: string;
  readonly from: Mailbox;
  /** When the diff was sent, as far as the mail says. */
  readonly date: Date | null;
  /** Subject without `Re:` and `[PATCH …]`. */
  readonly title: string;
  readonly version: number;
  /** [n, m] of `n/m`. */
  readonly part: readonly [number, number];
  readonly quoted: boolean;
  /** Depth of the quoting, 0 for the sender's own. */
  readonly level: number;
  readonly damage: readonly PatchDamage[];
  readonly files: readonly FilePatch[];
}
