// Goes along one run and tells every step of it. Only the interpreter runs here: nothing is searched.

import { Refusal, renderDiagnostic } from '../base/diagnostic.ts';
import { placeOf as placeInSource, type Span } from '../base/source.ts';
import { readClaims } from '../claim/claim.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import type { Status } from '../machine/interpret/run.ts';
import type { Lasso } from '../machine/trace.ts';
import { readThread } from '../mail/read.ts';
import type { FunctionDef, Program, Stmt } from '../model/ast.ts';
import { BUILT_IN } from '../model/built-in.ts';
import type { Model, Scenario } from '../model/model.ts';
import { type Printed, printFunctionC } from '../model/print/c.ts';
import { candidatesOf } from '../patch/candidates.ts';
import { type Check, parseCheckId } from '../verdict/checks.ts';
import { doubtOf } from '../verdict/confirm.ts';
import { type Followed, follow } from '../verdict/follow.ts';
import { growTo } from '../verdict/ladder/more.ts';
import { matchThread } from '../verdict/match.ts';
import { type Input, readEarlier } from '../verdict/onto.ts';
import { parseRun, WrongRun } from '../verdict/run-text.ts';
import { escapeLine } from './escape.ts';
import { STOPS } from './rows.ts';
import { valueText } from './value.ts';
import { aboutTask, propertyText } from './words.ts';
import { pad } from './wrap.ts';

/** There is no program to run. `isUsage` if another command line would have one. */
export class CannotReplay extends Error {
  readonly isUsage: boolean;

  constructor(message: string, isUsage: boolean) {
    super(message);
    this.name = 'CannotReplay';
    this.isUsage = isUsage;
  }
}

export interface ReplayRequest {
  readonly root: string;
  readonly onto: readonly Input[];
  readonly config: Readonly<Record<string, boolean>>;
  readonly check: string;
  /** As `printRun` writes it. */
  readonly run: string;
  /** Id of the candidate whose program is run; the program before, if it is absent. */
  readonly candidate?: string;
  /** What there is more of in the scenario, as `printMore` writes it. */
  readonly more?: string;
}

export interface ReplayText {
  readonly text: string;
  /** The run shows that the property is violated. */
  readonly confirmed: boolean;
}

/** Replays a run. Throws `MailError`, `WrongCheckId`, `WrongRun`, `WrongMore` and `CannotReplay`. */
export async function replayText(input: Input, request: ReplayRequest): Promise<ReplayText> {
  const declared = await programOf(input, request);
  const check = parseCheckId(request.check, declared.model);
  const { model, program } =
    request.more === undefined ? declared : growTo(request.more, declared.program, declared.model, check);
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  const lasso = readRun(request.run, scenario);
  const property =
    model.properties.find((p) => p.name === check.property) ?? BUILT_IN.find((b) => b === check.property)!;
  try {
    const followed = follow(program, scenario, check.switches, check.schedule, lasso);
    const doubt = doubtOf(followed, program, scenario, property, lasso);
    const lines = [
      `${check.id}, ${request.candidate === undefined ? 'before the patch' : `after ${request.candidate}`}, on the model ${model.name}`,
      ...scenario.tasks.map((t) => `${t.name} = ${check.schedule === 'fair' ? aboutTask(t.about) : t.about}`),
      '',
      ...stepLines(program, scenario, followed, lasso),
      '',
      ...endLines(model, check, scenario, followed, lasso, doubt),
    ];
    return { text: `${lines.join('\n')}\n`, confirmed: doubt === undefined };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CannotReplay(renderDiagnostic(error.diagnostic), false);
  }
}

