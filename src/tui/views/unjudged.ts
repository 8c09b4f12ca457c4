import { escapeText } from '../../report/escape.ts';
import { BLANK, type Line, line } from '../draw/line.ts';
import { isOpen, verdictWord } from '../item.ts';
import type { Item } from '../state.ts';

/** What is shown of a thread that has no verdict. */
export function unjudgedLines(item: Item): Line[] {
  const { progress } = item;
  const why = progress.kind === 'failed' ? escapeText(progress.message).split('\n') : [];
  return [
    BLANK,
    line(`  ${verdictWord(item)}`, 'strong'),
    BLANK,
    ...why.map((l) => line(`  ${l}`)),
    ...(isOpen(item) ? [] : [line('  J judges it now.')]),
  ];
}
