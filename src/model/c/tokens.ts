// C text as tokens, for matching. In: any stretch of C, also one that begins or ends inside a comment. Out: tokens
// with their place and a `norm`. Two stretches say the same to the machine if their norms are equal: white space,
// comments, continued lines and words such as `static` never count, integers compare by value.

import { parseChar, parseInteger, parseString } from './literals.ts';

export type TokenKind = 'word' | 'integer' | 'float' | 'string' | 'punct' | 'directive' | 'stray';

export interface Token {
  readonly kind: TokenKind;
  /** What is compared. */
  readonly norm: string;
  /** As written, without comments. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words that say nothing about what runs. */
export const storageWords: ReadonlySet<string> = new Set(
  'static extern inline const volatile register restrict __inline __inline__ __volatile__ __const'.split(' '),
);

/** Annotations that no C parser knows; blanked before parsing. */
export const annotationWords: ReadonlySet<string> = new Set(
  (
    '__always_inline noinline __must_check __init __exit __initdata __exitdata __maybe_unused __always_unused __used ' +
    '__read_mostly __ro_after_init __rcu __user __kernel __iomem __percpu __force __nocast __private __cold __hot __ref ' +
    '__refdata __sched __pure __attribute_const__ __malloc __weak __packed __meminit __cpuinit __devinit __devexit ' +
    '__kprobes __visible __deprecated notrace asmlinkage fastcall noinline_for_stack ____cacheline_aligned ' +
    '____cacheline_aligned_in_smp __cacheline_aligned __cacheline_aligned_in_smp __no_kcsan __no_sanitize_or_inline ' +
    '__noreturn __restrict __extension__ uninitialized_var_ __latent_entropy __lockfunc __flatten'
  ).split(' '),
);

/** The same with arguments: `__releases(lock)`. */
export const annotationCalls: ReadonlySet<string> = new Set(
  (
    '__attribute__ __releases __acquires __must_hold __printf __scanf __aligned __section __alloc_size ' +
    '__cond_acquires __cond_lock_annotation __guarded_by __counted_by'
  ).split(' '),
);

const punctuators = (
  '<<= >>= ... -> ++ -- << >> <= >= == != && || += -= *= /= %= &= ^= |= ## { } ( ) [ ] ; : , . = + - * / % ' +
  '& | ^ ! ~ < > ? # @ \\ ` $'
).split(' ');

const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /\.?\d(?:[eEpP][+-]|[\w.])*/y;
const STRING = /L?"(?:[^"\\\n]|\\[\s\S])*"/y;
const CHAR = /L?'(?:[^'\\\n]|\\[\s\S])+'/y;
const BLANK = /(?:\s|\\\r?\n)+/y;

/** The tokens as written, comments left out. With `insideComment`, the text begins in one. */
export function scan(text: string, insideComment = false): Token[] {
  const found: Token[] = [];
  let at = 0;
  let lineStart = true;
  if (insideComment) {
    const end = text.indexOf('*/');
    at = end < 0 ? text.length : end + 2;
  }
  const push = (kind: TokenKind, length: number, norm: string): void => {
    found.push({ kind, norm, text: text.slice(at, at + length), start: at, end: at + length });
    at += length;
    lineStart = false;
  };
  while (at < text.length) {
    const blank = match(BLANK, text, at);
    if (blank) {
      if (/\n/.test(blank.replace(/\\\r?\n/g, ''))) lineStart = true;
      at += blank.length;
    } else if (text.startsWith('/*', at)) {
      at = endOfComment(text, at);
    } else if (text.startsWith('//', at)) {
      at = endOfLine(text, at);
    } else if (text[at] === '#' && lineStart) {
      const { end, logical } = directive(text, at);
      found.push({ kind: 'directive', norm: logical, text: logical, start: at, end });
      at = end;
    } else {
      const rest = nextToken(text, at);
      push(rest.kind, rest.length, rest.norm);
    }
  }
  return found;
}

