// Lines of cells joined to steps, in the order of time.
//
// A line is a step of its own unless it clearly goes on with the line above it in the same cell: an open bracket or
// comment, an operator or a comma at the end, a sentence that was wrapped, words under a numbered item. Two calls are two
// steps however deep the second is indented.

import type { Drawing, Entry } from './drawing.ts';

export interface Step {
  readonly actor: number | null;
  readonly text: string;
  /** The text without what stands behind `//`. */
  readonly code: string;
  /** 1-based, first and last. */
  readonly lines: readonly [number, number];
}

/** The steps of a drawing. Numbers that run through all of its columns are the order of time, else the rows are. */
export function stepsOf({ entries }: Drawing): Step[] {
  const steps: Step[] = [];
  for (const actor of new Set(entries.map((e) => e.actor))) {
    for (const run of runsOf(entries.filter((e) => e.actor === actor))) steps.push(...joined(run));
  }
  const ordered = steps.filter((s) => /\w/.test(s.text)).sort(byRow);
  return byNumber(ordered);
}

function byRow(a: Step, b: Step): number {
  return a.lines[0] - b.lines[0] || (a.actor ?? -1) - (b.actor ?? -1);
}

/** Entries of one column on lines that follow each other; behind a comma one may be empty. */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1)?.at(-1);
    const gap = last && entry.line - last.line;
    if (gap === 1 || (gap === 2 && last?.text.endsWith(',')) || entry.isWrapped) runs.at(-1)!.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** No step is longer, in lines. */
const most = 16;

function joined(run: readonly Entry[]): Step[] {
  const width = Math.max(...run.map((e) => e.text.length));
  const steps: Step[] = [];
  let parts: string[] = [];
  for (const [i, { actor, text, line, isWrapped }] of run.entries()) {
    const last = steps.at(-1);
    const goesOn = parts.length < most && (isWrapped || continues(parts, run.slice(i), width));
    if (last && goesOn) {
      parts.push(text);
      const code = glue(last.code, withoutRemark(text));
      steps[steps.length - 1] = { ...last, text: glue(last.text, text), code, lines: [last.lines[0], line] };
    } else {
      parts = [text];
      steps.push({ actor, text, code: withoutRemark(text), lines: [line, line] });
    }
  }
  return steps;
}

function withoutRemark(text: string): string {
  const code = text.replace(/\s*\/\/.*$/, '');
  return code === '' ? text : code;
}

/** A name that was broken at its underscore is whole again. */
function glue(before: string, after: string): string {
  return /\w_$/.test(before) && /^\w/.test(after) ? before + after : `${before} ${after}`;
}

const mark = /^(?:step\s?|t)?\(?(?:\d{1,3}|[a-z])[.):,](?=\s+\S)/i;
const arrow = /^(?:[-=]+>|→|--?\s|[*•+]\s)/;
const bullet = /^[-*•+]\s/;
const connective =
  /^(?:and|or|but|so|which|that|then|because|since|as|until|of|to|in|by|with|for|from|through|into|thus|is|are|was|will)\s+[A-Za-z]/;
const unfinished =
  /(?:^|\s)(?:the|an?|to|of|in|on|at|by|for|with|and|or|but|so|which|that|as|from|its|this|is|are|was|were|will|would|can|could|should|may|must|has|have|be|we do|not)$/i;

function continues(parts: readonly string[], rest: readonly Entry[], width: number): boolean {
  const before = parts.at(-1);
  const { text } = rest[0]!;
  if (before === undefined || mark.test(text) || arrow.test(text)) return false;
  const whole = parts.join(' ');
  if (isOpen(whole)) return true;
  if (/^\/[/*]/.test(text)) return false;
  if (/(?:[=+|&]|=>|_|\w -|\w-)$/.test(before) || /[^\w>-]->$/.test(before)) return true;
  if (/,$/.test(before)) return mark.test(parts[0]!) || !isStatement(text);
  const isItem = (mark.test(parts[0]!) || bullet.test(parts[0]!)) && !isStatement(text);
  if (isFinished(before)) return isItem && isProse(text);
  if (isItem && (isProse(before) || hasWords(text, 1))) return true;
  if (unfinished.test(before) && !/\bA$/.test(before) && !isStatement(before)) return true;
  if (isStatement(text) || !hasWords(text, 1)) return false;
  return connective.test(text) || /^\(/.test(text) || isWrappedSentence(before, rest, width);
}

function isOpen(text: string): boolean {
  if (text.lastIndexOf('/*') > text.lastIndexOf('*/')) return true;
  const code = text.replace(/\/\*.*?\*\/|\/\/.*$/g, '');
  if (/\.\.\.$/.test(code)) return false;
  const opens = code.match(/[([]/g)?.length ?? 0;
  return opens > (code.replace(mark, '').match(/[)\]]/g)?.length ?? 0);
}

function isFinished(text: string): boolean {
  return /[.;:!?{}]["')\]]*$|\*\/$/.test(text) && !/\b(?:e\.g|i\.e|vs)\.$/.test(text);
}

/** Nothing but a call, an assignment or a keyword with its condition. */
function isStatement(text: string): boolean {
  return /^\W*\w+\s?\(.*\)[;.,:\s]*$|;$|^\W*\w+_\w*[;.,:]*$|^[\w>.-]+\s*[-+|&^]?=[^>]/.test(text);
}

/** Words, not code: no statement, and at least two plain words. */
function isProse(text: string): boolean {
  return !isStatement(text) && hasWords(text, 2);
}

function hasWords(text: string, count: number): boolean {
  if (/^(?:if|else|for|while|do|switch|case|return|goto)\b\s*(?:\(|$)/.test(text)) return false;
  return text.split(/\s+/).filter((w) => /^["'(]?[A-Za-z][a-z']*["'),.:;!?]*$/.test(w)).length >= count;
}

/** The line above is full, and the sentence comes to its end further down. */
function isWrappedSentence(before: string, rest: readonly Entry[], width: number): boolean {
  const text = rest[0]!.text;
  const first = text.split(' ')[0]!;
  if (!isProse(before) || !/^["'(]?[a-z]/.test(text) || before.length + 1 + first.length <= width) return false;
  for (const { text: line } of rest.slice(0, most)) {
    if (mark.test(line) || arrow.test(line)) return false;
    if (isFinished(line)) return /[.?!]["')]*$/.test(line);
  }
  return false;
}

/** Steps whose numbers run through all columns, each once, come in the order of the numbers. */
function byNumber(steps: readonly Step[]): Step[] {
  const numbers: number[] = [];
  const last = new Map<number | null, number>();
  const seen = new Set<number>();
  for (const { actor, text } of steps) {
    const own = /^(?:step\s?|t)?\(?(\d{1,3})[.):,](?=\s|$)/i.exec(text)?.[1];
    const number = own === undefined ? last.get(actor) : Number(own);
    if (number === undefined || (own !== undefined && seen.has(number))) return [...steps];
    seen.add(number);
    last.set(actor, number);
    numbers.push(number);
  }
  const order = steps.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]! || a - b);
  return order.map((i) => steps[i]!);
}
