// Conditional compilation over a known configuration. In: C text and what each CONFIG_ symbol is. Out: the same text
// with the directives and the parts that are left out blanked, so that every position stays.
//
// The text may be a piece of a file: `#else` or `#endif` without their `#if` belong to one before it.

import type { Source, Span } from '../../base/source.ts';
import { scan } from './tokens.ts';

export type Config = Readonly<Record<string, boolean>>;

export interface ConfigWarning {
  readonly code: 'unknown-config-symbol';
  readonly text: string;
  readonly span: Span;
}

export interface Preprocessed {
  readonly text: string;
  readonly warnings: readonly ConfigWarning[];
  /** Parts left out, with the condition that is false. */
  readonly skipped: readonly { readonly start: number; readonly end: number; readonly condition: string }[];
  /** Conditions that cannot be evaluated. */
  readonly unclear: readonly { readonly span: Span; readonly text: string }[];
  /** `#endif`s whose `#if` stands before the text. */
  readonly closesOuter: number;
  /** An `#else` whose `#if` stands before the text. */
  readonly elseOfOuter: boolean;
  /** The text ends inside a part that is left out. */
  readonly endsSkipped: boolean;
  /** How many `#if`s are open at the end. */
  readonly open: number;
}

interface Frame {
  readonly condition: string;
  active: boolean;
  /** A branch was taken already. */
  taken: boolean;
}

const CONDITIONAL = /^#(if|ifdef|ifndef|elif|else|endif)\b(.*)$/;

/**
 * Evaluates `#if`, `#ifdef` and their kin. With `outerSkipped`, the text begins in a branch that is left out, up to an
 * `#else` or `#endif` of it.
 */
export function preprocess(source: Source, config: Config, insideComment = false, outerSkipped = false): Preprocessed {
  const chars = source.text.split('');
  const warnings: ConfigWarning[] = [];
  const unclear: { span: Span; text: string }[] = [];
  const skipped: { start: number; end: number; condition: string }[] = [];
  const frames: Frame[] = [];
  let outer = !outerSkipped;
  let closesOuter = 0;
  let elseOfOuter = false;
  let skipStart: number | undefined = outer ? undefined : 0;
  let skipCondition = 'the other branch';

  const active = (): boolean => outer && frames.every((f) => f.active);
  const blank = (start: number, end: number): void => {
    for (let i = start; i < end; i++) if (chars[i] !== '\n') chars[i] = ' ';
  };
  for (const token of source.text.includes('#') ? scan(source.text, insideComment) : []) {
    const m = token.kind === 'directive' ? CONDITIONAL.exec(token.norm) : null;
    if (!m) continue;
    const span = { source, start: token.start, end: token.end };
    const test = (): boolean => {
      const value = evaluate(m[1]!, m[2]!.trim(), config, (symbol, text) => {
        if (!warnings.some((w) => w.text === text))
          warnings.push({ code: 'unknown-config-symbol', text, span: symbolSpan(span, symbol) });
      });
      if (value === null) unclear.push({ span, text: token.norm });
      return value ?? false;
    };
    const wasActive = active();
    const top = frames.at(-1);
    switch (m[1]) {
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const value = wasActive && test();
        frames.push({ condition: token.norm.slice(1), active: value, taken: value || !wasActive });
        break;
      }
      case 'elif':
        if (top) {
          top.active = false;
          const value = !top.taken && active0(frames) && outer && test();
          top.active = value;
          top.taken ||= value;
        } else {
          unclear.push({ span, text: token.norm });
        }
        break;
      case 'else':
        if (top) {
          top.active = !top.taken;
          top.taken = true;
        } else {
          elseOfOuter = true;
          outer = !outer;
        }
        break;
      default:
        if (top) frames.pop();
        else {
          closesOuter++;
          outer = true;
        }
    }
    blank(token.start, token.end);
    if (wasActive && !active()) {
      skipStart = token.end;
      skipCondition = frames.at(-1)?.condition ?? 'the other branch';
    } else if (!wasActive && active() && skipStart !== undefined) {
      skipped.push({ start: skipStart, end: token.start, condition: skipCondition });
      skipStart = undefined;
    }
  }
  if (skipStart !== undefined) skipped.push({ start: skipStart, end: source.text.length, condition: skipCondition });
  for (const { start, end } of skipped) blank(start, end);
  return {
    text: chars.join(''),
    warnings,
    skipped,
    unclear,
    closesOuter,
    elseOfOuter,
    endsSkipped: !active(),
    open: frames.length,
  };
}

