// C is not context-free: `(a) & b` is a cast or a conjunction, depending on what `a` is. The grammar does not know,
// we do. In: kernel C. Out: a text of the same length that the grammar can only read one way. Nodes keep the places
// of the original, from which every name and number is read.
//
//   known type name        gfp_t x;          int   x;
//   variable in brackets   (mask) & flags    (1111) & flags
//   annotation             int __init f()    int        f()
//   type of a whole        rb_entry(p, struct a, b)   rb_entry(p,        a, b)
//   loop macro             for_each_x(i) f() while     (i) f()
//   constant macro         #define A 1       int v=    1;
//   macro                  #define A(x) x    int v=       x;

import { WHOLE_MACROS } from '../whole.ts';
import { type Known, namedType } from './known.ts';
import { blockIn, macroKind } from './macros.ts';
import { annotationCalls, annotationWords, closing, scan, type Token } from './tokens.ts';

/** A top-level `#define` with a value that could be an expression. */
export const CONSTANT_MACRO = /^#define (\w+) (.+)$/;
/** Top-level macro calls that say nothing about what runs. */
export const TOP_LEVEL_MACRO =
  /^(EXPORT_SYMBOL\w*|EXPORT_PER_CPU_SYMBOL\w*|MODULE_\w+|module_exit|module_param\w*|__setup|early_param|ALLOW_ERROR_INJECTION)$/;

/** Names of macros that declare a global, also of those that the vocabulary does not have. */
export const DECLARING_MACRO = /^(?:DEFINE|DECLARE)_[A-Z]\w*$|^H?LIST_HEAD$/;

const keywords = new Set(
  (
    'if else for while do switch case default break continue return goto sizeof struct union enum typedef int char ' +
    'short long unsigned signed void bool float double'
  ).split(' '),
);
const beforeOperand = new Set(['return', 'case', 'else', 'do']);
const ambiguousBehind = new Set(['(', '&', '*', '-', '+', '&&']);

/** The text as the grammar should see it. */
export function mask(text: string, known: Known): string {
  const tokens = scan(text);
  const chars: string[] = Array.from({ length: text.length }, (_, i) => (text[i] === '\n' ? '\n' : ' '));
  const put = (at: number, s: string): void => {
    for (let i = 0; i < s.length; i++) chars[at + i] = s[i]!;
  };
  const write = (t: Token, s = text.slice(t.start, t.end)): void =>
    put(t.start, s.padEnd(t.end - t.start).slice(0, Math.max(s.length, t.end - t.start)));
  const named = namesInWholes(tokens);
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const before = tokens[i - 1]?.norm;
    const next = tokens[i + 1]?.norm;
    if (token.kind === 'punct' && token.norm === '{') depth++;
    if (token.kind === 'punct' && token.norm === '}') depth--;
    if (token.kind === 'directive') {
      if (depth > 0) write(token);
      else if (isConstantMacro(token)) maskConstant(text, token, put);
      else maskMacro(text, token, known, put);
    } else if (token.kind !== 'word') {
      write(token);
    } else if (annotationWords.has(token.norm) || (depth === 0 && isStatic(token) && declares(tokens, i + 1, known))) {
      // left blank
    } else if ((annotationCalls.has(token.norm) || (depth === 0 && TOP_LEVEL_MACRO.test(token.norm))) && next === '(') {
      const wasMacro = TOP_LEVEL_MACRO.test(token.norm);
      i = closing(tokens, i + 1);
      if (wasMacro && tokens[i + 1]?.norm === ';') i++;
    } else if (depth > 0 && isLoopMacro(tokens, i, known)) {
      write(token, 'while');
    } else if (named.has(i)) {
      if (token.norm !== 'struct') write(token);
    } else if (isTypeName(token, before, known)) {
      write(token, 'int');
    } else if (
      before === '(' &&
      next === ')' &&
      !keywords.has(token.norm) &&
      ambiguousBehind.has(tokens[i + 2]?.norm ?? '') &&
      standsAlone(tokens[i - 2])
    ) {
      write(token, namedType(token.norm, known) ? undefined : '1'.repeat(token.norm.length));
    } else {
      write(token);
    }
  }
  return chars.join('');
}

