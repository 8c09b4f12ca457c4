// Bytes of a text in, the text out. The charset that a mail declares is a hint: many mails lie, and many do not say.

import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { MailDamage } from './damage.ts';
import { bufferOf } from './headers.ts';

export interface DecodedText {
  readonly text: string;
  readonly damage: readonly MailDamage[];
}

/** Charsets in which an ASCII byte need not be that character, so that they are decoded even if all bytes are ASCII. */
const shifting = /^(utf-?(7|16|32)|iso-2022|hz-gb|ucs)/;
const undeclared = /^(|us-ascii|ascii|utf-?8|iso-ir-6|ansi_x3.4-.*)$/;

/** Decodes a text. Line ends are left alone. */
export function decodeCharset(bytes: Uint8Array, declared: string): DecodedText {
  const view = bufferOf(bytes);
  const charset = declared.toLowerCase().trim();
  if (isAscii(view) && !shifting.test(charset)) return { text: view.toString('latin1'), damage: [] };
  if (undeclared.test(charset)) return guess(view, isUtf8(view) ? [] : ['charset-guessed']);
  const decoder = decoderOf(charset);
  if (!decoder) return guess(view, ['charset-guessed']);
  const text = decoder.decode(view);
  if (!text.includes('\ufffd')) return { text, damage: [] };
  return isUtf8(view) ? guess(view, ['charset-guessed']) : { text, damage: ['charset-lossy'] };
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset.replace(/^(cp|ms|windows)[-_]?(125\d)$/, 'windows-$2'));
  } catch {
    return null;
  }
}

/** UTF-8; of a text that is not, the lines that are not are windows-1252: a patch quotes files in their own charset. */
function guess(view: Buffer, damage: readonly MailDamage[]): DecodedText {
  if (isUtf8(view)) return { text: view.toString('utf8').replace(/^\ufeff/, ''), damage };
  const decoder = new TextDecoder('windows-1252');
  const lines = view.toString('latin1').split('\n');
  const text = lines.map((line) => {
    const raw = Buffer.from(line, 'latin1');
    return isUtf8(raw) ? raw.toString('utf8') : decoder.decode(raw);
  });
  return { text: text.join('\n'), damage };
}
