// What a diagram says on its own, when nobody around it has a word for the bug.

import type { BugClass } from './bug-class.ts';
import type { Diagram, DiagramStep } from './diagram.ts';
import type { Paragraph } from './prose.ts';

export interface Drawn {
  readonly class: BugClass;
  /** That make it so. */
  readonly functions: readonly string[];
}

/** The bug that a diagram shows by its steps alone; null if they show none. */
export function bugDrawn(diagram: Diagram): Drawn | null {
  if (isLockBox(diagram)) return { class: 'deadlock', functions: [] };
  const added = addedTwice(diagram);
  return added === null ? null : { class: 'double-add', functions: [added] };
}

/** lockdep's box: each step takes a lock, or is the interrupt that comes in between. */
export function isLockBox({ steps }: Diagram): boolean {
  return steps.length > 1 && steps.every((s) => /^(?:(?:\w+_)?lock\(.*\);?|<Interrupt>)$/.test(s.text));
}

const adds = /(?:^|_)(?:add|insert|enqueue|link|attach|push|queue)(?:_|$)/;
const removes = /(?:^|_)(?:del|delete|remove|dequeue|unlink|detach|pop|erase|unhash|free)(?:_|$)/;

/**
 * A function that two actors call and that by its name adds (`add_to_swap_cache`, `list_insert`, `…_link`), with nothing in
 * between that takes away. Where the columns are lost, two calls are taken for those of two actors.
 */
function addedTwice({ steps, columns }: Diagram): string | null {
  const open: { name: string; step: DiagramStep }[] = [];
  for (const step of steps)
    for (const name of step.functions) {
      if (removes.test(name)) open.length = 0;
      if (!adds.test(name)) continue;
      const other = open.some((o) => o.name === name && (columns === 'lost' || o.step.actor !== step.actor));
      if (other) return name;
      open.push({ name, step });
    }
  return null;
}

const denial =
  /\b(?:cannot|can ?not|can't|won't|will not|could not|couldn't|never|doesn't|does not|isn't|is not) (?:really |actually |ever )?(?:happen|occur|work out|reproduce|possible|be (?:a problem|possible)|deadlock|race)|\bimpossible\b|\bfalse[- ]positives?\b|\b(?:is|are) (?:safe|fine|harmless)\b|\bno (?:race|problem|deadlock)\b/i;

/** Whether the sentence in front of a diagram, or the one behind it, says that it does not come to this. */
export function isRuledOut(diagram: Diagram, paragraphs: readonly Paragraph[]): boolean {
  const own = paragraphs.filter((p) => p.message === diagram.message);
  const [first, last] = diagram.lines;
  const before = own.findLast((p) => p.lines[0] < first);
  const after = own.find((p) => p.lines[1] > last && p.lines[0] > first);
  return denial.test(before ? leadOf(before, first) : '') || denial.test(after ? (sentences(after.text)[0] ?? '') : '');
}

/** The last sentence of a paragraph that stands before a line. */
function leadOf({ text, lines, starts }: Paragraph, line: number): string {
  const end = line > lines[1] ? text.length : (starts[line - lines[0]] ?? 0);
  return sentences(text.slice(0, end)).at(-1) ?? '';
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=["(]?[A-Z])/).filter((s) => s.trim() !== '');
}
