import type { Instr, Label } from '../instr.ts';
import { successors } from '../liveness.ts';

/** Instructions that can run, without jumps to the next one; labels are moved with them. */
export function compact(instrs: readonly Instr[]): Instr[] {
  const reached = new Uint8Array(instrs.length);
  const queue = [0];
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    if (reached[i]) continue;
    reached[i] = 1;
    queue.push(...successors(instrs, i));
  }
  const isIdle = (i: number): boolean => {
    const instr = instrs[i]!;
    if (instr.op !== 'jump' || instr.to.at <= i) return false;
    for (let k = i + 1; k < instr.to.at; k++) if (reached[k]) return false;
    return true;
  };
  const stays = instrs.map((_, i) => reached[i] === 1 && !isIdle(i));

  const kept = instrs.filter((_, i) => stays[i]);
  /** Where an index lands: the first instruction at or behind it that stays. */
  const moved = new Int32Array(instrs.length + 1);
  let before = 0;
  for (const i of instrs.keys()) {
    moved[i] = before;
    if (stays[i]) before++;
  }
  const labels = new Set<Label>();
  for (const instr of kept) if (instr.op === 'jump' || instr.op === 'unless') labels.add(instr.to);
  for (const label of labels) label.at = moved[label.at]!;
  return kept;
}
