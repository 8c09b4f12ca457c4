// What the model says of a drawn diagram: whether its tasks can make the drawn steps in that order, and which step is
// what there.

import type { DiagramReplay } from '../verdict/diagrams.ts';
import { LABEL, labelled, type Page } from './page.ts';
import { messageLine } from './place.ts';
import { placeOf } from './shorten.ts';
import { pad, widthOf } from './wrap.ts';

/** The diagrams of a thread that are about code of the model. */
export function diagramLines(page: Page): string[] {
  const { v, width } = page;
  // Two claims may be drawn by one diagram.
  const drawn = new Map(
    [...v.diagrams].map(([{ diagram }, replay]) => [`${diagram!.message} ${diagram!.lines}`, { diagram, replay }]),
  );
  return [...drawn.values()].flatMap(({ diagram, replay }, i) => {
    const { message } = diagram!;
    const { columns, lines } = diagram!;
    const where = messageLine(page, message, [lines[0]]);
    const lost = columns === 'lost' ? ' (its columns are lost)' : '';
    return [
      ...(i > 0 ? [''] : []),
      ...labelled(width, 'diagram', `the one that begins in ${where}${lost}: ${answerOf(replay)}`),
      ...labelled(width, '', replay.check, true),
      ...stepLines(replay, width),
    ];
  });
}

/** In words: `possible as drawn, and leads to the violation`. */
export function answerOf(replay: DiagramReplay): string {
  const { answer, further, leads, reason } = replay;
  const then = leads ? 'and the check can be violated after it' : 'but no run that begins so violates the check';
  switch (answer) {
    case 'as-drawn':
      return `possible as drawn, ${then}`;
    case 'with-further-steps':
      return `possible with ${further} further step${further === 1 ? '' : 's'}, ${then}`;
    case 'impossible':
      return `impossible: ${whyNot(replay)}`;
    default:
      return `not decided: ${reason ?? ''}`;
  }
}

/** Why a step cannot be made, in words. */
export function whyNot({ impossible, steps }: Pick<DiagramReplay, 'impossible' | 'steps'>): string {
  const { step, after, waits } = impossible!;
  const name = (at: number): string => {
    const { what, task } = steps[at]!;
    return `step ${at + 1} (${what}${task === null ? '' : ` by ${task}`})`;
  };
  if (after === null) return `${name(step)} is drawn more often than it is run`;
  const why = waits ? `${steps[after]!.task} waits at \`${placeOf(waits.at)}\` until it is over` : 'it is over by then';
  return `${name(step)} cannot follow ${name(after)} because ${why}`;
}

/** What each step is in the model, and who makes it. */
function stepLines({ steps }: DiagramReplay, width: number): string[] {
  const known = steps.flatMap((s, i) => (s ? [{ ...s, number: pad(`${i + 1}.`, 4) }] : []));
  const room = width - LABEL - 20;
  const wide = Math.min(room, Math.max(...known.map((s) => widthOf(s.what)))) + 2;
  return [
    ...labelled(
      width,
      '',
      `${known.length} of its ${steps.length} steps ${known.length === 1 ? 'is' : 'are'} in the model:`,
    ),
    ...known.map((s) => `${' '.repeat(LABEL)}${s.number}${pad(s.what, wide)}${s.task ?? ''}`.trimEnd()),
  ];
}