/** The program that a run is one of, with its model. */
export async function programOf(
  input: Input,
  request: ReplayRequest,
): Promise<{ readonly model: Model; readonly program: Program }> {
  const thread = await readThread(input.bytes, input.name);
  const earlier = await readEarlier(request.onto);
  const matched = await matchThread(
    request.root,
    thread,
    candidatesOf(thread),
    readClaims(thread),
    earlier,
    request.config,
  );
  if (!matched) throw new CannotReplay(`Cannot replay on ${input.name}: there is no model of this code.`, false);
  const { model, start, applied } = matched;
  if (start.failure) throw new CannotReplay(`Cannot replay: ${start.failure.reason}.`, false);
  if (request.candidate === undefined) return { model, program: start.base.program };
  const found = applied.find((a) => a.candidate.id === request.candidate);
  if (!found) {
    const ids = applied.map((a) => a.candidate.id).join(', ');
    const known = ids ? `It has ${ids}.` : 'It has none.';
    throw new CannotReplay(
      `Cannot replay on \`${request.candidate}\`: the thread has no such candidate.\n${known}`,
      true,
    );
  }
  const { failure, base } = found.stack;
  if (failure) throw new CannotReplay(renderDiagnostic(failure), false);
  return { model, program: base.program };
}

/** Reads a run; what is wrong with it is shown at its place. */
export function readRun(text: string, scenario: Scenario): Lasso {
  try {
    return parseRun(text, scenario.tasks);
  } catch (error) {
    if (!(error instanceof WrongRun)) throw error;
    const [what, ...help] = error.message.split('\n');
    const { start, length } = wrongPart(text, scenario);
    const from = Math.max(0, start - 40);
    const shown = escapeLine(text.slice(from, start + length + 30));
    throw Object.assign(error, {
      message: [what, `  ${shown}`, `  ${' '.repeat(start - from)}${'^'.repeat(Math.max(1, length))}`, ...help].join(
        '\n',
      ),
    });
  }
}

function wrongPart(text: string, scenario: Scenario): { start: number; length: number } {
  const parts = text.split(',');
  let start = 0;
  for (const [i, part] of parts.entries()) {
    // `@` alone is wrong only at the end.
    const head = [...parts.slice(0, i + 1), ...(part === '@' && i < parts.length - 1 ? [scenario.tasks[0]!.name] : [])];
    try {
      parseRun(head.join(','), scenario.tasks);
    } catch {
      return { start, length: part.length };
    }
    start += part.length + 1;
  }
  return { start: 0, length: text.length };
}

/** A line for everything that happened, with the number of its step. */
function stepLines(program: Program, scenario: Scenario, followed: Followed, { prefix, cycle }: Lasso): string[] {
  const place = placer(program);
  const wide = Math.max(...scenario.tasks.map((t) => t.name.length));
  const lines: string[] = [];
  const tell = (events: readonly StepEvent[], label: (e: StepEvent) => string): void => {
    const told = events.flatMap((e) => tellings(e, program, place).map((text) => ({ e, text })));
    for (const [i, { e, text }] of told.entries())
      lines.push(`${i === 0 ? label(e) : ' '.repeat(wide + 8)}${text}`.trimEnd());
  };
  tell(followed.started, (e) => `${pad('', 6)}${pad(scenario.tasks[e.task]!.name, wide)}  `);
  for (const [i, { move, events }] of followed.moves.slice(0, prefix.length + cycle.length).entries()) {
    if (i === prefix.length && cycle.length > 0) lines.push('  ┌── from here on for ever');
    const name = scenario.tasks[move.task]!.name;
    const label = `${String(i + 1).padStart(4)}  ${pad(name, wide)}  `;
    const before = lines.length;
    tell(events, () => label);
    if (lines.length === before) lines.push(label.trimEnd());
  }
  if (cycle.length > 0 && !followed.failed) lines.push('  └── and again');
  return lines;
}

type Place = (fn: FunctionDef, s: Stmt) => { readonly line: number; readonly text: string; readonly source?: string };

/** Where a statement stands: its line in the canonical C of its function, and in the text that it was read from. */
function placer(program: Program): Place {
  const printed = new Map<FunctionDef, { readonly printed: Printed; readonly lines: readonly string[] }>();
  return (fn, s) => {
    let c = printed.get(fn);
    if (!c) {
      const made = printFunctionC(fn, program);
      c = { printed: made, lines: made.text.split('\n') };
      printed.set(fn, c);
    }
    const line = c.printed.lines.get(s) ?? 1;
    const { source, start } = s.span;
    const at = placeInSource(source, start).line;
    // The text of a patched function is its own: its lines are no lines of the kernel's file.
    const isModel = source.name.endsWith('.ts');
    return { line, text: c.lines[line - 1]!.trim(), ...(isModel && { source: `${source.name}:${at}` }) };
  };
}

