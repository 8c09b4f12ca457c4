// Which runs of a verdict there are to be shown. Each is told by its check and the program that it is a run of.

import type { Program } from '../../model/ast.ts';
import { printRun } from '../../verdict/run-text.ts';
import type { CandidateAnswer, CheckReport, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { deciding } from '../../verdict/verdict.ts';
import { replayCommand } from '../replay-command.ts';
import type { Told } from '../told-run.ts';
import { underCheck } from '../under-check.ts';
import type { RunView } from './view.ts';

/** All runs, those that the verdict is about first: of described checks, then of what the newest candidate breaks. */
export function runsOf(v: ThreadVerdict, file: string): RunView[] {
  const broken = new Set(deciding(v.candidates)?.introduced ?? []);
  const rank = ({ described, named, check }: CheckReport): number =>
    described ? 0 : broken.has(check.id) ? 1 : named ? 2 : 3;
  const sorted = [...v.checks].sort((a, b) => rank(a) - rank(b));
  return sorted.flatMap((report) => [
    ...runView(v, file, report, report.before, null),
    ...v.candidates.flatMap((c) => runView(v, file, report, report.after.get(c.id), c.id)),
  ]);
}

function runView(
  v: ThreadVerdict,
  file: string,
  { check }: CheckReport,
  answer: CandidateAnswer | undefined,
  candidate: string | null,
): RunView[] {
  if (!answer?.witness) return [];
  const { lasso, steps, switches } = answer.witness;
  const { tasks } = v.model!.scenarios.find((s) => s.name === check.scenario)!;
  const onto = v.onto.map((o) => o.name);
  const { config } = v.asked;
  return [
    {
      check: check.id,
      candidate,
      moves: steps,
      switches,
      run: printRun(lasso, tasks),
      replay: replayCommand({ file, onto, config, check, tasks, lasso, ...(candidate !== null && { candidate }) }),
    },
  ];
}

/** All that a run is told from. */
export function toldOf(v: ThreadVerdict, { check: id, candidate }: Pick<RunView, 'check' | 'candidate'>): Told {
  const report = v.checks.find((c) => c.check.id === id);
  const answer = candidate === null ? report?.before : report?.after.get(candidate);
  const program = programOf(v, candidate);
  if (!report || !answer?.witness || !program) throw new Error(`no run of ${id} in this verdict`);
  const { check } = report;
  const model = v.model!;
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  const own = v.candidates.find((c) => c.id === candidate)?.added ?? [];
  const added = new Set(own.map((a) => a.statement));
  return {
    ...{ program, model, scenario, check, added },
    lasso: answer.witness.lasso,
    functions: underCheck(v, program),
    ...otherSide(v, candidate),
  };
}

/** What a run is held against: the candidate that decides for one before, the program before for one of a candidate. */
function otherSide(v: ThreadVerdict, candidate: string | null): Pick<Told, 'other'> {
  const newest = deciding(v.candidates);
  const wordOf = (id: string | null): string =>
    v.candidates.find((c) => c.id === id)?.kind === 'proposal' ? 'proposal' : 'patch';
  if (candidate !== null)
    return v.before ? { other: { program: v.before, when: `before the ${wordOf(candidate)}`, candidate: null } } : {};
  // What cannot be run as it stands does nothing else either.
  if (!newest?.program || newest.diagnostics.length > 0) return {};
  return { other: { program: newest.program, when: `after the ${wordOf(newest.id)}`, candidate: newest.id } };
}

/** The program that a run is one of: that of a candidate, or the one before. */
function programOf({ before, candidates }: ThreadVerdict, candidate: string | null): Program | null {
  return candidate === null ? before : (candidates.find((c) => c.id === candidate)?.program ?? null);
}
