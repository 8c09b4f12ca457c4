// The values of C's literals.

const escapes: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
};

/** Value of `0x40UL`, `017`, `0b11`, `12`; null for a float or nonsense. */
export function parseInteger(text: string): number | null {
  const m = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)(?:[uU]?(?:l{0,2}|L{0,2})[uU]?)$/.exec(text);
  if (!m) return null;
  const digits = m[1]!;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

/** Value of `'a'`, `'\n'`, `'\x41'`, `'\0'`; null for several characters. */
export function parseChar(text: string): number | null {
  const codes = codePoints(text.slice(text.indexOf("'") + 1, -1));
  // A plain char is signed here, as on x86.
  return codes.length === 1 ? (codes[0]! << 24) >> 24 : null;
}

/** The characters of a string literal. */
export function parseString(text: string): string {
  return String.fromCodePoint(...codePoints(text.slice(text.indexOf('"') + 1, -1)));
}

function codePoints(body: string): number[] {
  const pattern = /\\x([0-9a-fA-F]{1,6})|\\([0-7]{1,3})|\\\r?\n()|\\([\s\S])|([\s\S])/gu;
  return [...body.matchAll(pattern)].flatMap(([, hex, octal, continued, escaped, plain]) => {
    if (hex !== undefined) return [Math.min(Number.parseInt(hex, 16), 0x10ffff)];
    if (octal !== undefined) return [Number.parseInt(octal, 8)];
    if (continued !== undefined) return [];
    if (escaped !== undefined) return [escapes[escaped] ?? escaped.codePointAt(0)!];
    return [plain!.codePointAt(0)!];
  });
}
