// KTAP 1 (Documentation/dev-tools/ktap.rst): a test for each candidate, and in it one for each check. What was violated
// before too, and nobody described, is XFAIL; what is not decided is SKIP.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { escapeLine } from '../escape.ts';
import { type Outcome, type Suite, suitesOf } from './outcome.ts';
import { runLines, runOf } from './run-lines.ts';

/** A verdict as KTAP. */
export function toKtap(v: ThreadVerdict, file: string): string {
  const suites = suitesOf(v);
  const lines = ['KTAP version 1', `1..${suites.length}`];
  for (const [i, suite] of suites.entries()) {
    const inner = ['KTAP version 1', `# Subtest: ${suite.name}`, `1..${suite.outcomes.length}`];
    for (const [n, outcome] of suite.outcomes.entries()) inner.push(...outcomeLines(v, outcome, n + 1, file));
    if (suite.outcomes.length > 0) lines.push(...inner.map((l) => `  ${l}`));
    lines.push(suiteLine(suite, i + 1));
  }
  return `${lines.map((l) => l.trimEnd()).join('\n')}\n`;
}

function outcomeLines(v: ThreadVerdict, outcome: Outcome, number: number, file: string): string[] {
  const { kind, check, text } = outcome;
  const name = `${number} ${check.check.id}`;
  switch (kind) {
    case 'passed':
      return [`ok ${name} # ${comment(text)}`];
    case 'undecided':
      return [`ok ${name} # SKIP ${comment(text)}`];
    case 'failed-before-too':
      return [`not ok ${name} # XFAIL ${comment(text)}`];
    case 'failed': {
      const run = runOf(v, outcome, file);
      return [...(run ? runLines(v, run).map((l) => `# ${comment(l)}`) : []), `not ok ${name} # ${comment(text)}`];
    }
  }
}

function suiteLine({ passed, name, text }: Suite, number: number): string {
  if (passed === null) return `ok ${number} ${name} # SKIP ${comment(text)}`;
  return `${passed ? 'ok' : 'not ok'} ${number} ${name} # ${comment(text)}`;
}

/** One line, in which nothing looks like a directive. */
function comment(text: string): string {
  return escapeLine(text).replace(/#/g, '\\#');
}