function tellings(e: StepEvent, program: Program, place: Place): string[] {
  switch (e.kind) {
    case 'arrive':
      return ['arrives'];
    case 'done':
      return ['is done'];
    case 'stop':
      return [`stops: ${STOPS[e.reason]} (${stopPlace(e.span)})`];
    case 'choice':
      return [`${' '.repeat(e.depth)}${e.switch}: ${e.happens ? 'it happens' : 'it does not happen'}`];
    case 'sleep':
      return [`${' '.repeat(e.depth)}sleeps`];
    case 'wake':
      return [`${' '.repeat(e.depth)}wakes`];
    case 'enter':
      return [];
    case 'leave': {
      const { kind } = e.statement;
      const isTold = kind === 'goto' || (kind === 'return' && !e.statement.value) || isVoidCall(e.statement, program);
      return isTold ? [at(e, place)] : [];
    }
    case 'value': {
      const value = valueText(e.expression, e.value, program);
      return [at(e, place, value === undefined ? '' : ` → ${value}`)];
    }
  }
}

/** Where a task stops. */
function stopPlace({ source, start }: Span): string {
  const { line } = placeInSource(source, start);
  return source.name.endsWith('.ts') ? `${source.name}:${line}` : `line ${line} of the function`;
}

function at(e: Extract<StepEvent, { statement: Stmt }>, place: Place, tail = ''): string {
  const { line, text, source } = place(e.function, e.statement);
  const where = source ?? `line ${line} of the function`;
  return escapeLine(`${' '.repeat(e.depth)}${e.function.name}()  ${text}${tail}  (${where})`);
}

function isVoidCall(s: Stmt, program: Program): boolean {
  if (s.kind !== 'expression' || s.expr.kind !== 'call') return false;
  return (program.functions.get(s.expr.callee)?.result.kind ?? 'void') === 'void';
}

const STANDS: Readonly<Record<Extract<Status, string>, string>> = {
  unarrived: 'has not arrived',
  runnable: 'could go on',
  asleep: 'sleeps',
  'asleep-timed': 'sleeps for a time',
  waiting: 'waits',
  spinning: 'spins',
  idle: 'has nothing to do',
  held: 'cannot move: an interrupt handler has its CPU, or interrupts are off there',
  done: 'is done',
};

function endLines(
  model: Model,
  check: Check,
  scenario: Scenario,
  followed: Followed,
  { prefix, cycle }: Lasso,
  doubt: string | undefined,
): string[] {
  const lines: string[] = [];
  if (!followed.failed) {
    const steps = prefix.length + cycle.length;
    if (steps === 0) lines.push('The run has no step: this is the state at the start.');
    else if (steps === 1) lines.push(`The step can be made, and \`${check.schedule}\` allows it.`);
    else lines.push(`All ${steps} steps can be made, and \`${check.schedule}\` allows each.`);
    if (cycle.length > 0 && followed.closed)
      lines.push(
        followed.starved.length === 0
          ? 'The cycle closes. It is fair: every task that may move on it does.'
          : 'The cycle closes. It is not fair.',
      );
    for (const [t, task] of scenario.tasks.entries()) {
      const status = followed.run.status(t);
      const what = typeof status === 'string' ? STANDS[status] : `has stopped (${STOPS[status.stopped]})`;
      lines.push(`At the end, ${task.name} ${what}.`);
    }
    const lost = followed.run.leaks();
    if (lost.length > 0) lines.push(`Lost: ${lost.join(', ')}.`);
  }
  const what = `${check.property} (${propertyText(check.property, model)})`;
  lines.push(doubt === undefined ? `Violated: ${what}.` : `Not confirmed: ${doubt}.`);
  return lines;
}
