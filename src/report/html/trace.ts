// A run on a page: the picture, the panel that steps through it, and the same as a text and as a table.

import { escapeLine } from '../escape.ts';
import type { StepView, TraceView } from '../view/view.ts';
import { type Child, el, raw } from './element.ts';
import { lanesSvg } from './lanes.ts';

/** Everything about a run. `table` is its text. */
export function traceSection(trace: TraceView, table: readonly string[], id: string): Child {
  return el(
    'div',
    {},
    el('div', { class: 'trace' }, el('figure', { class: 'scroll' }, lanesSvg(trace, id)), stepper(id), data(trace)),
    el('details', {}, el('summary', {}, 'The run as a text'), el('pre', { tabindex: 0 }, table.join('\n'))),
    el(
      'details',
      { class: 'long' },
      el('summary', {}, `Every step, with what it changes (${trace.steps.length})`),
      stepTable(trace),
    ),
    el('p', {}, 'Replay it:'),
    el('pre', { tabindex: 0 }, trace.replay.map((line, i) => (i > 0 ? `  ${line}` : line)).join('\n')),
  );
}

function stepper(id: string): Child {
  const button = (text: string, label: string): Child => el('button', { type: 'button', 'aria-label': label }, text);
  return el(
    'section',
    { class: 'stepper', hidden: true, 'aria-label': 'Step through the run' },
    el(
      'div',
      {},
      button('start', 'To the start'),
      button('◀ back', 'One step back'),
      button('next ▶', 'One step on'),
      button('end', 'To the end'),
    ),
    el('label', { for: `${id}-slider`, class: 'dim' }, 'step'),
    el('input', { id: `${id}-slider`, type: 'range', min: 0, max: 0, value: 0 }),
    el('p', {}, el('output', { 'aria-live': 'polite' })),
    el(
      'table',
      {},
      el('caption', {}, 'Shared memory'),
      el('thead', {}, el('tr', {}, th('cell'), th('value'))),
      el('tbody', {}),
    ),
    el('p', { class: 'dim' }, 'Arrow keys step while the focus is in here; a click on a step goes to it.'),
  );
}

function th(text: string): Child {
  return el('th', { scope: 'col' }, text);
}

/** What the script needs, escaped as the page is. */
function data({ start, steps, tasks }: TraceView): Child {
  const list = steps.map((step, i) => ({
    task: escapeLine(tasks[step.task]!.name),
    text: escapeLine(step.text),
    locks: escapeLine(locksText(step, tasks)),
    ...changes(i === 0 ? start : steps[i - 1]!, step),
  }));
  const pair = (c: { readonly name: string; readonly value: string }): string[] => [
    escapeLine(c.name),
    escapeLine(c.value),
  ];
  const json = JSON.stringify({ start: start.memory.map(pair), steps: list });
  return raw('script', json.replace(/</g, '\\u003c'), { type: 'application/json' });
}

function changes(before: Pick<StepView, 'memory'>, { memory }: StepView): { set: string[][]; gone: string[] } {
  const now = new Set(memory.map((m) => m.name));
  return {
    set: memory.filter((m) => m.changed).map((m) => [escapeLine(m.name), escapeLine(m.value)]),
    gone: before.memory.filter((m) => !now.has(m.name)).map((m) => escapeLine(m.name)),
  };
}

function locksText({ locks }: StepView, tasks: TraceView['tasks']): string {
  if (locks.length === 0) return '';
  return ` · held: ${locks.map((l) => `${l.name} (${l.task === null ? 'from the start' : tasks[l.task]!.name})`).join(', ')}`;
}

function stepTable({ start, steps, tasks, loop, parting }: TraceView): Child {
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      { class: 'answers' },
      el('caption', {}, 'Each step, and the shared memory that it changes'),
      el('thead', {}, el('tr', {}, th('step'), th('task'), th('does'), th('changes'), th('locks held after it'))),
      el(
        'tbody',
        {},
        ...steps.map((step, i) => {
          const { set, gone } = changes(i === 0 ? start : steps[i - 1]!, step);
          return el(
            'tr',
            {},
            el('td', {}, `${i + 1}${i === loop ? ' ↺ from here on for ever' : ''}`),
            el('td', {}, tasks[step.task]!.name),
            el('td', { class: 'code' }, step.text, i === parting?.step ? ` ${parting.text}` : null),
            el(
              'td',
              { class: 'code' },
              [...set.map(([n, v]) => `${n} = ${v}`), ...gone.map((n) => `${n} is gone`)].join(', '),
            ),
            el(
              'td',
              { class: 'code' },
              step.locks
                .map((l) => `${l.name} (${l.task === null ? 'from the start' : tasks[l.task]!.name})`)
                .join(', '),
            ),
          );
        }),
      ),
    ),
  );
}
