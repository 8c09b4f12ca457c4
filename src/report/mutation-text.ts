// The mutants of a patch as a person reads them: how many the checks tell from it, and line by line those that they do
// not. It fits the width, and needs no colour.

import { countOutcomes, type JudgedMutant, type Mutation, type Outcome } from '../mutate/mutation.ts';
import { version } from './about.ts';
import { escapeLine } from './escape.ts';
import { labelled } from './page.ts';
import { type Paint, painter } from './paint.ts';
import { finder } from './place.ts';
import type { TextOptions } from './text.ts';
import { count } from './words.ts';
import { pad, wrap } from './wrap.ts';

const WIDEST = 100;
/** Columns before the words of a line of the patch, and before those of its mutants. */
const INDENT = 16;

/** What became of the mutants of a patch. */
export function mutationText(m: Mutation, options: TextOptions): string {
  const width = Math.max(40, Math.min(options.width, WIDEST));
  const paint = painter(options.color);
  const { candidate } = m;
  const head = [
    `patchcheck ${version} · on a model, not on a kernel`,
    ...wrap(escapeLine(`${candidate.title} (${candidate.id})`), width, 2),
  ];
  const blocks = [head, scoreLines(m, width), tableLines(m, options, width, paint), restLines(m, width)];
  return `${blocks.map((b) => b.join('\n')).join('\n\n')}\n`;
}

function scoreLines({ mutants, kept }: Mutation, width: number): string[] {
  const n = countOutcomes(mutants);
  const judged = n.killed + n.survived;
  const told =
    judged > 0
      ? `${n.killed} of ${count(judged, 'mutant')} of the patch`
      : `none of ${count(mutants.length, 'mutant')} could be judged`;
  const rest = (['survived', 'never-ran', 'undecided', 'equivalent', 'refused'] as const).flatMap((kind) =>
    n[kind] > 0 ? [`${n[kind]} ${kind === 'survived' && n[kind] > 1 ? 'survive' : WORDS[kind]}`] : [],
  );
  return [
    ...labelled(width, 'killed', [told, ...rest].join('; ')),
    ...labelled(
      width,
      'checks',
      kept.undecided > 0
        ? `${kept.held} of ${kept.asked}: those known to hold after the patch; ${kept.undecided} not decided`
        : `${kept.held} of ${kept.asked}: those that hold after the patch`,
    ),
    ...kept.described.flatMap((d) => {
      if (d.answer === 'holds') return [];
      const told = d.answer === 'violated' ? 'does not' : 'is not decided';
      return labelled(width, '', `${d.check}, which the thread describes, ${told}`);
    }),
  ];
}

const WORDS: Readonly<Record<Outcome['kind'], string>> = {
  killed: 'killed',
  survived: 'survives',
  'never-ran': 'never ran',
  undecided: 'not decided',
  equivalent: 'equivalent',
  refused: 'cannot be run',
};

interface Row {
  readonly function: string;
  readonly message: number;
  readonly line: number | undefined;
  readonly sign: string;
  readonly source: string;
  readonly mutants: JudgedMutant[];
}

