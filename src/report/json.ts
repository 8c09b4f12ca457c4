// A verdict as JSON, schema patchcheck.thread/1 (docs/schema/thread-1.json). Fields may be added, never taken away.

import type { AppliedHunk } from '../model/apply/applied.ts';
import type { Hunk } from '../patch/patch.ts';
import { printRun } from '../verdict/run-text.ts';
import type {
  AddedStatement,
  CandidateAnswer,
  CandidateReport,
  CheckReport,
  Coverage,
  Judged,
  PatchReport,
  ThreadVerdict,
  Warning,
} from '../verdict/thread-verdict.ts';
import { diagramJson } from './diagram-json.ts';
import { ladderJson } from './ladder-json.ts';
import { windowJson } from './window-json.ts';

/** What `JSON.stringify` is given. */
export function toJson(verdict: ThreadVerdict, version: string): object {
  const { thread, withdrawn, onto, asked, model, claims, candidates } = verdict;
  return {
    schema: 'patchcheck.thread/1',
    version,
    thread: { subject: thread.subject, messages: thread.messages.length, withdrawn },
    ...(onto.length > 0 && { onto }),
    patches: candidates.flatMap((c) => c.patches.map(patchJson)),
    claims: claims.map((claim) => ({
      class: claim.class,
      functions: claim.functions,
      message: claim.message,
      lines: claim.lines,
      diagram: claim.diagram && diagramJson(claim.diagram, verdict.diagrams.get(claim), model),
    })),
    model: model?.name ?? null,
    candidates: candidates.map(candidateJson),
    checks: listedChecks(verdict).map((check) => checkJson(check, verdict)),
    verdict: verdict.verdict,
    ...reasonOf(verdict),
    ...(verdict.ladders && { ladders: verdict.ladders.map(ladderJson) }),
    bounds: {
      maxStates: asked.maxStates,
      megabytes: Number.isFinite(asked.maxMemory) ? asked.maxMemory : null,
      seconds: Number.isFinite(asked.deadline) ? asked.deadline / 1000 : null,
    },
    warnings: verdict.warnings.map(warningJson),
  };
}

/** The checks that a report lists: with `list: 'all'` every one, else those that the verdict is about. */
export function listedChecks({ checks, candidates, asked }: ThreadVerdict): readonly CheckReport[] {
  if (asked.list === 'all') return checks;
  const told = new Set(candidates.flatMap((c) => [...(c.introduced ?? []), ...(c.residual ?? [])]));
  return checks.filter((c) => c.described || c.named || told.has(c.check.id));
}

function patchJson({ patch, files }: PatchReport): object {
  const { message, author, title, version, part, quoted, damage } = patch;
  return {
    message,
    author,
    title,
    version,
    part,
    quoted,
    damage,
    files: files.map(({ file, applied }) => ({
      path: file.path,
      added: file.added,
      deleted: file.deleted,
      ...(file.change && { change: file.change }),
      hunks: file.hunks.map((hunk, i) => hunkJson(hunk, applied?.hunks[i])),
    })),
  };
}

/** A hunk that was not held against a model is mapped to nothing. */
function hunkJson(hunk: Hunk, applied: AppliedHunk | undefined): object {
  return {
    header: hunk.header,
    function: applied?.function ?? null,
    countsSatisfied: hunk.countsSatisfied,
    mapping: applied?.mapping ?? null,
    unmodelled: applied?.unmodelled ?? [],
  };
}

function candidateJson(candidate: CandidateReport): object {
  const { id, kind, author, title, message, parts, touched, coverage, added } = candidate;
  return {
    id,
    kind,
    author,
    title,
    message,
    ...judgedJson(candidate),
    touched,
    ...(coverage && { coverage: coverageJson(coverage) }),
    ...(coverage && { added: added.map(addedJson) }),
    ...(parts.length > 0 && { parts: parts.map((p) => ({ part: p.part, title: p.title, ...judgedJson(p) })) }),
  };
}

function coverageJson({ byTasks, checks, atStake, exhaustive }: Coverage): object {
  const statements = byTasks.reduce((n, some) => n + some, 0);
  return { statements, ran: statements - byTasks[0]!, byTasks, checks, atStake, exhaustive };
}

function addedJson({ function: name, text, line, tasks }: AddedStatement): object {
  return { function: name, text, ...(line !== undefined && { line }), tasks };
}

function judgedJson(judged: Judged): object {
  const { verdict, introduced, residual } = judged;
  return { verdict, ...reasonOf(judged), introduced, residual };
}

function checkJson({ check, described, before, after }: CheckReport, { model }: ThreadVerdict): object {
  const tasks = model!.scenarios.find((s) => s.name === check.scenario)!.tasks;
  const answerJson = (given: CandidateAnswer): object => {
    const { answer, exhaustive, states, transitions, vacuous, linesNeverRan, reason, witness, window, isReduced } =
      given;
    return {
      answer,
      exhaustive,
      states,
      transitions,
      ...(isReduced && { reduced: true }),
      ...(vacuous && { vacuous }),
      ...(linesNeverRan && { linesNeverRan }),
      ...(reason !== undefined && { reason }),
      ...(witness && {
        witness: {
          steps: witness.steps,
          switches: witness.switches,
          schedule: printRun(witness.lasso, tasks),
        },
      }),
      ...(window && { window: windowJson(window) }),
    };
  };
  return {
    id: check.id,
    described,
    before: answerJson(before),
    after: Object.fromEntries([...after].map(([id, answer]) => [id, answerJson(answer)])),
  };
}

function warningJson({ code, text, file, line, lines, message, check, candidate, onto }: Warning): object {
  return {
    code,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(lines && { lines }),
    ...(message !== undefined && { message }),
    ...(check !== undefined && { check }),
    ...(candidate !== undefined && { candidate }),
    ...(onto !== undefined && { onto }),
    text,
  };
}

function reasonOf({ reason }: { readonly reason?: string }): { reason?: string } {
  return reason === undefined ? {} : { reason };
}
