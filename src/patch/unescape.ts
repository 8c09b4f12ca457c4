// Escapes that should have been undone before a text came here. In: a text; out: the text without them, only where
// nothing in it speaks against it: a text that is escaped has no bare `<` and no bare `=`.

import type { PatchDamage } from './damage.ts';

export interface Unescaped {
  readonly text: string;
  readonly damage: readonly PatchDamage[];
  /** For each line where it begins in the original, 1-based; null if lines are as they were. */
  readonly lines: readonly number[] | null;
}

/** Undoes HTML escapes and undeclared quoted-printable of a whole text. */
export function unescapeText(text: string): Unescaped {
  if (isHtml(text)) return { text: unescapeHtml(text), damage: ['html-escaped'], lines: null };
  if (isQuotedPrintable(text)) return { ...decodeQuotedPrintable(text), damage: ['quoted-printable'] };
  return { text, damage: [], lines: null };
}

/** Whether lines of C, or a mail with its quoting and its addresses, are HTML. */
export function isHtml(text: string): boolean {
  if (!text.includes('&') || text.includes('<') || text.includes('>')) return false;
  return text.includes('&gt;') || text.includes('&lt;') || text.includes('&amp;');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Undoes one layer of HTML escapes. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (all, name, decimal, hex) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && code !== 10 && code !== 13 ? String.fromCodePoint(code) : all;
  });
}

function isQuotedPrintable(text: string): boolean {
  if (!text.includes('=3D') && !text.includes('=20\n')) return false;
  return !/=(?![0-9A-F]{2}|\n|$)/.test(text);
}

function decodeQuotedPrintable(text: string): Pick<Unescaped, 'text' | 'lines'> {
  const out: string[] = [];
  const lines: number[] = [];
  let open = false;
  for (const [i, raw] of text.split('\n').entries()) {
    const soft = raw.endsWith('=');
    const part = soft ? raw.slice(0, -1) : raw;
    if (open) out.push(part);
    else {
      if (lines.length > 0) out.push('\n');
      out.push(part);
      lines.push(i + 1);
    }
    open = soft;
  }
  // Line ends are decoded text already: `=0A` would make more lines than are counted.
  const decoded = out.join('').replace(/(?:=[0-9A-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('=', ''), 'hex');
    return bytes.toString('utf8').replace(/[\r\n]/g, '');
  });
  return { text: decoded, lines };
}
