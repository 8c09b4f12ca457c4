import type { ExitCode } from './exit.ts';

/** Ends the command with a message and nothing on stdout. */
export class CommandError extends Error {
  readonly exit: ExitCode;

  constructor(exit: ExitCode, message: string) {
    super(message);
    this.name = 'CommandError';
    this.exit = exit;
  }
}

const KNOWN: Readonly<Record<string, ExitCode>> = {
  MailError: 3,
  InvalidModel: 3,
  StoreError: 3,
  StaleArchive: 3,
  QueueError: 3,
  WrongCheckId: 2,
  WrongRun: 2,
  WrongMore: 2,
  NoSuchCandidate: 2,
};

/** What an error means for the command; `isBug` if nobody foresaw it. Errors are told by name: their classes load late. */
export function explain(error: unknown): {
  readonly exit: ExitCode;
  readonly message: string;
  readonly isBug: boolean;
} {
  if (error instanceof CommandError) return { exit: error.exit, message: error.message, isBug: false };
  if (!(error instanceof Error)) return { exit: 3, message: String(error), isBug: true };
  if (Object.hasOwn(KNOWN, error.name)) return { exit: KNOWN[error.name]!, message: error.message, isBug: false };
  return { exit: 3, message: `internal error: ${error.stack ?? error.message}`, isBug: true };
}
