import { renderDiagnostic } from '../../base/diagnostic.ts';
import type { AppliedHunk } from '../../model/apply/applied.ts';
import type { FunctionDef, Program } from '../../model/ast.ts';
import { printFunctionTs } from '../../model/print/ts.ts';
import type { Hunk } from '../../patch/patch.ts';
import type { CandidateReport, LineCounts, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { changedFunctions } from '../changed-functions.ts';
import { coverageText } from '../coverage-text.ts';
import type { CandidateView, FunctionView, HunkView } from './view.ts';

/** What is shown of a candidate. */
export function candidateView(candidate: CandidateReport, { model, before }: ThreadVerdict): CandidateView {
  const { id, kind, author, title, version, message, verdict, reason, introduced, residual, patches } = candidate;
  return {
    ...{ id, kind, author, title, version, message, verdict, introduced, residual },
    reason: reason ?? null,
    diagnostics: candidate.diagnostics.map(renderDiagnostic),
    files: patches.flatMap(({ patch, files }) =>
      files.map(({ file, applied }) => ({
        path: file.path,
        message: patch.message,
        hunks: file.hunks.map((hunk, i) => hunkView(hunk, applied?.hunks[i])),
      })),
    ),
    functions: before && candidate.program ? functionViews(before, candidate.program) : [],
    elided: model?.elides.filter((e) => candidate.touched.includes(e.function)) ?? [],
    lines: sum(patches.map((p) => p.lines)),
    coverage: (candidate.coverage && coverageText(candidate.coverage)) || null,
    parts: candidate.parts.map((p) => ({ part: p.part, title: p.title, verdict: p.verdict, reason: p.reason ?? null })),
  };
}

/** A hunk that was not held against a model is mapped to nothing. */
function hunkView({ header, section, lines }: Hunk, applied: AppliedHunk | undefined): HunkView {
  return {
    header: section === '' ? header : `${header} ${section}`,
    function: applied?.function ?? null,
    lines: lines.map(({ kind, text, line }, i) => {
      const became = applied?.lines[i];
      return { kind, text, line, mapping: became?.status ?? null, reason: became?.reason ?? null };
    }),
  };
}

function functionViews(before: Program, after: Program): FunctionView[] {
  const text = (fn: FunctionDef | undefined, program: Program): string => (fn ? printFunctionTs(fn, program).text : '');
  return changedFunctions(before, after).map((f) => ({
    name: f.name,
    path: f.model,
    before: text(f.before, before),
    after: text(f.after, after),
  }));
}

function sum(counts: readonly LineCounts[]): LineCounts {
  const total = (key: keyof LineCounts): number => counts.reduce((n, c) => n + c[key], 0);
  return {
    added: total('added'),
    deleted: total('deleted'),
    addedAccounted: total('addedAccounted'),
    deletedAccounted: total('deletedAccounted'),
  };
}
