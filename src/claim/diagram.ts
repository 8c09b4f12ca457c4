// The interleavings that a thread draws: who does what, and in which order.
//
//     CPU0            CPU1
//     ----            ----
//     load(x)
//                     free(x)          → actors [CPU0, CPU1], steps (0, load(x)) (1, free(x)) (0, use(x))
//     use(x)
//
// Each form has a reader that looks at the lines from one on and says what it drew, or null; the first taker wins.
// What the archive lost is not made up: where columns are gone, a step has an actor only if its own row names one.

import type { Thread } from '../mail/message.ts';
import type { QuotedLine } from '../mail/quote.ts';
import { columnsAt } from './diagram/columns.ts';
import type { Drawing } from './diagram/drawing.ts';
import { calledIn, identifiersOf } from './diagram/identifiers.ts';
import { isBlank, type Line, mayHoldColumns, toLine } from './diagram/line.ts';
import { lostAt } from './diagram/lost.ts';
import { rowOf, rowsAt } from './diagram/rows.ts';
import { stepsOf } from './diagram/steps.ts';
import { saidIn } from './said.ts';

export interface Diagram {
  /** Index of the message. */
  readonly message: number;
  /** 1-based, first and last. */
  readonly lines: readonly [number, number];
  /** Column heads, left to right, or the labels of rows; empty for a column that has none. */
  readonly actors: readonly string[];
  /** Whether the columns survived in the archive. */
  readonly columns: 'kept' | 'lost';
  /** In the order of time. */
  readonly steps: readonly DiagramStep[];
}

export interface DiagramStep {
  /** Index in the actors; null if unknown, or if it is about all of them. */
  readonly actor: number | null;
  readonly text: string;
  /** 1-based, first and last. */
  readonly lines: readonly [number, number];
  /** Called, in the order of the text. */
  readonly functions: readonly string[];
  /** Other identifiers: variables, fields, flags. */
  readonly names: readonly string[];
}

/** Every diagram of a thread, in its order; one that is quoted from a mail of the thread counts once. */
export function readDiagrams(thread: Thread): Diagram[] {
  const found = saidIn(thread).flatMap(({ message, blocks }) =>
    blocks
      .filter((block) => block.some(mayDraw))
      .flatMap((block) => drawingsIn(block.map(toLine)).map((drawing) => ({ message, drawing }))),
  );
  if (found.length === 0) return [];
  const known = new Set(thread.messages.flatMap((m) => calledIn(m.text)));
  return found.map(({ message, drawing }) => ({
    message,
    lines: drawing.lines,
    actors: drawing.actors,
    columns: drawing.columns,
    steps: stepsOf(drawing).map(({ code, ...step }) => ({ ...step, ...identifiersOf(code, known) })),
  }));
}

/** Whether a line may be of a diagram: a block in which none may draws nothing, and most draw nothing. */
function mayDraw({ text }: QuotedLine): boolean {
  return mayHoldColumns(text) || rowOf(text) !== null;
}

/** A text with so many lines of cells that draw nothing is a listing. */
const most = 4000;

function drawingsIn(lines: readonly Line[]): Drawing[] {
  const found: Drawing[] = [];
  let failed = 0;
  for (let i = 0; i < lines.length && failed < most; i++) {
    if (isBlank(lines[i]!)) continue;
    const drawing = columnsAt(lines, i) ?? lostAt(lines, i) ?? rowsAt(lines, i);
    if (!drawing) {
      if (lines[i]!.cells.length > 1) failed++;
      continue;
    }
    found.push(drawing);
    while (i + 1 < lines.length && lines[i + 1]!.number <= drawing.lines[1]) i++;
  }
  return found;
}
