// Small programs written in the dialect, for tests of whatever runs them.

import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { Program } from '../../src/model/ast.ts';
import type { Scenario, Task } from '../../src/model/model.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram } from '../../src/model/ts/program.ts';

/** The program that a text of the dialect is; a refused statement is an error of the test. */
export function programOf(text: string): Program {
  const { program, diagnostics } = buildProgram([parseModelFile({ name: 'test.ts', text })]);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(renderDiagnostic).join('\n'));
  return program;
}

/** A scenario whose tasks run the functions of these names, all on CPU 0. */
export function scenarioOf(tasks: readonly (string | (Partial<Task> & { readonly run: string }))[]): Scenario {
  return {
    name: 'test',
    about: '',
    setup: 'setup',
    properties: [],
    tasks: tasks.map((given) => {
      const task = typeof given === 'string' ? { run: given } : given;
      return { name: task.run, about: task.run, cpu: 0, priority: 0, arrives: false, context: 'process', ...task };
    }),
  };
}