function nextToken(text: string, at: number): { kind: TokenKind; length: number; norm: string } {
  const string = match(STRING, text, at);
  if (string) return { kind: 'string', length: string.length, norm: JSON.stringify(parseString(string)) };
  const char = match(CHAR, text, at);
  if (char) return { kind: 'integer', length: char.length, norm: `#${parseChar(char) ?? char}` };
  const word = match(WORD, text, at);
  if (word) return { kind: 'word', length: word.length, norm: word };
  const number = match(NUMBER, text, at);
  if (number) {
    const value = parseInteger(number);
    return value === null
      ? { kind: 'float', length: number.length, norm: number }
      : { kind: 'integer', length: number.length, norm: `#${value}` };
  }
  const punct = punctuators.find((p) => text.startsWith(p, at));
  if (punct) return { kind: 'punct', length: punct.length, norm: punct };
  return { kind: 'stray', length: 1, norm: text.slice(at, at + 1) };
}

/** A directive runs to the end of its logical line; a comment in it may run on. */
function directive(text: string, start: number): { end: number; logical: string } {
  let logical = '';
  let at = start;
  while (at < text.length && text[at] !== '\n') {
    const continued = match(/\\\r?\n/y, text, at);
    if (continued) {
      logical += ' ';
      at += continued.length;
    } else if (text.startsWith('/*', at)) {
      logical += ' ';
      at = endOfComment(text, at);
    } else if (text.startsWith('//', at)) {
      at = endOfLine(text, at);
    } else {
      logical += text[at++];
    }
  }
  return { end: at, logical: logical.replace(/\s+/g, ' ').replace(/^# /, '#').trim() };
}

function endOfComment(text: string, at: number): number {
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? text.length : end + 2;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const typeWords = new Set(['unsigned', 'signed', 'long', 'int', 'short', 'char', '__signed__']);
// The machine makes every shared access a step and never tears or repeats one.
const accessWords = new Set(['READ_ONCE', 'ACCESS_ONCE', 'data_race']);

/** `KERN_INFO`, which stands before the text of a print and is a part of the string. */
export function isLogLevel(word: string): boolean {
  return /^KERN_[A-Z]+$/.test(word);
}

/**
 * The tokens that count for matching: `unsigned long int` is one, a string in pieces is one, `static` and the comma
 * before a closing brace are none, WRITE_ONCE(x, v) is x = v.
 */
export function tokenize(text: string, insideComment = false): Token[] {
  const raw = scan(text, insideComment);
  const out: Token[] = [];
  // Of WRITE_ONCE(x, v), which is x = v.
  const equals = new Set<number>();
  const dropped = new Set<number>();
  let i = 0;
  const merge = (count: number, norm: string): void => {
    const first = raw[i]!;
    const last = raw[i + count - 1]!;
    out.push({ kind: first.kind, norm, text: joined(raw.slice(i, i + count)), start: first.start, end: last.end });
    i += count;
  };
  while (i < raw.length) {
    const token = raw[i]!;
    const next = raw[i + 1]?.norm;
    if (token.kind === 'word' && annotationCalls.has(token.norm) && next === '(') {
      i = closing(raw, i + 1) + 1;
    } else if (token.kind === 'word' && (storageWords.has(token.norm) || annotationWords.has(token.norm))) {
      i++;
    } else if (isLogLevel(token.norm) && raw[i + 1]?.kind === 'string') {
      i++;
    } else if (token.kind === 'word' && accessWords.has(token.norm) && next === '(') {
      i++;
    } else if (token.norm === 'WRITE_ONCE' && next === '(') {
      equals.add(commaIn(raw, i + 1));
      dropped.add(closing(raw, i + 1));
      i += 2;
    } else if (equals.has(i)) {
      out.push({ ...token, norm: '=' });
      i++;
    } else if (dropped.has(i)) {
      i++;
    } else if (token.kind === 'word' && typeWords.has(token.norm)) {
      const count = run(raw, i, (t) => t.kind === 'word' && typeWords.has(t.norm));
      merge(count, integerTypeName(raw.slice(i, i + count).map((t) => t.norm)));
    } else if (token.kind === 'string') {
      const count = run(raw, i, (t) => t.kind === 'string');
      const parts = raw.slice(i, i + count).map((t) => JSON.parse(t.norm) as string);
      merge(count, JSON.stringify(parts.join('')));
    } else if (token.norm === 'sizeof' && next === '(') {
      const count = closing(raw, i + 1) - i + 1;
      const inside = raw.slice(i, i + count);
      merge(count, inside.map((t) => t.norm).join(' '));
    } else if (token.norm === ',' && next === '}') {
      i++;
    } else {
      out.push(token);
      i++;
    }
  }
  return out;
}

function joined(tokens: readonly Token[]): string {
  return tokens.map((t) => t.text).join(' ');
}

function run(tokens: readonly Token[], from: number, belongs: (t: Token) => boolean): number {
  let end = from;
  while (end < tokens.length && belongs(tokens[end]!)) end++;
  return end - from;
}

/** Index of the first comma of its own between the bracket at `open` and the one that closes it, or -1. */
function commaIn(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { norm, kind } = tokens[i]!;
    if (kind !== 'punct') continue;
    if (norm === '(' || norm === '[' || norm === '{') depth++;
    if ((norm === ')' || norm === ']' || norm === '}') && --depth === 0) return -1;
    if (norm === ',' && depth === 1) return i;
  }
  return -1;
}

/** Index of the bracket that closes the one at `open`, or the last index. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { norm, kind } = tokens[i]!;
    if (kind !== 'punct') continue;
    if (norm === '(' || norm === '[' || norm === '{') depth++;
    if ((norm === ')' || norm === ']' || norm === '}') && --depth === 0) return i;
  }
  return tokens.length - 1;
}

/** `long unsigned int` and its like in the one spelling that types have. */
export function integerTypeName(words: readonly string[]): string {
  const unsigned = words.includes('unsigned') ? 'unsigned ' : '';
  const longs = words.filter((w) => w === 'long').length;
  if (longs > 1) return `${unsigned}long long`;
  if (longs === 1) return `${unsigned}long`;
  if (words.includes('short')) return `${unsigned}short`;
  if (words.includes('char')) return `${unsigned}char`;
  return `${unsigned}int`;
}

/** Whether two tokens say the same. `sizeof(*p)` may be what the other side writes as `sizeof(struct page)`. */
export function sameToken(a: Token, b: Token): boolean {
  if (a.norm === b.norm) return true;
  const isSizeof = (t: Token): boolean => t.norm.startsWith('sizeof (');
  return isSizeof(a) && isSizeof(b) && (a.norm.startsWith('sizeof ( *') || b.norm.startsWith('sizeof ( *'));
}

/** A comment of a directive as blanks; its lines stay, and go on. */
function blankInDirective(comment: string): string {
  return comment.replace(/[^\n]/g, ' ').replace(/ \n/g, '\\\n');
}

/** One string per meaning: the norms in a row. */
export function keyOf(text: string): string {
  return tokenize(text)
    .map((t) => t.norm)
    .join(' ');
}

/**
 * The same text, as long as before and with the same lines: blanks for comments, and for the backslashes that continue
 * lines, but for those that a directive needs.
 */
export function blankComments(text: string, insideComment = false): string {
  let done = '';
  for (const t of scan(text, insideComment)) {
    done += text.slice(done.length, t.start).replace(/[^\n]/g, ' ');
    const own = text.slice(t.start, t.end);
    done += t.kind === 'directive' ? own.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g, blankInDirective) : own;
  }
  return done + text.slice(done.length).replace(/[^\n]/g, ' ');
}
