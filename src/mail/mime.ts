// The only file that knows mailparser. It tells the parts of a mail apart and decodes them; headers are read by
// headers.ts, and dates always, since mailparser makes *now* of a bad one.

import { type ParsedMail, simpleParser } from 'mailparser';
import { decodeCharset } from './charset.ts';
import type { MailDamage } from './damage.ts';
import { bufferOf, type Head } from './headers.ts';
import { type Decoded, decodePlain } from './mail.ts';
import type { Flowed, Part } from './message.ts';
import { finish } from './text.ts';

const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
const html = /^text\/html\b/;

/** Decodes a mail with MIME. What mailparser cannot take is shown as it was sent. */
export async function decodeWithMailparser(bytes: Uint8Array, head: Head): Promise<Decoded> {
  const raw = bufferOf(bytes);
  const { source, flowed } = withoutFlowed(raw.subarray(0, head.body), raw.subarray(head.body));
  let mail: ParsedMail;
  try {
    mail = await simpleParser(source, options);
  } catch {
    return asSent(bytes, head);
  }
  const parts = mail.attachments.map(textPart).filter((part) => part !== null);
  const unread = (mail.text ?? '').trim() === '' && parts.length === 0;
  const damage: MailDamage[] = [];
  if (flowed) damage.push('format-flowed');
  if (unread && mail.html) damage.push('html-only');
  if (mail.text?.includes('\ufffd')) damage.push('charset-lossy');
  if (unread && !mail.html && mail.attachments.length === 0 && !isBlank(raw.subarray(head.body)))
    return asSent(bytes, head);
  const { text, damage: all } = finish(mail.text ?? '', damage);
  return {
    text,
    flowed,
    parts: parts.map((p) => p.part),
    damage: [...new Set([...all, ...parts.flatMap((p) => p.damage)])],
  };
}

function asSent(bytes: Uint8Array, head: Head): Decoded {
  const plain = decodePlain(bytes, head);
  return { ...plain, damage: [...plain.damage, 'mime-broken'] };
}

function isBlank(body: Buffer): boolean {
  return body.length < 64 << 10 && body.toString('latin1').trim() === '';
}

interface ReadPart {
  readonly part: Part;
  readonly damage: readonly MailDamage[];
}

/** An attachment that is text by its type or its name, whatever its disposition; null for anything else. */
function textPart(attachment: ParsedMail['attachments'][number]): ReadPart | null {
  const { contentType: type, filename, content } = attachment;
  const named = /\.(patch|diff|txt|eml|mbox|[ch])$/i.test(filename ?? '');
  if (html.test(type) || (!named && !/^text\/|^message\/|x-(patch|diff)/.test(type))) return null;
  if (content.includes(0)) return null;
  const header = attachment.headers.get('content-type') as { params?: { charset?: string } } | undefined;
  const read = decodeCharset(content, header?.params?.charset ?? '');
  const { text, damage } = finish(read.text, read.damage);
  return { part: { fileName: filename ?? null, type, text }, damage };
}

/**
 * Takes `format=flowed` out of the headers of the mail and of its parts: mailparser would unfold the text, and with it
 * diffs and diagrams. No body line is touched: a part's headers are the lines behind a boundary, up to a blank one.
 */
function withoutFlowed(head: Buffer, body: Buffer): { source: Buffer; flowed: Flowed | null } {
  const top = head.toString('latin1');
  let flowed: Flowed | null = null;
  const strip = (block: string): string =>
    block.replace(/;\s*format\s*=\s*"?flowed"?/gi, () => {
      flowed = { delsp: /;\s*delsp\s*=\s*"?yes\b/i.test(block) };
      return '';
    });
  const stripped = strip(top);
  if (!/boundary\s*=/i.test(top) || !body.includes('lowed'))
    return { source: Buffer.concat([Buffer.from(stripped, 'latin1'), body]), flowed };
  const boundary = /^--[^\r\n]+\r?\n(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+/gm;
  const parts = body.toString('latin1').replace(boundary, strip);
  return { source: Buffer.from(stripped + parts, 'latin1'), flowed };
}
