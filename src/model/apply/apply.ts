// Applies a patch to a program. In: the program and the files of a patch. Out: a program in which the definitions that
// the patch changes are replaced, and what became of each of its lines. Nothing is applied if any hunk has no place.
//
//   hunk ─ script ─ find, choose ─ fits ─┐
//                                        ├─ splice ─ text ─ parse ─ program ─ check
//   model function ─ unit ───────────────┘

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { FilePatch } from '../../patch/patch.ts';
import type { Program } from '../ast.ts';
import { knownOf } from '../c/known.ts';
import type { Applied, ApplyOptions, ApplyWarning } from './applied.ts';
import { Builder } from './build.ts';
import { chunksOf } from './chunks.ts';
import { type PlacedFile, placeFile } from './place.ts';
import { fileReport } from './report.ts';

export type { Applied, AppliedFile, AppliedHunk, AppliedLine, ApplyOptions, ApplyWarning, Mapping } from './applied.ts';

/** Applies the files of a patch to a program. What does not fit or cannot be modelled is in the result. */
export async function applyPatch(
  program: Program,
  files: readonly FilePatch[],
  options: ApplyOptions,
): Promise<Applied> {
  const placed: PlacedFile[] = [];
  const warnings: ApplyWarning[] = [];
  let failure: Diagnostic | undefined;
  const builder = new Builder(program, options);
  const pending: PlacedFile[] = [];
  const flush = async (): Promise<void> => {
    if (!failure) await builder.build(pending.flatMap((file) => chunksOf(file)));
    pending.length = 0;
  };
  for (const file of files) {
    if (pending.some((p) => p.path === file.path)) await flush();
    const known = knownOf(builder.program, options.elides, options.config);
    const texts = options.elides.map((e) => e.text);
    const result = placeFile(file, known, texts, options.mail);
    placed.push(result);
    pending.push(result);
    warnings.push(...result.warnings);
    failure ??= result.hunks.find((h) => h.failure)?.failure;
  }
  await flush();
  if (failure) {
    const none = { touched: [], addedStatements: new Map(), refused: new Map(), refusals: [] };
    return { program, files: placed.map(fileReport), warnings, failure, ...none };
  }
  builder.check();
  return {
    program: builder.program,
    files: placed.map(fileReport),
    touched: builder.touched,
    addedStatements: builder.addedStatements,
    refused: builder.refused,
    refusals: builder.refusals,
    warnings: [...warnings, ...builder.warnings],
  };
}
