import type { FilePatch, RecoveredPatch } from '../patch/patch.ts';

const notFunctions = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof', 'defined', 'typeof']);

/** Functions that a text names: `name()`, `name+0x12/0x34` of a trace, or a bare name that the diff knows. */
export function functionsIn(text: string, known: ReadonlySet<string>): string[] {
  const names = /\b([A-Za-z_]\w*)(\s?\(\)|\+0x[\da-f]+)?/g;
  const found = [...text.matchAll(names)].filter(([, name, call]) => {
    if (call !== undefined) return !notFunctions.has(name!);
    return name!.includes('_') && known.has(name!);
  });
  return [...new Set(found.map((m) => m[1]!))];
}

/** Functions that the hunks of patches change, by their sections and definitions. */
export function changedFunctions(patches: readonly RecoveredPatch[]): string[] {
  return [...new Set(patches.flatMap((p) => p.files.flatMap(changedIn)))];
}

/** Functions that the hunks of one file change. Asked several times of each. */
export function changedIn(file: FilePatch): readonly string[] {
  const known = changed.get(file);
  if (known) return known;
  const names = new Set<string>();
  const note = (head: string): void => {
    const name = /\b([A-Za-z_]\w*)\s*\(/.exec(head)?.[1];
    if (name !== undefined && !notFunctions.has(name)) names.add(name);
  };
  for (const { section, lines } of file.hunks) {
    note(section);
    for (const { text } of lines) if (isDefinition(text)) note(text);
  }
  changed.set(file, [...names]);
  return [...names];
}

const changed = new WeakMap<FilePatch, readonly string[]>();

/** Functions that the hunks of patches call or change. */
export function namedFunctions(patches: readonly RecoveredPatch[]): Set<string> {
  const hunks = patches.flatMap((p) => p.files).flatMap((f) => f.hunks);
  const text = hunks.flatMap((h) => [h.section, ...h.lines.map((l) => l.text)]).join('\n');
  return new Set([...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map((m) => m[1]!).filter((n) => !notFunctions.has(n)));
}

/** The first line of a function's definition: not indented, not a statement. */
function isDefinition(text: string): boolean {
  const first = text.charCodeAt(0);
  if (!(first > 0x40 && first < 0x7f)) return false;
  return (
    /^[A-Za-z_][\w\s*]*\b[A-Za-z_]\w*\s*\([^;]*$/.test(text) &&
    !/^(?:if|for|while|switch|return|else|goto)\b/.test(text)
  );
}
