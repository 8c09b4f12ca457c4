/** What was wrong with a mail, and what was done about it. */
export type MailDamage =
  /** There is no `Date:`, or none that names a day. */
  | 'date-unreadable'
  | 'from-missing'
  | 'subject-missing'
  /** A line inside the header is no header: the body begins there. */
  | 'header-broken'
  /** The body is not in the charset that it declares; read as windows-1252. */
  | 'charset-guessed'
  /** `format=flowed`: the text is as sent, neither unstuffed nor unfolded. */
  | 'format-flowed'
  /** Saved from the page of an archive: white space and addresses may be lost. */
  | 'archive-page';
