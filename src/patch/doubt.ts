/** Something about a series that its mails do not say for certain, and how it was taken. */
export interface Doubt {
  readonly kind: /** Numbers came more than once: the mails were told apart into several series. */
    | 'split'
    /** Only the cover names the version. */
    | 'version-of-cover'
    /** A version that lacks parts was not filled up from the one before. */
    | 'not-filled'
    /** `8/7`: stands beside the series that it seems to go with. */
    | 'beyond-count'
    /** A mail says that it is a part, and holds no diff that can be read. */
    | 'part-without-diff'
    /** There are scissors in the mail, which were not asked for. */
    | 'scissors';
  /** Indexes of the messages that it is about. */
  readonly messages: readonly number[];
  readonly text: string;
}
