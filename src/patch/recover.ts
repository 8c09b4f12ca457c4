// The diffs of one mail. In: a message; out: one patch for its own text, one for each attachment and for each mail that it
// quotes. What is quoted at one level under one attribution is one patch.

import { parseMailbox } from '../mail/address.ts';
import { type Attribution, attributionsOf } from '../mail/attribution.ts';
import type { Mailbox, Message } from '../mail/message.ts';
import { quoteLines } from '../mail/quote.ts';
import { parseSubject } from '../mail/subject.ts';
import type { PatchDamage } from './damage.ts';
import type { RecoveredPatch } from './patch.ts';
import { type ScannedFile, scanFiles } from './scan.ts';
import { type ViewLine, viewsOf } from './view.ts';

/** Every diff in a message, own before attached before quoted. Never throws; what could not be read is in `damage`. */
export function recoverPatches(message: Message): RecoveredPatch[] {
  const texts = [message.text, ...message.parts.map((p) => p.text)];
  const patches = texts.flatMap((text, i) =>
    mayHoldDiff(text) ? patchesIn(message, text, i === 0 ? null : i - 1) : [],
  );
  return patches.sort((a, b) => a.level - b.level);
}

function mayHoldDiff(text: string): boolean {
  return text.includes('@@ -') || text.includes('diff --');
}

function patchesIn(message: Message, text: string, attachment: number | null): RecoveredPatch[] {
  const attributions = attributionsOf(quoteLines(text));
  return viewsOf(text).flatMap((view, level) => {
    const groups = new Map<Attribution | undefined, ScannedFile[]>();
    for (const file of scanFiles(view)) {
      const source = attributions.findLast((a) => a.level === level - 1 && a.line < file.lines[0]);
      groups.set(source, [...(groups.get(source) ?? []), file]);
    }
    return [...groups].map(([source, files]) => {
      const sender = level === 0 ? ownSender(message, text) : (source?.from ?? signer(view, files[0]!.lines[0]));
      return toPatch(message, attachment, level, files, sender, source);
    });
  });
}

function toPatch(
  message: Message,
  attachment: number | null,
  level: number,
  files: readonly ScannedFile[],
  from: Mailbox,
  source: Attribution | undefined,
): RecoveredPatch {
  const { title, version, part } = parseSubject(message.subject);
  const damage: PatchDamage[] = [...(level > 0 ? (['quoted'] as const) : []), ...files.flatMap((f) => f.damage)];
  return {
    message: message.index,
    attachment,
    author: from.name,
    from,
    date: level === 0 ? message.date : (source?.date ?? null),
    title,
    version,
    part,
    quoted: level > 0,
    level,
    damage: [...new Set(damage)],
    files: files.map((f) => f.file),
  };
}

/** `From:` as the first line of the body names the author of a patch that someone else sends. */
function ownSender(message: Message, text: string): Mailbox {
  const inBody = /^\s*From: (.+)/.exec(text);
  return inBody ? parseMailbox(inBody[1]!) : message.from;
}

/** The first sign-off above the diff, where no attribution says who is quoted. */
function signer(view: readonly ViewLine[], before: number): Mailbox {
  const line = view.find((l) => l.line < before && /^(?:From|Signed-off-by): \S/.test(l.text));
  return line ? parseMailbox(line.text.replace(/^[\w-]+: /, '')) : { name: '', address: null };
}
