import { MailError } from '../mail/error.ts';
import { indexMail } from '../mail/index.ts';
import { toMboxrd } from '../mail/mboxrd.ts';
import { selectThread } from '../mail/select.ts';
import type { Input } from '../verdict/onto.ts';
import { systemWords } from './errno.ts';
import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { readInputs } from './input.ts';
import { checkOptions } from './judge.ts';
import { write } from './output.ts';

export interface B4Options {
  readonly archive?: string;
  readonly described?: true;
  readonly maxStates?: number;
  /** Seconds. */
  readonly timeout: number;
  readonly config: Readonly<Record<string, boolean>>;
}

/** Columns of the details that b4 shows. */
const WIDTH = 76;

/** `patchcheck b4-check`: 0 with the results on standard output, whatever they are; else b4 shows a failure. */
export async function b4Check(options: B4Options): Promise<ExitCode> {
  const [mail] = await readInputs(['-']);
  const asked = indexMail({
    bytes: mail!.bytes,
    shape: 'mail',
    place: { kind: 'file', path: '-', flags: '' },
    damage: [],
  });
  const input = options.archive === undefined ? mail! : await threadOf(options.archive, asked.messageId, mail!);
  const { checkThread } = await import('../check.ts');
  const { b4Results } = await import('../report/b4.ts');
  const { renderText } = await import('../report/text.ts');
  const verdict = await checkThread(
    input,
    checkOptions({ ...options, check: [], onto: [], pager: false, color: 'never' }),
  );
  const details = renderText(verdict, { width: WIDTH, color: false });
  write(1, `${JSON.stringify(b4Results(verdict, asked, details), null, 2)}\n`);
  return 0;
}

/** The thread of a mail; the mail alone where the archive does not have it. */
async function threadOf(archive: string, id: string | null, mail: Input): Promise<Input> {
  if (id === null) return mail;
  try {
    const mails: Uint8Array[] = [];
    for await (const raw of selectThread(archive, id)) mails.push(Uint8Array.from(raw.bytes));
    return { bytes: toMboxrd(mails), name: archive };
  } catch (error) {
    if (error instanceof MailError) return mail;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandError(3, `Cannot read ${archive}: ${systemWords(error as NodeJS.ErrnoException)}.`);
  }
}
