// `#define X(a, b) …`. One that is an expression or a single `do { } while (0)` is read as the body of a function whose
// parameters stand for their arguments; their types are those of its first use (apply/macros.ts).

import type { Span } from '../../base/source.ts';
import type { Expr, Stmt } from '../ast.ts';
import { statementsOf } from '../walk.ts';
import { type Context, refuse, spanOf } from './context.ts';
import { expression } from './expressions.ts';
import { block } from './statements.ts';
import { closing, scan, type Token } from './tokens.ts';
import { type CNode, child } from './tree-sitter.ts';

export interface MacroDef {
  readonly name: string;
  readonly params: readonly string[];
  readonly body: Expr | Extract<Stmt, { kind: 'block' }>;
  readonly span: Span;
}

const HEAD = /^#define (\w+)\(\s*((?:[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)?)\s*\) (.+)$/;

/** What a function-like macro is, if it is one that can be read. */
export function macroKind(token: Token): 'expression' | 'block' | undefined {
  const m = HEAD.exec(token.norm);
  if (!m) return undefined;
  const tokens = scan(m[3]!);
  if (tokens.some((t) => t.kind === 'directive' || ['#', '##'].includes(t.norm))) return undefined;
  if (blockIn(tokens)) return 'block';
  return tokens.some((t) => ['{', '}', ';'].includes(t.norm)) ? undefined : 'expression';
}

/** The braces of `do { … } while (0)`, or of `{ … }`: first and last token. */
export function blockIn(tokens: readonly Token[]): readonly [number, number] | undefined {
  const open = tokens[0]?.norm === 'do' ? 1 : 0;
  if (tokens[open]?.norm !== '{') return undefined;
  const close = closing(tokens, open);
  const rest = tokens.slice(close + 1).map((t) => t.norm);
  const ends = open === 1 ? rest.join(' ') === 'while ( #0 )' : rest.length === 0;
  return ends ? [open, close] : undefined;
}

/** A macro that the mask has made a variable or a function. */
export function macroDefinition(node: CNode, c: Context): MacroDef {
  const directive = scan(c.source.text.slice(node.start))[0]!;
  const [, name, list] = HEAD.exec(directive.norm)!;
  const params = list!.split(',').flatMap((p) => p.trim() || []);
  const body = child(node, 'body');
  const value = node.children.map((n) => child(n, 'value')).find((n) => n !== undefined);
  if (!body && !value) refuse(node, c, `Cannot read the macro \`${name}\`.`);
  const read = body ? block(body, c) : expression(value!, c);
  if (read.kind === 'block')
    for (const s of statementsOf(read))
      if (s.kind === 'return' || s.kind === 'goto' || s.kind === 'label')
        refuse(
          node,
          c,
          `Cannot model the macro \`${name}\`: it has a \`${s.kind}\`.`,
          'Write what it does at its use.',
        );
  return { name: name!, params, body: read, span: spanOf(node, c) };
}
