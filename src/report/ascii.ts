// A report for a terminal that has no UTF-8.

const SPELT: Readonly<Record<string, string>> = {
  '→': '->',
  '⇒': '=>',
  '…': '...',
  '│': '|',
  '┌': '+',
  '└': '+',
  '├': '+',
  '╶': '-',
  '─': '-',
  '↺': '^',
  '·': '-',
  '×': 'x',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '\u00a0': ' ',
};

/** How many columns a line may grow by. */
export const ASCII_GROWS = 4;

/** The text in ASCII: what is drawn is drawn with other characters, letters lose their accents, the rest is `?`. */
export function toAscii(text: string): string {
  return text.replace(/\P{ASCII}/gu, (c) => {
    const spelt = SPELT[c] ?? c.normalize('NFKD').replace(/\P{ASCII}/gu, '');
    return spelt === '' ? '?' : spelt;
  });
}