/** Line by line: how many of its mutants were killed, and what became of the others. */
function tableLines(m: Mutation, { file, content }: TextOptions, width: number, paint: Paint): string[] {
  const find = finder(m, file, content);
  const rows = rowsOf(m.mutants);
  const places = rows.map((r) => (r.line === undefined ? '' : find(r.message, r.line)?.split(':').at(-1)));
  const isInFile = places.every((place) => place !== undefined);
  const where = isInFile && file !== undefined ? file : m.thread.messages.length > 1 ? 'each message' : 'the message';
  const lines = [paint.dim(`line   killed   in ${escapeLine(where)}`)];
  let heading = '';
  for (const [i, row] of rows.entries()) {
    const now = headingOf(row, m);
    if (now !== heading) lines.push(now);
    heading = now;
    const judged = row.mutants.filter(({ outcome: { kind } }) => kind === 'killed' || kind === 'survived');
    const killed = judged.filter(({ outcome }) => outcome.kind === 'killed').length;
    const place = isInFile ? places[i]! : `${row.line ?? ''}`;
    const score = judged.length > 0 ? `${killed} of ${judged.length}` : '';
    lines.push(...hung(`${pad(place, 7)}${pad(score, 8)}${row.sign}`, row.source, width));
    for (const { mutant, outcome } of row.mutants) {
      if (outcome.kind === 'killed' && m.asked.list !== 'all') continue;
      const word = outcome.kind === 'killed' ? `killed by ${outcome.check}` : WORDS[outcome.kind];
      const text = `${word}: ${shortened(mutant.text, row)}${whyText(outcome)}`;
      lines.push(...hung(' '.repeat(INDENT), text, width));
    }
  }
  return lines;
}

/** A text behind a margin, wrapped. */
function hung(margin: string, text: string, width: number): string[] {
  const lines = wrap(escapeLine(text), width - INDENT - 1, 4, true);
  return lines.map((l, i) => `${pad(i === 0 ? margin : '', INDENT)} ${l}`);
}

function rowsOf(mutants: readonly JudgedMutant[]): Row[] {
  const rows = new Map<string, Row>();
  for (const judged of mutants) {
    const { function: name, message, line, source, operator } = judged.mutant;
    const key = [name, message, line, source].join('\0');
    const sign = line === undefined ? '' : operator === 'undo' ? '-' : '+';
    const row = rows.get(key) ?? { function: name, message, line, sign, source, mutants: [] };
    row.mutants.push(judged);
    rows.set(key, row);
  }
  return [...rows.values()];
}

function headingOf({ function: name, message }: Row, { thread }: Mutation): string {
  const where = name ? `${name}()` : 'outside of functions';
  return thread.messages.length > 1 ? `${where}, message ${message + 1}` : where;
}

/** The words of a mutant, in which the line that it stands under is "it". */
function shortened(text: string, { source }: Row): string {
  const bare = (t: string): string => t.replace(/( …| \{|;)$/, '').replace(/\s+/g, '');
  const own = bare(source);
  // A statement may go on on the next line.
  const isOpen = /[,(&|?:+=]$/.test(own);
  return text.replace(/`([^`]+)`/g, (quoted, code: string) => {
    const isOwn = bare(code) === own || (isOpen && bare(code).startsWith(own));
    return isOwn ? 'it' : quoted;
  });
}

function whyText(outcome: Outcome): string {
  if (outcome.kind !== 'survived') return 'reason' in outcome ? ` (${outcome.reason})` : '';
  if (outcome.idle.length === 0) return '';
  const properties = [...new Set(outcome.idle.map((id) => id.split('/').at(-1)!))];
  return ` (no longer at stake in ${count(outcome.idle.length, 'check')}: ${properties.join(', ')})`;
}

/** What the words mean, and what was not mutated. */
function restLines({ mutants, unmutated, model }: Mutation, width: number): string[] {
  const n = countOutcomes(mutants);
  const { elided, unmodelled } = unmutated;
  const left = [
    ...(elided > 0 ? [`${count(elided, 'added line')} that the model leaves out`] : []),
    ...(unmodelled > 0 ? [`${count(unmodelled, 'added line')} that the model does not have`] : []),
  ];
  const told = (label: string, text: string): string[] => labelled(width, label, text);
  return [
    ...(n.survived > 0
      ? told(
          'survives',
          'is not shown to be needed by this model: all checks that hold after the patch hold with it too',
        )
      : []),
    ...(n['never-ran'] > 0
      ? told('never ran', 'stands where no check that was asked comes: nothing is known of it')
      : []),
    ...(left.length > 0 ? told('left out', left.join(', ')) : []),
    ...told('model', `${model.name}, Linux ${model.kernel}`),
  ];
}
