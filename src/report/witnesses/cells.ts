import type { Use } from '../../verdict/slice.ts';
import type { Row } from '../rows.ts';
import type { ToldRun } from '../told-run.ts';

/** The rows of a run, under each the cells that matter and that some step of the run changes. */
export function withCells({ rows, cycleFrom, slice, followed }: ToldRun): Pick<ToldRun, 'rows' | 'cycleFrom'> {
  const under = rows.map(() => new Set<string>());
  for (const [move, uses] of slice!.uses.entries()) {
    const { task } = followed.moves[move]!.move;
    const next = rows.findIndex((r) => r.task === task && r.told >= move);
    const at = next < 0 ? rows.findLastIndex((r) => r.task === task) : next;
    for (const use of uses) if (slice!.changing.has(use.name)) under[at]?.add(useText(use));
  }
  const cellRows = (row: Row, texts: ReadonlySet<string>): Row[] =>
    [...texts].map((text) => ({
      task: row.task,
      text: `· ${text}`,
      indent: row.indent + 2,
      at: row.at,
      told: row.told,
    }));
  const blocks = rows.map((row, i) => [row, ...cellRows(row, under[i]!)]);
  return { rows: blocks.flat(), cycleFrom: blocks.slice(0, cycleFrom).flat().length };
}

/** `swap_map[1]: 2 → 66`, `swap_map[1] = 66`. */
export function useText({ name, isWrite, value, before }: Use): string {
  if (!isWrite) return `${name} = ${value}`;
  return before === '' ? `${name} → ${value}` : `${name}: ${before} → ${value}`;
}
