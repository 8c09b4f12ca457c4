// The only file that knows mailparser. It decodes parts, charsets and encoded words; headers that we can read are read
// by headers.ts, and dates always, since mailparser makes *now* of a bad one.

import { type ParsedMail, simpleParser } from 'mailparser';
import type { MailDamage } from './damage.ts';
import type { Head } from './headers.ts';
import { type Decoded, decodePlain, decodeText, first, oneLine, unixLines } from './mail.ts';
import type { Part } from './message.ts';

const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };

/** Decodes a mail with MIME. What mailparser cannot take is decoded as plain text. */
export async function decodeWithMailparser(bytes: Uint8Array, head: Head): Promise<Decoded> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { source, flowed } = withoutFlowed(raw.subarray(0, head.body), raw.subarray(head.body));
  let mail: ParsedMail;
  try {
    mail = await simpleParser(source, options);
  } catch {
    return decodePlain(bytes, head);
  }
  const damage: MailDamage[] = flowed ? ['format-flowed'] : [];
  const delsp = /;\s*delsp\s*=\s*"?yes/i.test(raw.toString('latin1'));
  const from = mail.from?.value[0];
  const plain = decodePlain(bytes, head);
  return {
    subject: /=\?/.test(first(head, 'subject')) ? oneLine(mail.subject ?? '') : plain.subject,
    from:
      /=\?/.test(plain.from) && from ? `"${from.name.replace(/["\\]/g, '\\$&')}" <${from.address ?? ''}>` : plain.from,
    text: unixLines(mail.text ?? ''),
    flowed: flowed ? { delsp } : null,
    parts: mail.attachments.flatMap(textPart),
    damage,
  };
}

function textPart(attachment: ParsedMail['attachments'][number]): Part[] {
  const { contentType, filename, content } = attachment;
  const named = /\.(patch|diff|txt|eml|mbox|[ch])$/i.test(filename ?? '');
  if (!named && !/^text\/(?!html)|^message\/|x-(patch|diff)/.test(contentType)) return [];
  if (content.includes(0)) return [];
  return [{ fileName: filename ?? null, type: contentType, text: decodeText(content).text }];
}

/**
 * Takes `format=flowed` out of the headers of the mail and of its parts: mailparser would unfold the text, and with it
 * diffs and diagrams. No body line is touched: a part's headers are the lines behind a boundary, up to a blank one.
 */
function withoutFlowed(head: Buffer, body: Buffer): { source: Buffer; flowed: boolean } {
  const flowed = /;\s*format\s*=\s*"?flowed"?/gi;
  const top = head.toString('latin1');
  const text = body.toString('latin1');
  const boundary = /^--[^\r\n]+\r?\n(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+/gm;
  const multipart = /boundary\s*=/i.test(top);
  const parts = multipart ? text.replace(boundary, (block) => block.replace(flowed, '')) : text;
  const source = top.replace(flowed, '') + parts;
  return { source: Buffer.from(source, 'latin1'), flowed: source.length !== top.length + text.length };
}
