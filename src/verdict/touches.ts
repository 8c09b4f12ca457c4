import { readSection, sameFile } from '../model/apply/section.ts';
import type { FunctionDef, Program } from '../model/ast.ts';
import { keyOf } from '../model/c/tokens.ts';
import type { FilePatch, Hunk } from '../patch/patch.ts';
import type { Base, Stack } from './stack.ts';

/** Whether a stack of patches is about anything that the model has: it changes it, tries to, or comments on it. */
export function touchesModel(start: Base, { base, failure, layers }: Stack): boolean {
  if (failure || changesModel(start.program, base.program)) return true;
  if ([...base.refused.keys()].some((name) => start.program.functions.has(name) && !start.refused.has(name)))
    return true;
  return layers.some(({ patch, applied }) =>
    patch.files.some((file, f) =>
      file.hunks.some((hunk, h) => {
        const found = applied?.files[f]?.hunks[h];
        const idle = found?.mapping === 'comment' || found?.mapping === 'elided' || changesBlanksAlone(hunk);
        return idle && standsIn(start.program, file, hunk);
      }),
    ),
  );
}

function changesBlanksAlone({ lines }: Hunk): boolean {
  const words = (kind: 'added' | 'removed'): string =>
    keyOf(
      lines
        .filter((line) => line.kind === kind)
        .map((line) => line.text)
        .join('\n'),
    );
  return words('added') === words('removed');
}

/** Whether a definition of one program is another, or none, in the next. What is only new is used by nobody. */
export function changesModel(before: Program, after: Program): boolean {
  const differs = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
    [...a].some(([name, definition]) => b.get(name) !== definition);
  return (['functions', 'structs', 'globals', 'constants'] as const).some((part) => differs(before[part], after[part]));
}

/** Whether a hunk says that it stands in a function of the model. */
function standsIn(program: Program, { path }: FilePatch, { section }: Hunk): boolean {
  const about = readSection(section);
  const isThis = ({ name, file }: FunctionDef): boolean => {
    if (file === undefined || !sameFile(file, path)) return false;
    if (about.kind === 'function') return about.name === name;
    return about.kind === 'beginning' && name.startsWith(about.name);
  };
  return [...program.functions.values()].some(isThis);
}