function active0(frames: readonly Frame[]): boolean {
  return frames.slice(0, -1).every((f) => f.active);
}

function symbolSpan(span: Span, symbol: string): Span {
  const at = span.source.text.slice(span.start, span.end).indexOf(symbol);
  return at < 0 ? span : { ...span, start: span.start + at, end: span.start + at + symbol.length };
}

type Unknown = (symbol: string, text: string) => void;

/** Value of a condition; null where the configuration cannot say. */
function evaluate(directive: string, text: string, config: Config, unknown: Unknown): boolean | null {
  const symbol = (name: string): boolean | null => configValue(name, config, unknown);
  if (directive === 'ifdef' || directive === 'ifndef') {
    const value = /^\w+$/.test(text) ? symbol(text) : null;
    return value === null ? null : directive === 'ifdef' ? value : !value;
  }
  const tokens = text.match(/\w+|&&|\|\||[!()<>=]=?|\S/g) ?? [];
  let at = 0;
  // or := and ('||' and)*;  and := not ('&&' not)*;  not := '!' not | '(' or ')' | defined X | IS_ENABLED(X) | X | N
  const or = (): boolean | null => {
    let value = and();
    while (tokens[at] === '||') {
      at++;
      const right = and();
      value = value === true || right === true ? true : value === null || right === null ? null : false;
    }
    return value;
  };
  const and = (): boolean | null => {
    let value = not();
    while (tokens[at] === '&&') {
      at++;
      const right = not();
      value = value === false || right === false ? false : value === null || right === null ? null : true;
    }
    return value;
  };
  const not = (): boolean | null => {
    const token = tokens[at++];
    if (token === '!') {
      const value = not();
      return value === null ? null : !value;
    }
    if (token === '(') {
      const value = or();
      return tokens[at++] === ')' ? value : null;
    }
    if (token === 'defined' || /^IS_(ENABLED|BUILTIN|REACHABLE)$/.test(token ?? '')) {
      const bracketed = tokens[at] === '(';
      if (bracketed) at++;
      const value = symbol(tokens[at++] ?? '');
      if (bracketed && tokens[at++] !== ')') return null;
      return value;
    }
    if (token === undefined) return null;
    if (/^\d+$/.test(token)) return Number(token) !== 0;
    return /^CONFIG_\w+$/.test(token) ? symbol(token) : null;
  };
  const value = or();
  return at === tokens.length ? value : null;
}

/** Value of a CONFIG_ symbol; one that the model does not name is undefined, which is worth a warning. */
export function configValue(name: string, config: Config, unknown: Unknown): boolean | null {
  const known = Object.hasOwn(config, name) ? config[name] : undefined;
  if (known !== undefined) return known;
  if (!/^CONFIG_\w+$/.test(name)) return null;
  const near = nearest(name, Object.keys(config));
  unknown(name, `${name} is not known to the model and counts as undefined${near ? `; did you mean ${near}?` : '.'}`);
  return false;
}

/** The name with the smallest edit distance, if any is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((n) => ({ n, d: distance(name, n) })).sort((a, b) => a.d - b.d || (a.n < b.n ? -1 : 1));
  const best = ranked[0];
  return best && best.d <= Math.max(3, Math.floor(name.length / 2)) ? best.n : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
