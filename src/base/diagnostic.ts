// One form of message for everything that can be said about a text:
//
//   models/swapin-5.7/swap_state.ts:12:7: Cannot model `typeof`: the dialect has no such operator.
//     let x = typeof page
//             ^^^^^^
//   Use a declared type instead.

import { lineAt, placeOf, type Span } from './source.ts';

export interface Diagnostic {
  /** "Cannot …: current state." */
  readonly message: string;
  readonly span?: Span;
  /** The way out. */
  readonly help?: string;
}

/** Thrown by a front end at the node it refuses; caught where the part hands over its result. */
export class Refusal extends Error {
  readonly diagnostic: Diagnostic;

  constructor(message: string, span?: Span, help?: string) {
    super(message);
    this.name = 'Refusal';
    this.diagnostic = { message, ...(span && { span }), ...(help && { help }) };
  }
}

/** A diagnostic as text: place, line, caret, way out. */
export function renderDiagnostic(d: Diagnostic): string {
  const help = d.help ? `\n${d.help}` : '';
  if (!d.span) return d.message + help;
  const { line, column } = placeOf(d.span.source, d.span.start);
  const text = lineAt(d.span.source, d.span.start);
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(d.span.end - d.span.start, text.length - column + 1));
  return `${d.span.source.name}:${line}:${column}: ${d.message}\n  ${text}\n  ${indent}${'^'.repeat(width)}${help}`;
}
