import type { Diagnostic } from '../base/diagnostic.ts';
import { lineAt, placeOf } from '../base/source.ts';
import type { CandidateReport } from '../verdict/thread-verdict.ts';
import { escapeLine } from './escape.ts';
import { wrap } from './wrap.ts';

/** What is wrong at a place of a patch: the message, the line of the mail, a caret, the way out. */
export function placeLines({ message, span, help }: Diagnostic, candidate: CandidateReport, width: number): string[] {
  const way = help === undefined ? [] : wrap(escapeLine(help), width);
  if (!span) return [...wrap(escapeLine(message), width), ...way];
  const text = lineAt(span.source, span.start);
  const { column } = placeOf(span.source, span.start);
  const line = lineInMail(text, candidate);
  const name = escapeLine(span.source.name);
  const place = line === undefined ? name : `${name}, line ${line} of the mail`;
  const mark = /^[ +-]/.test(text) ? text[0]! : ' ';
  const rest = text.slice(column - 1);
  const under = '^'.repeat(Math.max(1, Math.min(span.end - span.start, rest.trimEnd().length)));
  return [
    ...wrap(`${place}: ${escapeLine(message)}`, width, 2),
    `  ${mark} ${escapeLine(rest)}`,
    `    ${under}`,
    ...way,
  ];
}

/** 1-based line of the mail's text with the same words; added lines first. */
function lineInMail(text: string, { patches }: CandidateReport): number | undefined {
  const wanted = [text, text.slice(1)].map(words);
  const lines = patches.flatMap(({ patch }) => patch.files.flatMap((f) => f.hunks.flatMap((h) => h.lines)));
  const alike = lines.filter((l) => wanted.includes(words(l.text)));
  return (alike.find((l) => l.kind === 'added') ?? alike[0])?.line;
}

function words(text: string): string {
  return text.replace(/\s+/g, '');
}
