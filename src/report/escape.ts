// Text of mails is data. What could move a cursor, ring a bell, or turn the direction of the line is shown as what it is.

/** C0, DEL, C1, soft hyphens, line separators, the marks that control direction or show nothing, and lone surrogates. */
const HOSTILE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

/** One line of text that a terminal only draws: controls become `\x1b`, `\u202e`. */
export function escapeLine(text: string): string {
  return text.replace(HOSTILE, (c) => {
    const code = c.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The same for a text of several lines; tabs become eight blanks' worth of one. */
export function escapeText(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeLine(line.replace(/\t/g, '        ')))
    .join('\n');
}

/** JSON that says the same, in which controls and marks of direction stand as `\u202e`. */
export function escapeJson(json: string): string {
  const units = (c: string): string[] => Array.from({ length: c.length }, (_, i) => c.charCodeAt(i).toString(16));
  return json.replace(HOSTILE, (c) =>
    c < ' '
      ? c
      : units(c)
          .map((u) => `\\u${u.padStart(4, '0')}`)
          .join(''),
  );
}
