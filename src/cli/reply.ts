import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Mailbox } from '../mail/message.ts';
import { shellWord } from '../report/words.ts';
import { systemWords } from './errno.ts';
import { CommandError } from './errors.ts';
import type { ExitCode } from './exit.ts';
import { readInputs } from './input.ts';
import { checkOptions } from './judge.ts';
import type { VerdictOptions } from './options.ts';
import { write } from './output.ts';
import { openSearchLine } from './search-line.ts';

export interface ReplyCommandOptions extends VerdictOptions {
  readonly toCandidate?: string;
  readonly output?: string;
}

/** `patchcheck reply THREAD`: writes the draft of an answer. Nothing is sent. */
export async function reply(file: string, options: ReplyCommandOptions): Promise<ExitCode> {
  const [input, ...onto] = await readInputs([file, ...options.onto]);
  const { checkThread } = await import('../check.ts');
  const { draftReply } = await import('../report/reply/reply.ts');
  const { recipientsOf } = await import('../mail/recipients.ts');
  const line = openSearchLine();
  const asked = { ...checkOptions(options), onto, look: line.tell };
  const verdict = await checkThread(input!, asked).finally(line.clear);
  const from = ownMailbox();
  const draft = await draftReply(verdict, {
    file,
    ...(options.toCandidate !== undefined && { candidate: options.toCandidate }),
    ...(from && { from }),
    recipients: (id) => recipientsOf(input!.bytes, input!.name, id),
    date: new Date(),
    unique: randomUUID(),
  });
  const path = options.output ?? '-';
  if (path === '-') write(1, draft.text);
  else await save(path, draft.text);
  for (const line of draft.notes) write(2, `${line}\n`);
  const answers = draft.inReplyTo === null ? [] : [`--in-reply-to=${draft.inReplyTo}`];
  const words = ['git', 'send-email', ...answers, path === '-' ? 'FILE' : /^-/.test(path) ? `./${path}` : path];
  write(2, `Nothing was sent. Once you have read and changed the draft:\n  ${words.map(shellWord).join(' ')}\n`);
  return 0;
}

async function save(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CommandError(3, `Cannot write ${path}: ${systemWords(error as NodeJS.ErrnoException)}.`);
  }
}

/** Who git says that the user is. */
export function ownMailbox(): Mailbox | undefined {
  const ask = (key: string): string => {
    try {
      return execFileSync('git', ['config', '--get', key], { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim();
    } catch {
      return '';
    }
  };
  const address = ask('user.email');
  return address === '' ? undefined : { name: ask('user.name'), address };
}
