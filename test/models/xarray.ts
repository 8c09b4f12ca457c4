// Programs over the xarray of the vocabulary, for tests of it: its files, with nodes of 4 slots or of 64.

import { readFileSync } from 'node:fs';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { startRun } from '../../src/machine/interpret/run.ts';
import { compile } from '../../src/machine/machine.ts';
import type { Program } from '../../src/model/ast.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram, extendProgram } from '../../src/model/ts/program.ts';
import { scenarioOf } from '../machine/dialect.ts';

export type NodeSize = 4 | 64;

const FILES =
  'xa-node xa-entry xarray xas xas-walk xas-find xas-mark xas-create xas-store xa-api spinlock errno gfp types bug compiler'.split(
    ' ',
  );
const SHIFT = { 4: 2, 64: 6 } as const;

const PRELUDE = `
import { type Arr, bug, type Ptr, type VoidPtr, type uint, type ulong, zeroed } from '../../src/model/dialect.ts'
export interface thing { n: uint }
export const things: Arr<thing, 8> = zeroed()
export const xa: xarray = zeroed()

/** An entry of an order at an index, through a cursor of its own. */
export function put(index: ulong, order: uint, entry: VoidPtr): void {
  let xas: xa_state = XA_STATE_ORDER(xa, index, order)
  xas_lock(xas)
  xas_store(xas, entry)
  xas_unlock(xas)
  if (xas_error(xas)) bug()
}

/** @atomic */
export function is(index: ulong, entry: VoidPtr, order: uint): void {
  if (xa_load(xa, index) != entry) bug()
  if (entry && xa_get_order(xa, index) != order) bug()
}
`;

const bases = new Map<NodeSize, Program>();

function base(size: NodeSize): Program {
  let program = bases.get(size);
  if (!program) {
    const files = FILES.map((name) => {
      let text = readFileSync(`models/kernel/${name}.ts`, 'utf8');
      if (name === 'xa-node')
        text = text
          .replace('XA_CHUNK_SHIFT: uint = 2', `XA_CHUNK_SHIFT: uint = ${SHIFT[size]}`)
          .replace('XA_CHUNK_SIZE: uint = 4', `XA_CHUNK_SIZE: uint = ${size}`)
          .replace('XA_CHUNK_MASK: uint = 3', `XA_CHUNK_MASK: uint = ${size - 1}`)
          .replaceAll(', 4>', `, ${size}>`);
      return parseModelFile({ name, text });
    });
    program = checked(buildProgram([...files, parseModelFile({ name: 'prelude', text: PRELUDE })]));
    bases.set(size, program);
  }
  return program;
}

function checked({ program, diagnostics }: ReturnType<typeof buildProgram>): Program {
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return program;
}

const scenario = scenarioOf(['all']);

function programOf(size: NodeSize, lines: readonly string[]): Program {
  const text = `export function setup(): void {}\nexport function all(): void {\n${lines.join('\n')}\n}\n`;
  return checked(extendProgram(base(size), parseModelFile({ name: 'case', text })));
}

/** Runs lines in the interpreter: the line at which the task stopped, or what it leaked, if it did. */
export function interpreted(size: NodeSize, lines: readonly string[]): string | undefined {
  const run = startRun(programOf(size, lines), scenario);
  while (run.enabled(0) > 0) run.move({ task: 0, choice: 0 });
  const status = run.status(0);
  if (typeof status === 'object') {
    const { span, stopped } = status;
    return `${stopped}: ${span.source.text.slice(span.start - 60, span.end + 60)}`;
  }
  return run.leaks()[0] && `leak: ${run.leaks()}`;
}

/** The same in the machine: the built-in property that is violated, if one is. */
export function generated(size: NodeSize, lines: readonly string[]): string | undefined {
  const program = programOf(size, lines);
  const machine = compile({ program, scenario, pools: { xa_node: 40 }, switches: [], conditions: [] });
  const judge = new Judge(explore(machine, 0, { maxStates: 100_000, deadline: Number.POSITIVE_INFINITY }));
  const asked = ['no-bug-on', 'no-use-after-free', 'no-double-free', 'no-deadlock', 'no-leak'] as const;
  return asked.find((property) => judge.answer('fair', property).answer !== 'holds');
}
