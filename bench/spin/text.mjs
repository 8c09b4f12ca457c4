// Columns of a table: the first to the left, the others to the right.

export const line = (first, ...cells) =>
  `  ${String(first).padEnd(34)}${cells.map((c) => cell(c).padStart(14)).join('')}`;

function cell(value) {
  if (value === undefined) return '–';
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return value < 1 ? value.toFixed(3) : value.toFixed(value < 100 ? 2 : 0);
}
