// What a model says about itself, read from the static data of its `export default model({ … })` and held against its
// program: a name that nothing has is reported where it stands. In docs/dialect.md and dialect.ts: `ModelSpec`.

import { type Diagnostic, Refusal } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import { BUG_CLASSES } from '../claim/bug-class.ts';
import type { Program, Type } from './ast.ts';
import { checkIdProblem } from './check-id.ts';
import type { Context } from './context.ts';
import type { Describes, Environment, Model, Property, Proposal, Scenario, ScheduleName, Task } from './model.ts';
import { readDimension, readMore } from './read-growth.ts';
import { Reader } from './static-reader.ts';
import type { StaticValue } from './ts/static.ts';

export type Spec = Omit<Model, 'name' | 'program' | 'elides'>;

const SCHEDULES = ['fair', 'coop', 'preempt'] as const satisfies readonly ScheduleName[];
const KINDS = ['invariant', 'quiescent', 'progress'] as const satisfies readonly Property['kind'][];
const CONTEXTS = ['process', 'work', 'softirq', 'irq'] as const satisfies readonly Context[];
const NOTHING: Type = { kind: 'void' };
const TRUTH: Type = { kind: 'bool' };

/** The description of a model. Throws a `Refusal` if it cannot be read at all; what is wrong in it is reported. */
export function readSpec(value: StaticValue, program: Program, report: (d: Diagnostic) => void): Spec {
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      report(error.diagnostic);
    }
  };
  const need = (fn: { name: string; span: Span }, result: Type): string => {
    attempt(() => requireFunction(program, fn, result));
    return fn.name;
  };

  const top = new Reader(value, 'the model');
  const properties = top.field('properties').fields((name, at): Property => {
    const kind = at.field('kind').oneOf(KINDS);
    const condition = at.optional('condition')?.fn();
    const premise = at.optional('premise')?.fn();
    if (!condition === (kind !== 'progress'))
      attempt(() => {
        const has = condition ? 'has a condition' : 'has no condition';
        throw new Refusal(`Cannot ask the property \`${name}\`: it is of kind ${kind} and ${has}.`, at.span);
      });
    const about = at.field('about').text();
    at.only('kind', 'condition', 'premise', 'about');
    return {
      name,
      about,
      kind,
      ...(condition && { condition: need(condition, TRUTH) }),
      ...(premise && { premise: need(premise, TRUTH) }),
    };
  });

  const scenarios = top.field('scenarios').fields((name, at): Scenario => {
    const tasks = at.field('tasks').fields((task, of): Task => {
      const arrives = of.optional('arrives')?.truth() ?? false;
      const context = of.optional('context')?.oneOf(CONTEXTS) ?? 'process';
      const [about, cpu, priority] = [of.field('about').text(), of.field('cpu').count(), of.field('priority').count()];
      const given = of.optional('more');
      const more = given && readMore(given, program, attempt);
      of.only('about', 'run', 'cpu', 'priority', 'arrives', 'context', 'more');
      const run = need(of.field('run').fn(), NOTHING);
      return { name: task, run, cpu, priority, arrives, context, about, ...(more && { more }) };
    });
    const asked = at.field('properties').items((item) => {
      const property = item.text();
      attempt(() => {
        if (properties.some((p) => p.name === property)) return;
        const names = properties.map((p) => p.name).join(', ');
        throw new Refusal(`Cannot ask \`${property}\`: the model has no such property.`, item.span, `It has ${names}.`);
      });
      return property;
    });
    const [about, setup] = [at.field('about').text(), need(at.field('setup').fn(), NOTHING)];
    at.only('about', 'setup', 'tasks', 'properties');
    return { name, about, setup, tasks, properties: asked };
  });

  const pools = top.field('pools').record((name, at) => {
    attempt(() => {
      if (program.structs.has(name)) return;
      throw new Refusal(`Cannot make a pool of \`${name}\`: the model has no such struct.`, at.span);
    });
    return at.count();
  });
  const switches = top.field('switches').record((_name, at) => at.text());
  const schedules = top.field('schedules').items((at) => at.oneOf(SCHEDULES));
  const describes = top.field('describes').items((at): Describes => {
    const checks = at.field('checks').items((item) => {
      const id = item.text();
      attempt(() => {
        const problem = checkIdProblem(id, { scenarios, schedules, switches });
        if (problem) throw new Refusal(`Cannot describe the check \`${id}\`: ${problem}.`, item.span);
      });
      return id;
    });
    const functions = at.field('functions').items((item) => {
      const name = item.text();
      attempt(() => {
        if (program.functions.has(name)) return;
        throw new Refusal(`Cannot describe \`${name}()\`: the model has no such function.`, item.span);
      });
      return name;
    });
    const classes = at.field('classes').items((item) => item.oneOf(BUG_CLASSES));
    at.only('classes', 'functions', 'checks');
    return { classes, functions, checks };
  });
  const proposals = top.optional('proposals')?.fields((name, at): Proposal => {
    const text = (field: string): string => at.field(field).text();
    at.only('author', 'about', 'excerpt', 'file', 'note');
    const [author, about, excerpt, file] = [text('author'), text('about'), text('excerpt'), text('file')];
    const note = at.optional('note')?.text();
    return { name, author, about, excerpt, file, ...(note !== undefined && { note }) };
  });
  const grows = top
    .optional('grows')
    ?.fields((name, at) => readDimension(name, at, program, scenarios, (fn) => need(fn, NOTHING), attempt));
  const config = top.field('config').record((_name, at) => at.truth());
  const environment = readEnvironment(top.field('environment'));
  const assumes = top.field('assumes').items((at) => at.text());
  const [title, kernel] = [top.field('title').text(), top.field('kernel').text()];
  const known =
    'title kernel pools config switches schedules properties scenarios describes proposals grows environment assumes';
  top.only(...known.split(' '));
  return {
    title,
    kernel,
    pools,
    config,
    switches,
    schedules,
    properties,
    scenarios,
    describes,
    proposals: proposals ?? [],
    grows: grows ?? [],
    environment,
    assumes,
  };
}

/** Each answer is words: a model that is silent about one of them says nothing of what it leaves out. */
function readEnvironment(at: Reader): Environment {
  const words = (name: keyof Environment): string => {
    const answer = at.field(name);
    if (answer.text().trim() !== '') return answer.text();
    throw new Refusal(`Cannot read \`${name}\`: it says nothing.`, answer.span, 'Say `none` or `never`, and of what.');
  };
  at.only('interrupts', 'allocation', 'reclaim', 'io');
  return {
    interrupts: words('interrupts'),
    allocation: words('allocation'),
    reclaim: words('reclaim'),
    io: words('io'),
  };
}

function requireFunction(program: Program, { name, span }: { name: string; span: Span }, result: Type): void {
  const fn = program.functions.get(name);
  const what =
    result.kind === 'bool' ? 'a function without parameters that returns bool' : 'a function without parameters';
  if (!fn) throw new Refusal(`Cannot find the function \`${name}\`: the model has none of that name.`, span);
  if (fn.params.length === 0 && !fn.variadic && (result.kind === 'void' || fn.result.kind === result.kind)) return;
  throw new Refusal(`Cannot use \`${name}\` here: ${what} is wanted.`, span);
}
