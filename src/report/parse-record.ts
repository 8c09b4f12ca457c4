// One line of `patchcheck parse --jsonl`: what one message says, without its thread.

import type { Mailbox, Message } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import type { FilePatch, RecoveredPatch } from '../patch/patch.ts';
import { recoverPatches } from '../patch/recover.ts';
import { whereOf } from './parse.ts';

/** What `JSON.stringify` is given for a message. */
export function toRecord(message: Message): object {
  const { version, part } = parseSubject(message.subject);
  return {
    messageId: message.messageId,
    inReplyTo: message.inReplyTo,
    subject: message.subject,
    from: mailboxText(message.from),
    date: message.date?.toISOString() ?? null,
    version,
    part,
    diffs: recoverPatches(message)
      .filter((p) => p.files.length > 0)
      .map(diffRecord),
  };
}

function diffRecord(patch: RecoveredPatch): object {
  return { where: whereOf(patch), level: patch.level, files: patch.files.map(fileRecord), damage: patch.damage };
}

/** `hunks` counts also those in a form that is not read, `complete` those with as many lines as they announce. */
function fileRecord(file: FilePatch): object {
  const { path, added, deleted } = file;
  return { path: path || null, added, deleted, ...hunkCounts(file) };
}

export function hunkCounts({ hunks, unread }: FilePatch): { hunks: number; complete: number } {
  return {
    hunks: hunks.length + (unread?.hunks ?? 0),
    complete: hunks.filter((h) => h.countsSatisfied).length + (unread?.complete ?? 0),
  };
}

/** `Ann Author <ann@x>`, as far as it is known. */
export function mailboxText({ name, address }: Mailbox): string {
  if (address === null) return name;
  return name === '' || name === address ? address : `${name} <${address}>`;
}
