/** What a reader took for a diagram, before its rows are joined to steps. */
export interface Drawing {
  /** 1-based, first and last. */
  readonly lines: readonly [number, number];
  readonly actors: readonly string[];
  readonly columns: 'kept' | 'lost';
  readonly entries: readonly Entry[];
}

/** One line of one cell. */
export interface Entry {
  /** Index in the actors; null if unknown. */
  readonly actor: number | null;
  readonly text: string;
  /** 1-based line in the message. */
  readonly line: number;
  /** A mailer broke it off the line above. */
  readonly isWrapped?: true;
}
