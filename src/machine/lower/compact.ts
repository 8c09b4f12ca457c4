import type { Instr, Label } from '../instr.ts';
import { successors } from '../liveness.ts';

/** Instructions that can run, without jumps to the next one; with labels of their own. */
export function compact(instrs: readonly Instr[]): Instr[] {
  const reached = new Uint8Array(instrs.length);
  const queue = [0];
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    // A straight run is followed without the queue.
    for (let at: number | undefined = i; at !== undefined && !reached[at]; ) {
      reached[at] = 1;
      const next: readonly number[] = successors(instrs, at);
      if (next.length > 1) queue.push(next[1]!);
      at = next[0];
    }
  }
  const isIdle = (i: number): boolean => {
    const instr = instrs[i]!;
    if (instr.op !== 'jump' || instr.to.at <= i) return false;
    for (let k = i + 1; k < instr.to.at; k++) if (reached[k]) return false;
    return true;
  };
  /** Where an index lands: the first instruction at or behind it that stays. */
  const moved = new Int32Array(instrs.length + 1);
  const kept: Instr[] = [];
  for (const [i, instr] of instrs.entries()) {
    moved[i] = kept.length;
    if (reached[i] && !isIdle(i)) kept.push(instr);
  }
  const labels = new Map<Label, Label>();
  const labelled = (label: Label): Label => {
    const known = labels.get(label) ?? { at: moved[label.at]! };
    labels.set(label, known);
    return known;
  };
  return kept.map((instr) => {
    if (instr.op === 'jump') return { op: 'jump', to: labelled(instr.to) };
    if (instr.op === 'unless') return { op: 'unless', test: instr.test, to: labelled(instr.to) };
    return instr;
  });
}
