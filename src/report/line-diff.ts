import { createTwoFilesPatch, diffLines } from 'diff';

export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
}

/** Two texts line by line, all of their lines. */
export function lineDiff(before: string, after: string): DiffLine[] {
  return diffLines(whole(before), whole(after)).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => ({ kind: added ? 'added' : removed ? 'removed' : 'context', text })),
  );
}

/** Two texts as a diff with three lines of context; one that is empty is no file. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const from = before === '' ? '/dev/null' : path;
  const to = after === '' ? '/dev/null' : path;
  const patch = createTwoFilesPatch(from, to, whole(before), whole(after), undefined, undefined, { context: 3 });
  // Lines of one function printed by itself, which are lines of no file: numbers would lead astray.
  return patch.replace(/^(?:Index: .*\n)?=+\n/, '').replace(/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/gm, '@@');
}

function whole(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
