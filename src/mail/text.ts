// What becomes of every decoded text: lines end in LF, and there is an end to it.

import type { MailDamage } from './damage.ts';
import { lineCountLimit, lineLimit, textLimit } from './limits.ts';

/** CRLF, CRCRLF and lone CR become LF. */
export function unixLines(text: string): string {
  if (!text.includes('\r')) return text;
  return text.replace(/\r+\n?/g, (ends) => (ends.endsWith('\n') ? '\n' : '\n'.repeat(ends.length)));
}

/** Runs of white space become one blank. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Applies the limits, and names what else is odd about a text. */
export function finish(text: string, damage: readonly MailDamage[]): { text: string; damage: MailDamage[] } {
  const lines = unixLines(text);
  const kept = lines.length > lineLimit ? cut(lines) : lines;
  return {
    text: kept,
    damage: [
      ...damage,
      ...(kept === lines ? [] : (['text-cut'] as const)),
      ...(kept.includes('\0') ? (['nul-characters'] as const) : []),
    ],
  };
}

function cut(text: string): string {
  const kept: string[] = [];
  let long = text.length > textLimit;
  for (let at = 0; at <= Math.min(text.length, textLimit); ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (stop - at > lineLimit) long = true;
    kept.push(text.slice(at, Math.min(stop, at + lineLimit)));
    at = stop + 1;
    if (kept.length >= lineCountLimit && at < text.length) {
      long = true;
      break;
    }
  }
  return long ? kept.join('\n').slice(0, textLimit) : text;
}
