import { lineAt } from '../base/source.ts';
import type { Added } from './stack.ts';
import type { Warning } from './thread-verdict.ts';

/** Statements that are named. */
const MOST_NAMED = 3;

/** A warning for each function, and message, that has added statements that never ran. */
export function neverRanWarnings(idle: readonly Added[]): Warning[] {
  const groups = new Map<string, Added[]>();
  for (const added of idle) {
    const key = `${added.message} ${added.function}`;
    groups.set(key, [...(groups.get(key) ?? []), added]);
  }
  return [...groups.values()].map((same): Warning => {
    const { function: name, message } = same[0]!;
    const lines = [...new Set(same.flatMap((a) => (a.line === undefined ? [] : [a.line])))].sort((a, b) => a - b);
    const of =
      same.length === 1
        ? `${wordsOf(same[0]!)} in ${name}()`
        : `${same.length} added statements of ${name}() (${listed(same)})`;
    return {
      code: 'line-never-ran',
      text: `${of} ran in no check that was asked`,
      message,
      ...(lines.length > 0 && { line: lines[0]! }),
      ...(lines.length > 1 && { lines }),
    };
  });
}

function wordsOf({ statement: { span } }: Added): string {
  return `\`${lineAt(span.source, span.start).trim()}\``;
}

/** Some of them, each text once, and how many statements more. */
function listed(same: readonly Added[]): string {
  const words = [...new Set(same.map(wordsOf))];
  if (words.length <= MOST_NAMED) return words.join(', ');
  const named = words.slice(0, MOST_NAMED - 1);
  const more = same.filter((added) => !named.includes(wordsOf(added))).length;
  return `${named.join(', ')} and ${more} more`;
}
