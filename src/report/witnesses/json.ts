// Runs as JSON, schema patchcheck.witness/1 (docs/schema/witness-1.json). Fields may be added, never taken away.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { propertyText } from '../words.ts';
import type { Witness } from './witness.ts';

/** What `JSON.stringify` is given. */
export function witnessesJson(v: ThreadVerdict, witnesses: readonly Witness[], version: string): object {
  return {
    schema: 'patchcheck.witness/1',
    version,
    thread: { subject: v.thread.subject },
    model: v.model && { name: v.model.name, kernel: v.model.kernel },
    onto: v.onto.map((o) => o.name),
    config: v.asked.config,
    witnesses: witnesses.map((w) => witnessJson(w, v)),
  };
}

function witnessJson({ described, run, told, toldRun, trace, other }: Witness, { model }: ThreadVerdict): object {
  const { check, scenario } = told;
  const slice = toldRun.slice!;
  return {
    check: check.id,
    described,
    property: propertyText(check.property, model!),
    candidate: run.candidate,
    steps: run.moves,
    switches: run.switches,
    schedule: run.run,
    replay: run.replay.map((line) => line.replace(/ \\$/, '')).join(' '),
    tasks: scenario.tasks.map(({ name, about, cpu, priority }) => ({ name, about, cpu, priority })),
    run: trace.steps.map((step, i) => ({
      step: i + 1,
      task: scenario.tasks[step.task]!.name,
      kind: step.kind,
      does: step.text,
      function: step.at?.function ?? null,
      file: step.at?.file || null,
      cells: slice.uses[i]!.map(({ name, isWrite, value, before }) => ({
        name,
        access: isWrite ? 'write' : 'read',
        ...(isWrite && { before }),
        value,
      })),
    })),
    leftOut: slice.leftOut,
    loop: trace.loop === null ? null : trace.loop + 1,
    end: trace.end,
    other: other
      ? {
          candidate: other.candidate,
          violated: other.violated,
          made: other.made,
          why: other.why,
          parts: other.parts,
        }
      : null,
  };
}
