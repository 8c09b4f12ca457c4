// SARIF 2.1.0: a result for each check that is violated before or after the newest candidate, with the run that violates
// it: a thread flow for each task, and the step's number as its place in the order of execution.

import type { CheckReport, ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { deciding } from '../../verdict/verdict.ts';
import { escapeLine } from '../escape.ts';
import { listedChecks } from '../json.ts';
import { runsOf } from '../view/runs.ts';
import { traceView } from '../view/trace-view.ts';
import type { PlaceView, RunView, StepView, TraceView } from '../view/view.ts';
import { propertyText, settingText, violatedText } from '../words.ts';

/** What `JSON.stringify` is given. */
export function toSarif(v: ThreadVerdict, file: string, version: string): object {
  const newest = deciding(v.candidates);
  const checks = listedChecks(v).filter(
    (c) => c.before.answer === 'violated' || (newest && c.after.get(newest.id)?.answer === 'violated'),
  );
  const rules = [...new Set(checks.map((c) => c.check.property))];
  const runs = runsOf(v, file);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'patchcheck',
            semanticVersion: version,
            rules: rules.map((id) => ({ id, shortDescription: message(propertyText(id, v.model!)) })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: checks.map((c) => result(v, c, rules, runs)),
        properties: {
          subject: escapeLine(v.thread.subject),
          verdict: v.verdict,
          ...(v.reason !== undefined && { reason: escapeLine(v.reason) }),
          model: v.model?.name ?? null,
          candidate: newest?.id ?? null,
        },
      },
    ],
  };
}

function result(v: ThreadVerdict, report: CheckReport, rules: readonly string[], runs: readonly RunView[]): object {
  const { check, described, before } = report;
  const newest = deciding(v.candidates);
  const after = newest && report.after.get(newest.id);
  const of = after?.answer === 'violated' ? newest!.id : null;
  const run = runs.find((r) => r.check === check.id && r.candidate === of);
  const trace = run && traceView(v, run);
  const isNew = before.answer !== 'violated';
  const state =
    after === undefined || after.answer === 'unknown'
      ? undefined
      : after.answer === 'holds'
        ? 'absent'
        : isNew
          ? 'new'
          : 'unchanged';
  const text = `${settingText(check, v.model!)}: ${violatedText(check.property, v.model!)}`;
  const last = trace?.steps.findLast((s) => s.at !== null)?.at;
  return {
    ruleId: check.property,
    ruleIndex: rules.indexOf(check.property),
    kind: 'fail',
    level: described || isNew ? 'error' : 'warning',
    ...(state && { baselineState: state }),
    message: message(of === null ? `${text} (before the patch)` : `${text} (after ${of})`),
    ...(last && { locations: [location(last)] }),
    ...(trace && { codeFlows: [codeFlow(trace)] }),
    properties: {
      check: check.id,
      described,
      before: before.answer,
      ...(after && { after: after.answer }),
      ...(run && { run: run.run, replay: run.replay }),
    },
  };
}

function codeFlow(trace: TraceView): object {
  const tail = trace.loop === null ? trace.end : `steps ${trace.loop + 1} to ${trace.steps.length} repeat for ever`;
  const flows = trace.tasks.map((task, t) => ({
    id: task.name,
    message: message(task.onCpu ? `CPU${task.cpu}: ${task.about}` : task.about),
    locations: trace.steps.flatMap((step, i) => (step.task === t ? [flowLocation(step, i)] : [])),
  }));
  // A task that makes no step has no locations, of which there has to be one.
  return { message: message(tail), threadFlows: flows.filter((f) => f.locations.length > 0) };
}

function flowLocation(step: StepView, i: number): object {
  const text = [step.text, ...step.rows.map((r) => r.text)].join('; ');
  const changed = step.memory.filter((m) => m.changed);
  return {
    location: step.at ? { ...location(step.at), message: message(text) } : { message: message(text) },
    executionOrder: i + 1,
    nestingLevel: step.at?.depth ?? 0,
    ...(changed.length > 0 && {
      state: Object.fromEntries(changed.map((m) => [escapeLine(m.name), message(m.value)])),
    }),
  };
}

function location({ function: name, file, model }: PlaceView): object {
  return {
    logicalLocations: [{ name, ...(file && { fullyQualifiedName: `${file}:${name}` }), kind: 'function' }],
    ...(model && {
      physicalLocation: { artifactLocation: { uri: encodeURI(model.path) }, region: { startLine: model.line } },
    }),
  };
}

function message(text: string): { readonly text: string } {
  return { text: escapeLine(text) };
}
