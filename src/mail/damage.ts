/** What was wrong with a mail, and what was done about it. */
export type MailDamage =
  /** There is no `Date:`, or none that names a day. */
  | 'date-unreadable'
  | 'from-missing'
  | 'subject-missing'
  /** A line inside the header is no header: the body begins there. */
  | 'header-broken'
  /** A header is longer than anyone needs: its end is lost. */
  | 'header-cut'
  /** The mail is too big (`limits.ts`): its end is lost. */
  | 'mail-cut'
  /** A line, or the text as a whole, is too long (`limits.ts`): its end is lost. */
  | 'text-cut'
  /** The body is not in the charset that it declares, or in one that nobody knows; read as UTF-8 or windows-1252. */
  | 'charset-guessed'
  /** Some bytes mean nothing in the declared charset, and are U+FFFD now. */
  | 'charset-lossy'
  /** Base64 with other text behind it, which was kept as it is. */
  | 'encoding-broken'
  /** The text holds NUL characters; they were kept. */
  | 'nul-characters'
  /** The parts of the mail cannot be told apart: its body is shown as it was sent. */
  | 'mime-broken'
  /** There is no plain text, only HTML, which is not read. */
  | 'html-only'
  /** `format=flowed`: the text is as sent, neither unstuffed nor unfolded. */
  | 'format-flowed'
  /** Saved from the page of an archive: white space and addresses may be lost. */
  | 'archive-page';
