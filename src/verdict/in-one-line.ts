import type { Diagnostic } from '../base/diagnostic.ts';
import { lineAt } from '../base/source.ts';

/** A diagnostic in one line. The line number of a function's text would be read as the kernel's: its words stand instead. */
export function inOneLine({ message, span }: Diagnostic): string {
  const line = span && lineAt(span.source, span.start).trim();
  return line ? `${message} (${span.source.name}: \`${line}\`)` : message;
}