function isStatic(token: Token): boolean {
  return token.norm === 'static' || token.norm === 'extern';
}

/** Whether `DEFINE_MUTEX(x)` or its like stands there, which reads as a call if `static` does not stand before it. */
function declares(tokens: readonly Token[], at: number, known: Known): boolean {
  const macro = tokens[at];
  if (macro?.kind !== 'word' || tokens[at + 1]?.norm !== '(') return false;
  return (known.program.functions.get(macro.norm)?.declares ?? false) || DECLARING_MACRO.test(macro.norm);
}

/** Whether `list_for_each_entry(…)` with a body stands there, which the grammar cannot know to be a loop. */
function isLoopMacro(tokens: readonly Token[], at: number, known: Known): boolean {
  const { norm } = tokens[at]!;
  if (!/(^|_)for_each(_|$)/.test(norm) || tokens[at + 1]?.norm !== '(' || known.program.functions.has(norm))
    return false;
  return tokens[closing(tokens, at + 1) + 1]?.norm !== ';';
}

/** The words behind the first comma of `container_of(p, struct T, member)`: names, that of a type too. */
function namesInWholes(tokens: readonly Token[]): ReadonlySet<number> {
  const names = new Set<number>();
  for (const [i, { norm }] of tokens.entries()) {
    if (!WHOLE_MACROS.has(norm) || tokens[i + 1]?.norm !== '(') continue;
    const end = closing(tokens, i + 1);
    let depth = 0;
    let commas = 0;
    for (let k = i + 1; k < end; k++) {
      const token = tokens[k]!;
      if (token.norm === '(') depth++;
      else if (token.norm === ')') depth--;
      else if (token.norm === ',' && depth === 1) commas++;
      else if (commas > 0 && depth === 1 && token.kind === 'word') names.add(k);
    }
  }
  return names;
}

function isTypeName(token: Token, before: string | undefined, known: Known): boolean {
  if (token.norm.length < 3 || keywords.has(token.norm)) return false;
  if (before !== undefined && ['.', '->', 'struct', 'union', 'enum', 'goto'].includes(before)) return false;
  return namedType(token.norm, known) !== undefined;
}

/** Whether a bracket behind this token opens an expression, not the arguments of a call or a condition. */
function standsAlone(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === 'word') return beforeOperand.has(token.norm);
  return token.kind === 'punct' && token.norm !== ')' && token.norm !== ']';
}

type Put = (at: number, s: string) => void;

/** `#define X(a) a + 1` as `int v=   a + 1;`, `#define X(a) do { f(a); } while (0)` as `int f()   { f(a); }`. */
function maskMacro(text: string, token: Token, known: Known, put: Put): void {
  const kind = macroKind(token);
  if (!kind) return;
  const from = text.indexOf(')', token.start) + 1;
  const body = text.slice(from, token.end);
  const masked = mask(body, known);
  if (kind === 'expression') {
    put(token.start, 'int v='.padEnd(from - token.start));
    put(from, masked);
    return put(token.end, ';');
  }
  const tokens = scan(body);
  const [open, close] = blockIn(tokens)!;
  put(token.start, 'int f()'.padEnd(from - token.start));
  put(from + tokens[open]!.start, masked.slice(tokens[open]!.start, tokens[close]!.end));
}

function maskConstant(text: string, token: Token, put: Put): void {
  const m = CONSTANT_MACRO.exec(token.norm)!;
  const name = text.indexOf(m[1]!, token.start + '#define'.length);
  const from = name + m[1]!.length;
  const body = text.slice(from, token.end);
  put(token.start, 'int v='.padEnd(from - token.start));
  for (const part of scan(body)) put(from + part.start, body.slice(part.start, part.end));
  put(token.end, ';');
}

/** Whether a directive defines a name with a value that reads as an expression. */
export function isConstantMacro(token: Token): boolean {
  const m = CONSTANT_MACRO.exec(token.norm);
  if (!m) return false;
  const body = scan(m[2]!);
  return body.length > 0 && body.every((t) => t.kind !== 'string' && !['{', '}', ';', '#', '##'].includes(t.norm));
}
