import { fill } from '../draw/cells.ts';
import { BLANK, type Line, line, piece } from '../draw/line.ts';
import type { Area } from '../frame.ts';
import { bindingsOn } from '../keys.ts';
import type { Place } from '../state.ts';

/** The keys of a screen, from the table that gives them their meaning. */
export function drawHelp(kind: Place['kind'], top: number, { width, height }: Area): Line[] {
  const all = bindingsOn(kind);
  const own = all.filter((b) => b.on !== undefined);
  const rest = all.filter((b) => b.on === undefined);
  const entry = ({ keys, help }: (typeof all)[number]): Line => [
    piece(`  ${fill(keys.join('  '), 22)}`, 'strong'),
    piece(help),
  ];
  const lines = [
    line(`Keys of the screen: ${kind}`, 'mark'),
    ...own.map(entry),
    BLANK,
    line('Keys of all screens', 'mark'),
    ...rest.map(entry),
  ];
  const [left, right] = width >= 150 ? [lines.slice(0, own.length + 1), lines.slice(own.length + 2)] : [lines, []];
  const rows = Math.max(left.length, right.length);
  const first = Math.max(0, Math.min(top, rows - height + 1));
  const both = Array.from({ length: rows }, (_, i): Line => {
    const l = left[i] ?? BLANK;
    if (right.length === 0) return l;
    const text = l.map((p) => p.text).join('');
    return [...l, piece(' '.repeat(Math.max(1, 75 - text.length))), ...(right[i] ?? BLANK)];
  });
  const more = first + height - 1 < rows ? 'Space: more; any other key closes' : 'any key closes';
  return [...both.slice(first, first + height - 1), line(more, 'faint')];
}
