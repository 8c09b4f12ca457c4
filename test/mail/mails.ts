import type { Message, Thread } from '../../src/mail/message.ts';
import { readThread } from '../../src/mail/read.ts';

/** What tests say about a mail; the rest is made up. */
export interface Sketch {
  readonly subject?: string;
  readonly from?: string;
  readonly id?: string;
  readonly answers?: string;
  readonly date?: string;
  readonly text?: string;
}

/** An mbox of the mails, as a mail program would write it. */
export function mboxOf(mails: readonly Sketch[]): string {
  return mails
    .map((mail, i) => {
      const head = [
        'From mboxrd@z Thu Jan  1 00:00:00 1970',
        `From: ${mail.from ?? 'Ann Author <ann@example.invalid>'}`,
        `Subject: ${mail.subject ?? '[PATCH] mm: fix x'}`,
        `Message-ID: <${mail.id ?? `mail-${i}`}@example.invalid>`,
        `Date: ${mail.date ?? `Thu, 21 May 2020 10:${String(i).padStart(2, '0')}:00 +0000`}`,
        ...(mail.answers ? [`In-Reply-To: <${mail.answers}@example.invalid>`] : []),
      ];
      const body = (mail.text ?? '').replace(/^(>*From )/gm, '>$1');
      return `${head.join('\n')}\n\n${body}\n\n`;
    })
    .join('');
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function threadOf(...mails: Sketch[]): Promise<Thread> {
  return readThread(bytesOf(mboxOf(mails)), 'test.mbox');
}

export async function messageOf(text: string, mail: Sketch = {}): Promise<Message> {
  return (await threadOf({ ...mail, text })).messages[0]!;
}
