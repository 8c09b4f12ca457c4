// Finds and loads models. A model is a folder with a `model.ts`; its program is made of all files of the folder and of
// the files of models/kernel that they import, directly or not.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Diagnostic, Refusal, renderDiagnostic } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import type { Program } from './ast.ts';
import { checkDefinitions } from './check-definitions.ts';
import { checkElisions } from './check-elisions.ts';
import { checkFunction } from './check-function.ts';
import { checkSwitches } from './check-switches.ts';
import { isCurrent, type Kept, readKept, writeKept } from './kept.ts';
import type { Model, Proposal } from './model.ts';
import { readSpec } from './spec.ts';
import { type Import, type ParsedFile, parseModelFile } from './ts/parse.ts';
import { type Built, buildProgram, extendProgram } from './ts/program.ts';
import type { StaticValue } from './ts/static.ts';

export interface ModelFolder {
  /** Its folder's name: `swapin-5.7`. */
  readonly name: string;
  readonly path: string;
  /** What paths in messages are relative to. */
  readonly root: string;
}

/** A model that cannot be used, with everything that is wrong with it. */
export class InvalidModel extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(name: string, diagnostics: readonly Diagnostic[]) {
    super(
      `Cannot load the model ${name}: it has ${diagnostics.length} error${diagnostics.length === 1 ? '' : 's'}.\n${diagnostics.map(renderDiagnostic).join('\n')}`,
    );
    this.name = 'InvalidModel';
    this.diagnostics = diagnostics;
  }
}

/** The folders of `models/` under a root, sorted by name. */
export function findModels(root: string): ModelFolder[] {
  const folder = join(root, 'models');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name !== 'kernel' && existsSync(join(folder, name, 'model.ts')))
    .sort()
    .map((name) => ({ name, path: join(folder, name), root }));
}

/**
 * The model of a folder. Throws `InvalidModel` with all diagnostics if any part of it cannot be used. `unchecked`: nothing
 * is looked for inside functions; the machine refuses what is wrong there when it comes to it. The models that come with
 * the program are checked by its tests.
 */
export function loadModel(folder: ModelFolder, mode: 'checked' | 'unchecked' = 'checked'): Model {
  if (mode === 'checked') return readModel(folder, mode).model;
  const own = filesOf(folder).map((path) => relativeName(path, folder.root));
  const before = loaded.get(folder.path);
  if (before && isCurrent(before, own, folder.root)) return before.model;
  const kept = readKept(folder.name, own, folder.root) ?? readModel(folder, mode);
  loaded.set(folder.path, kept);
  for (const file of kept.proposals) parsed.set(join(folder.root, file.source.name), file);
  return kept.model;
}

/** Models that were read, for the next time. */
const loaded = new Map<string, Kept>();

/** Reads all models under a root, and keeps those without errors in a folder for runs to come. */
export function keepModels(root: string, to: string): void {
  for (const folder of findModels(root)) {
    const kept = readable(folder);
    if (!kept) continue;
    const paths = kept.model.proposals.map(({ file }) => join(folder.path, file)).filter((path) => existsSync(path));
    writeKept({ ...kept, proposals: paths.map((path) => parseFile(path, root)) }, to);
  }
}

function readable(folder: ModelFolder): Kept | undefined {
  try {
    return readModel(folder, 'unchecked');
  } catch (error) {
    if (error instanceof InvalidModel) return undefined;
    throw error;
  }
}

