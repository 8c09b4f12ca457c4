// Ladders as a person reads them: a line for each rung, before and after, what each rung adds, what could not grow.

import type { Climbed, Ladder, Rung } from '../verdict/ladder/ladder.ts';
import { nameOf, printMore } from '../verdict/ladder/more.ts';
import { howMany } from './ladder-sentence.ts';
import { LABEL, labelled, type Page } from './page.ts';
import { replayCommand } from './replay-command.ts';
import { underCheck } from './under-check.ts';
import { witnessTable } from './witness.ts';
import { pad, widthOf, wrap } from './wrap.ts';

/** The lines of all ladders. */
export function ladderLines(page: Page): string[] {
  return (page.v.ladders ?? []).flatMap((ladder, i) => [...(i > 0 ? [''] : []), ...ladderBlock(page, ladder)]);
}

const CELL = 21;

function ladderBlock(page: Page, ladder: Ladder): string[] {
  const { width, paint } = page;
  const { programs } = ladder;
  const rows = rowsOf(ladder);
  const wide = Math.min(width - LABEL - CELL * programs.length, Math.max(...rows.map((r) => widthOf(r.name))) + 2);
  const indent = ' '.repeat(LABEL);
  const head = programs.map((p, i) => (i === 0 ? 'before' : p.id === 'before' ? '' : 'after'));
  const line = (name: string, cells: readonly string[]): string[] => {
    const names = wrap(name, wide - 1, 2, true);
    return names.map((n, i) =>
      (indent + pad(n, wide) + (i === 0 ? cells.map((c) => pad(c, CELL)).join('') : '')).trimEnd(),
    );
  };
  return [
    ...labelled(width, 'ladder', ladder.check.id, true),
    ...line('', head).map(paint.dim),
    ...rows.flatMap(({ name, rungs }) => line(name, rungs.map(cell))),
    ...endLines(ladder, width),
    ...newLines(ladder, width),
    ...refusedLines(ladder, width),
    ...newRuns(page, ladder),
  ];
}

interface Row {
  readonly name: string;
  /** Of each program; what one was not asked is absent. */
  readonly rungs: readonly (Rung | undefined)[];
}

function rowsOf(ladder: Ladder): Row[] {
  const { programs, scenario } = ladder;
  const count = scenario.tasks.length;
  const rows: Row[] = [
    { name: `as declared: ${count} task${count === 1 ? '' : 's'}`, rungs: programs.map((p) => p.declared) },
  ];
  const climbs = programs.flatMap((p) => p.climbs);
  const directions = new Map(climbs.map((c) => [JSON.stringify(c.direction), c.direction]));
  for (const [key, direction] of directions) {
    const same = programs.map((p) => p.climbs.find((c) => JSON.stringify(c.direction) === key));
    const most = Math.max(...same.map((c) => c?.rungs.length ?? 0));
    for (let by = 1; by <= most; by++) {
      const rungs = same.map((c) => c?.rungs.find((r) => r.by === by));
      const many = howMany(programs[0]!.declared, ladder, direction, by);
      rows.push({ name: direction.kind === 'task' ? `${many} (${direction.name} +${by})` : many, rungs });
    }
  }
  return rows;
}

/** `violated   1,552 +`. */
function cell(rung: Rung | undefined): string {
  if (!rung) return '';
  const { answer, states } = rung.answer;
  const number = states.toLocaleString('en-US');
  const mark = rung.by === 0 ? '' : rung.added.length > 0 ? ' +' : rung.cut === undefined ? ' =' : '';
  return `${pad(answer, 9)}${number.padStart(8)}${mark}`;
}

/** How each direction ended. */
function endLines({ programs }: Ladder, width: number): string[] {
  const texts = new Map<string, string[]>();
  for (const program of programs)
    for (const { direction, top, rungs } of program.climbs) {
      const name = nameOf(direction);
      const says =
        top.kind === 'settled'
          ? 'nothing new any more'
          : top.kind === 'limit'
            ? `no further: ${top.reason}`
            : `+${rungs.length}: ${top.reason}`;
      const text = `${name}: ${says}`;
      texts.set(text, [...(texts.get(text) ?? []), whenOf(program)]);
    }
  return [...texts].flatMap(([text, when], i) => {
    const said = when.length < programs.length ? ` (${when.join(', ')})` : '';
    return [...(i === 0 ? [''] : []), ...under(text + said, width)];
  });
}

/** What each rung adds to those below it. */
function newLines({ programs }: Ladder, width: number): string[] {
  const lines = programs.flatMap((program) =>
    program.climbs.flatMap(({ direction, rungs }) =>
      rungs.flatMap(({ by, added, answer }) => {
        const at = `+ ${whenOf(program)}, ${nameOf(direction)} +${by}`;
        return added.flatMap((end) =>
          under(`${at}: ${end === answer.answer ? `the check ${isOrHolds(end)}` : end}`, width),
        );
      }),
    ),
  );
  return lines.length === 0 ? [] : ['', ...under('= nothing new, + new ends of runs:', width), ...lines];
}

function isOrHolds(answer: string): string {
  return answer === 'holds' ? 'holds' : `is ${answer}`;
}

function refusedLines({ refused }: Ladder, width: number): string[] {
  if (refused.length === 0) return [];
  return ['', ...under(`does not grow: ${refused.map(({ name, why }) => `${name} (${why})`).join('; ')}`, width)];
}

/** The run of the first rung of each program that is violated where the declared scenario is not. */
function newRuns({ v, width, file }: Page, ladder: Ladder): string[] {
  const { check } = ladder;
  return ladder.programs.flatMap((program) => {
    if (program.declared.answer.answer === 'violated') return [];
    const found = program.climbs.flatMap(({ direction, rungs }) => {
      const rung = rungs.find((r) => r.answer.answer === 'violated' && r.answer.witness);
      return rung ? [{ direction, rung }] : [];
    })[0];
    if (!found) return [];
    const { direction, rung } = found;
    const { program: code, model, scenario } = rung.grown;
    const { lasso } = rung.answer.witness!;
    const of = v.candidates.find((c) => c.id === program.id);
    const added = new Set((of?.added ?? []).map((a) => a.statement));
    const told = { program: code, model, scenario, check, lasso, functions: underCheck(v, code), added };
    const command = replayCommand({
      file,
      onto: v.onto.map((o) => o.name),
      config: v.asked.config,
      check,
      tasks: scenario.tasks,
      lasso,
      more: printMore(direction, rung.by),
      ...(of && { candidate: of.id }),
    });
    return [
      '',
      `${of ? `After ${of.id}` : 'Before the patch'}, with ${howMany(program.declared, ladder, direction, rung.by)}:`,
      '',
      ...witnessTable(told, width),
      '',
      ...command.map((line, i) => (i === 0 ? pad('replay', LABEL) : ' '.repeat(LABEL + 2)) + line),
    ];
  });
}

function whenOf({ id }: Climbed): string {
  return id === 'before' ? 'before' : 'after';
}

function under(text: string, width: number): string[] {
  return wrap(text, width - LABEL, 2, true).map((l) => ' '.repeat(LABEL) + l);
}
