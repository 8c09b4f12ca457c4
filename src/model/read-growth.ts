// What a model says of how its scenarios can grow, read from its static data: `more` of a task, `grows` of the model. Each
// size is a list, a value for each rung of the ladder, of which the first is what the program has.

import { Refusal } from '../base/diagnostic.ts';
import type { Program } from './ast.ts';
import type { Dimension, More, Scenario, Sizes } from './model.ts';
import { noSize, sizeOf } from './sizes.ts';
import type { Reader } from './static-reader.ts';

/** Reports what is thrown by a part of the reading, and goes on. */
type Attempt = (work: () => void) => void;

/** `more` of a task: `true`, why not, or what is larger with each. */
export function readMore(at: Reader, program: Program, attempt: Attempt): More {
  switch (at.kind) {
    case 'string':
      return { kind: 'no', why: at.text() };
    case 'boolean':
      if (at.truth()) return { kind: 'yes', sizes: {} };
      throw new Refusal(
        'Cannot read `more`: it does not say why not.',
        at.span,
        'Write the reason instead of `false`.',
      );
    default: {
      const sizes = readSizes(at.field('sizes'), program, attempt);
      at.only('sizes');
      return { kind: 'yes', sizes };
    }
  }
}

/** A field of `grows`. */
export function readDimension(
  name: string,
  at: Reader,
  program: Program,
  scenarios: readonly Scenario[],
  need: (fn: { name: string; span: Reader['span'] }) => string,
  attempt: Attempt,
): Dimension {
  const counts = at.field('counts').items((item) => item.count());
  attempt(() => {
    if (counts.length > 1 && counts.every((n, i) => i === 0 || n > counts[i - 1]!)) return;
    throw new Refusal(
      'Cannot read `counts`: two numbers or more are wanted, each larger than the one before.',
      at.field('counts').span,
    );
  });
  const sizes = readSizes(at.field('sizes'), program, attempt, counts.length);
  const of = at.field('scenarios').items((item) => {
    const scenario = item.text();
    attempt(() => {
      if (scenarios.some((s) => s.name === scenario)) return;
      throw new Refusal(`Cannot let \`${scenario}\` grow: the model has no such scenario.`, item.span);
    });
    return scenario;
  });
  attempt(() => {
    const own = scenarios.find((s) => of.includes(s.name) && s.tasks.some((t) => t.name === name));
    if (own) throw new Refusal(`Cannot call this \`${name}\`: \`${own.name}\` has a task of that name.`, at.span);
  });
  const run = at.optional('run')?.record((task, fn) => {
    attempt(() => {
      if (scenarios.some((s) => of.includes(s.name) && s.tasks.some((t) => t.run === task))) return;
      throw new Refusal(`Cannot run something else than \`${task}()\`: no task of these scenarios runs it.`, fn.span);
    });
    return need(fn.fn());
  });
  const about = at.field('about').text();
  at.only('about', 'counts', 'sizes', 'scenarios', 'run');
  return { name, about, counts, sizes, scenarios: of, run: run ?? {} };
}

function readSizes(at: Reader, program: Program, attempt: Attempt, length?: number): Sizes {
  return at.record((name, values) => {
    const list = values.items((item) => item.count());
    attempt(() => {
      const now = sizeOf(program, name);
      if (now === undefined) throw noSize(name, values.span);
      if (list[0] !== now)
        throw new Refusal(`Cannot make \`${name}\` larger: it is ${now} at first, and not ${list[0]}.`, values.span);
      if (length !== undefined && list.length !== length)
        throw new Refusal(
          `Cannot read the sizes of \`${name}\`: ${length} are wanted, one for each count.`,
          values.span,
        );
    });
    return list;
  });
}