function readModel(folder: ModelFolder, mode: 'checked' | 'unchecked'): Kept {
  const diagnostics: Diagnostic[] = [];
  const report = (d: Diagnostic): void => void diagnostics.push(d);
  const own = filesOf(folder).map((path) => parseFile(path, folder.root));
  const files = withVocabulary(folder, own, report);
  const { program, diagnostics: refused } = buildProgram(files);
  diagnostics.push(...refused);
  if (refused.length === 0) {
    diagnostics.push(...checkDefinitions(program));
    if (mode === 'checked')
      for (const fn of program.functions.values()) diagnostics.push(...checkFunction(program, fn));
  }
  const value = own.find((file) => file.source.name.endsWith('/model.ts'))?.spec;
  if (!value) {
    const source = { name: relativeName(join(folder.path, 'model.ts'), folder.root), text: '' };
    report({ message: 'Cannot find `export default model({ … })` in this file.', span: { source, start: 0, end: 0 } });
    throw new InvalidModel(folder.name, diagnostics);
  }
  try {
    const spec = readSpec(value, program, report);
    for (const d of checkSwitches(program, switchesOf(value), new Set(own.map((file) => file.source)))) report(d);
    if (mode === 'checked')
      diagnostics.push(
        ...checkElisions(
          program,
          files.flatMap((file) => file.elisions),
        ),
      );
    if (mode === 'checked' && diagnostics.length === 0)
      for (const proposal of spec.proposals)
        diagnostics.push(...checkProposal(folder, proposal, program, switchesOf(value)));
    if (diagnostics.length > 0) throw new InvalidModel(folder.name, diagnostics);
    return {
      model: { name: folder.name, ...spec, program, elides: files.flatMap((file) => file.elisions) },
      own: own.map((file) => file.source.name),
      sources: files.map((file) => file.source),
      proposals: [],
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new InvalidModel(folder.name, [...diagnostics, error.diagnostic]);
  }
}

/** A program with a proposal of its model in place. */
export function withProposal(folder: ModelFolder, { file }: Proposal, base: Program): Built {
  return extendProgram(base, parseFile(join(folder.path, file), folder.root));
}

function checkProposal(
  folder: ModelFolder,
  proposal: Proposal,
  base: Program,
  switches: ReadonlyMap<string, Span>,
): readonly Diagnostic[] {
  const path = join(folder.path, proposal.file);
  if (!existsSync(path))
    return [{ message: `Cannot load the proposal \`${proposal.name}\`: there is no ${proposal.file}.` }];
  const { program, diagnostics } = withProposal(folder, proposal, base);
  if (diagnostics.length > 0) return diagnostics;
  return [
    ...checkDefinitions(program),
    ...[...program.functions.values()].flatMap((fn) => checkFunction(program, fn)),
    ...checkSwitches(program, switches, new Set([parseFile(path, folder.root).source])),
  ];
}

/** Where each switch is declared. */
function switchesOf(spec: StaticValue): Map<string, Span> {
  const switches = spec.kind === 'object' ? spec.fields.get('switches') : undefined;
  const fields = switches?.kind === 'object' ? [...switches.fields] : [];
  return new Map(fields.map(([name, value]) => [name, value.span]));
}

/** The files of a model, sorted. */
export function filesOf(folder: ModelFolder): string[] {
  return readdirSync(folder.path)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder.path, name));
}

/** The files, and behind them those of the vocabulary that they import. */
function withVocabulary(
  folder: ModelFolder,
  own: readonly ParsedFile[],
  report: (d: Diagnostic) => void,
): ParsedFile[] {
  const kernel = join(folder.root, 'models', 'kernel') + sep;
  const files = [...own];
  const known = new Set(filesOf(folder));
  const pending = own.map((file, i) => ({ file, path: [...known][i]! }));
  const follow = (target: string, at: Import): void => {
    if (known.has(target) || target.endsWith(join('src', 'model', 'dialect.ts'))) return;
    known.add(target);
    const { span } = at;
    if (!target.startsWith(kernel))
      return report({
        message: `Cannot import \`${at.from}\`: it is neither in this folder nor in models/kernel.`,
        span,
      });
    if (!existsSync(target)) return report({ message: `Cannot import \`${at.from}\`: there is no such file.`, span });
    const file = parseFile(target, folder.root);
    files.push(file);
    pending.push({ file, path: target });
  };
  for (const { file, path } of pending) for (const at of file.imports) follow(join(dirname(path), at.from), at);
  return files;
}

const parsed = new Map<string, ParsedFile>();

/** A file parsed; again only if its text has changed. */
function parseFile(path: string, root: string): ParsedFile {
  const text = readFileSync(path, 'utf8');
  const name = relativeName(path, root);
  const before = parsed.get(path);
  if (before?.source.text === text && before.source.name === name) return before;
  const file = parseModelFile({ name, text });
  parsed.set(path, file);
  return file;
}

function relativeName(path: string, root: string): string {
  return relative(root, path).split(sep).join('/');
}
