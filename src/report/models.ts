// The models, for a person: what each has, and all of one. Lines fit the width that is given; C stands as it is.

import { BUILT_IN } from '../model/built-in.ts';
import type { Context } from '../model/context.ts';
import { environmentOf } from '../model/environment.ts';
import type { Elision, Model, Scenario, Task } from '../model/model.ts';
import { mirroredFunctions, printFileC, sourceFiles } from './model-source.ts';
import { aboutTask, count } from './words.ts';
import { pad, wrap } from './wrap.ts';

const INDENT = '  ';
const LABEL = 12;

/** `patchcheck models`: every model in short. */
export function modelsText(models: readonly Model[], width: number): string {
  return models.map((model) => `${[...head(model, width), ...contents(model, width)].join('\n')}\n`).join('\n');
}

/** `patchcheck models show NAME`: what it has, what it assumes and leaves out, and its C. */
export function modelText(model: Model, width: number): string {
  const { assumes, config } = model;
  const set = Object.entries(config).map(([name, value]) => `${name}=${value ? 'y' : 'n'}`);
  const lines = [
    ...head(model, width),
    ...contents(model, width, 'short'),
    ...labelled('config', [set.join(', ') || 'none'], width),
    ...section('Environment', width, ...environmentOf(model).map(({ topic, text }) => `${topic}: ${text}`)),
    ...section('Assumptions', width, ...assumes),
    ...elidedLines(model, width),
  ];
  const files = sourceFiles(model).map((file) => {
    const whose = file.isKernel ? '' : ', of no kernel file';
    return `/* ${file.path}${whose} */\n\n${printFileC(file, model)}`;
  });
  return `${lines.join('\n')}\n\n${files.join('\n')}`;
}

function head({ name, title, kernel }: Model, width: number): string[] {
  return [...wrap(`${name}: ${title}`, width, INDENT.length), ...labelled('kernel', [kernel], width)];
}

function contents(model: Model, width: number, functions: 'names' | 'short' = 'names'): string[] {
  const { scenarios, schedules, switches, properties, proposals } = model;
  const files = mirroredFunctions(model);
  const total = count(files.flatMap((f) => f.functions).length, 'function');
  const names = functions === 'short' ? [] : files.map((f) => `${f.path}: ${f.functions.join(', ')}`);
  return [
    ...labelled('functions', [`${total} of ${count(files.length, 'kernel file')}`, ...names], width),
    ...labelled('scenarios', scenarios.flatMap(scenarioLines), width),
    ...labelled('schedules', [schedules.join(', ')], width),
    ...labelled('switches', orNone(Object.entries(switches).map(([name, about]) => `${name}: ${about}`)), width),
    ...labelled(
      'properties',
      properties.map(({ name, kind, about }) => `${name} (${kind}): ${about}`),
      width,
    ),
    ...labelled('', [`of every scenario: ${BUILT_IN.join(', ')}`], width),
    ...labelled(
      'proposals',
      proposals.map(({ name, author, about }) => `${name} (${author}): ${about}`),
      width,
    ),
  ];
}

function scenarioLines({ name, about, tasks }: Scenario): string[] {
  const isRanked = new Set(tasks.map((t) => t.priority)).size > 1;
  return [`${name}: ${about}`, ...tasks.map((task) => `${INDENT}${task.name}: ${taskText(task, isRanked)}`)];
}

const CONTEXT: Readonly<Record<Context, string>> = {
  process: '',
  work: ', a server',
  softirq: ', a softirq',
  irq: ', an interrupt handler',
};

function taskText({ about, cpu, priority, arrives, context }: Task, isRanked: boolean): string {
  const rank = isRanked ? `, priority ${priority}` : '';
  return `${aboutTask(about)}${CONTEXT[context]}, CPU ${cpu}${rank}${arrives ? ', arrives' : ''}`;
}

/** What a model leaves out, function by function, those of one reason together. */
function elidedLines({ elides }: Model, width: number): string[] {
  const groups = new Map<string, Elision[]>();
  for (const elision of elides) {
    const key = `${elision.function}(): ${elision.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), elision]);
  }
  const lines = [...groups].flatMap(([key, group]) => [key, ...group.map(({ text }) => INDENT + oneLine(text))]);
  return section(`Elided: ${count(elides.length, 'statement')} of the kernel's that are not run`, width, ...lines);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function section(title: string, width: number, ...texts: readonly string[]): string[] {
  return ['', title, ...texts.flatMap((text) => block(text, width, INDENT))];
}

function labelled(label: string, texts: readonly string[], width: number): string[] {
  const lines = texts.flatMap((text) => block(text, width, INDENT + pad('', LABEL)));
  return lines.map((line, i) => (i === 0 ? INDENT + pad(label, LABEL) + line.slice(INDENT.length + LABEL) : line));
}

/** A text under an indent of its own, which its first blanks deepen; what does not fit goes on further in. */
function block(text: string, width: number, indent: string): string[] {
  const own = indent + /^ */.exec(text)![0];
  return wrap(text.trim(), width - own.length, INDENT.length).map((line) => own + line);
}

function orNone(texts: readonly string[]): readonly string[] {
  return texts.length > 0 ? texts : ['none'];
}
