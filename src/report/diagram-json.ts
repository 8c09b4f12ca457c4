// A drawn diagram and what the model says of it, as JSON.

import type { Diagram } from '../claim/diagram.ts';
import type { Model } from '../model/model.ts';
import type { DiagramReplay } from '../verdict/diagrams.ts';
import { printRun } from '../verdict/run-text.ts';
import { whyNot } from './diagram.ts';

/** A diagram with its replay; null for that if no check is about it, or no code of the model. */
export function diagramJson(
  { lines, actors, columns, steps }: Diagram,
  replay: DiagramReplay | undefined,
  model: Model | null,
): object {
  return {
    lines,
    actors,
    columns,
    steps: steps.map(({ actor, text, lines: at, functions, names }) => ({ actor, text, lines: at, functions, names })),
    replay: replay && model ? replayJson(replay, model) : null,
  };
}

function replayJson({ check, answer, further, leads, reason, impossible, steps, lasso }: DiagramReplay, model: Model) {
  const { tasks } = model.scenarios.find((s) => check.startsWith(`${s.name}/`))!;
  return {
    check,
    answer,
    ...(lasso && { furtherSteps: further, leads }),
    ...(reason !== undefined && { reason }),
    ...(impossible && { reason: whyNot({ impossible, steps }) }),
    steps,
    ...(lasso && { schedule: printRun(lasso, tasks) }),
  };
}
