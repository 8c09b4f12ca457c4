// JUnit XML, as continuous integration reads it: a suite for each candidate, a case for each check.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { escapeLine, escapeText } from '../escape.ts';
import { type Outcome, type Suite, suitesOf } from './outcome.ts';
import { runLines, runOf } from './run-lines.ts';

/** A verdict as JUnit XML. */
export function toJunit(v: ThreadVerdict, file: string): string {
  const suites = suitesOf(v);
  const all = suites.flatMap((s) => s.outcomes);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="patchcheck"${counts(all)}>`,
    ...suites.flatMap((s) => suiteLines(v, s, file)),
    '</testsuites>',
  ].join('\n')}\n`;
}

function suiteLines(v: ThreadVerdict, { name, text, outcomes }: Suite, file: string): string[] {
  return [
    `  <testsuite${attributes({ name })}${counts(outcomes)}>`,
    '    <properties>',
    ...Object.entries({ subject: v.thread.subject, verdict: text, model: v.model?.name ?? 'none' }).map(
      ([key, value]) => `      <property${attributes({ name: key, value })}/>`,
    ),
    '    </properties>',
    ...outcomes.flatMap((o) => caseLines(v, o, file)),
    '  </testsuite>',
  ];
}

function caseLines(v: ThreadVerdict, outcome: Outcome, file: string): string[] {
  const { check, kind, text } = outcome;
  const { scenario, schedule, switches, property } = check.check;
  const head = `    <testcase${attributes({ classname: `${scenario}/${[schedule, ...switches].join('+')}`, name: property })}`;
  switch (kind) {
    case 'passed':
      if (!outcome.vacuous) return [`${head}/>`];
      return [`${head}>`, `      <system-out>${xml(escapeLine(text))}</system-out>`, '    </testcase>'];
    case 'undecided':
    case 'failed-before-too':
      return [`${head}>`, `      <skipped${attributes({ message: text })}/>`, '    </testcase>'];
    case 'failed': {
      const run = runOf(v, outcome, file);
      const body = run ? xml(escapeText(runLines(v, run).join('\n'))) : '';
      return [
        `${head}>`,
        `      <failure${attributes({ message: text, type: 'violated' })}>${body}</failure>`,
        '    </testcase>',
      ];
    }
  }
}

function counts(outcomes: readonly Outcome[]): string {
  const number = (...kinds: readonly Outcome['kind'][]): string =>
    String(outcomes.filter((o) => kinds.includes(o.kind)).length);
  return attributes({
    tests: String(outcomes.length),
    failures: number('failed'),
    errors: '0',
    skipped: number('undecided', 'failed-before-too'),
  });
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${xml(escapeLine(value))}"`)
    .join('');
}

/** Text of an element or an attribute. What XML cannot have at all is escaped before. */
function xml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (c) => names[c]!).replace(/[\ufffe\uffff]/g, '\ufffd');
}
