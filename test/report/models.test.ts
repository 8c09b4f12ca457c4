import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { FunctionDef } from '../../src/model/ast.ts';
import { knownOf } from '../../src/model/c/known.ts';
import { parseC } from '../../src/model/c/parse.ts';
import { indexModels } from '../../src/model/index.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import type { Model, Scenario } from '../../src/model/model.ts';
import { sourceFiles } from '../../src/report/model-source.ts';
import { modelsText, modelText } from '../../src/report/models.ts';
import { modelsJson } from '../../src/report/models-json.ts';
import { aboutTask } from '../../src/report/words.ts';

const ROOT = join(import.meta.dirname, '../..');
const models = findModels(ROOT).map((folder) => loadModel(folder, 'unchecked'));
const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(ROOT, 'docs/schema/models-1.json'), 'utf8')));

/** A text with its lines joined again. */
function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** The C of each file that a text shows. */
function shown(text: string): Map<string, string> {
  const parts = text.split(/^\/\* ([^\s,]+)(?:, of no kernel file)? \*\/$/m).slice(1);
  return new Map(parts.flatMap((path, i) => (i % 2 === 0 ? [[path, parts[i + 1]!] as const] : [])));
}

function bare(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => {
      if (['span', 'file', 'atomic', 'declares', 'variadic'].includes(key)) return undefined;
      return value?.kind === 'elided' ? { ...value, text: value.text.replace(/;$/, '') } : value;
    }),
  );
}

describe('the list', () => {
  const text = modelsText(models, 80);

  test('has every model, one after the other', () => {
    const heads = text.split('\n').filter((line) => /^\S/.test(line));
    expect(heads.map((line) => line.split(':')[0])).toEqual(models.map((m) => m.name));
  });

  test.each([80, 60, 200])('fits %i columns', (width) => {
    expect(
      modelsText(models, width)
        .split('\n')
        .filter((line) => line.length > width),
    ).toEqual([]);
  });

  test.each(models)('says what $name has', (model) => {
    const own = unwrapped(modelsText([model], 80));
    const entry = indexModels(ROOT).find((e) => e.name === model.name)!;
    expect(own).toContain(`functions ${entry.functions.length} functions of ${entry.files.length} kernel files`);
    for (const name of [...entry.functions, ...entry.files]) expect(own).toContain(name);
    for (const { name, about, tasks } of model.scenarios) {
      expect(own).toContain(`${name}: ${about}`);
      for (const task of tasks) expect(own).toContain(`${task.name}: ${aboutTask(task.about)}`);
    }
    for (const [name, about] of Object.entries(model.switches)) expect(own).toContain(`${name}: ${about}`);
    for (const { name, kind, about } of model.properties) expect(own).toContain(`${name} (${kind}): ${about}`);
    expect(own).toContain(`schedules ${model.schedules.join(', ')}`);
    for (const { name, author, about } of model.proposals) expect(own).toContain(`${name} (${author}): ${about}`);
    expect(own).toContain(model.kernel);
  });

  test('says how urgent tasks are, where it matters, and who arrives', () => {
    const [scenario] = models.find((m) => m.name === 'swapin-5.7')!.scenarios;
    const told = (tasks: Scenario['tasks']) =>
      unwrapped(modelsText([{ ...models[0]!, scenarios: [{ ...scenario!, tasks }] }], 80));
    const { tasks } = scenario!;
    expect(told(tasks)).toContain('owner: reader A, CPU 0, priority 1 looper: reader B, CPU 0, priority 2, arrives ');
    const [first] = tasks;
    expect(told([{ ...first!, context: 'irq' }])).toContain('owner: reader A, an interrupt handler, CPU 0 ');
    const equal = tasks.map((task) => ({ ...task, priority: 1 }));
    expect(told(equal)).toContain('owner: reader A, CPU 0 looper: reader B, CPU 0, arrives ');
  });

  test('says none where there is none', () => {
    const model: Model = { ...models[0]!, switches: {} };
    expect(unwrapped(modelsText([model], 80))).toContain('switches none properties');
    expect(modelsText([], 80)).toBe('');
  });
});

describe.each(models)('all of $name', (model) => {
  const text = modelText(model, 80);

  test('the C that is shown is read as the functions that are run', async () => {
    const files = shown(text);
    expect([...files.keys()]).toEqual(sourceFiles(model).map((file) => file.path));
    const known = knownOf(model.program, model.elides, model.config);
    let functions = 0;
    for (const { path, definitions } of sourceFiles(model)) {
      // The front end takes a typedef of a struct from the model, never from C.
      const text = files.get(path)!.replace(/^typedef struct \{[^}]*\} \w+;$/gm, '');
      const { definitions: read, refusals } = await parseC({ name: path, text }, known);
      expect(refusals.map(renderDiagnostic)).toEqual([]);
      for (const fn of definitions.filter((d): d is FunctionDef => d.kind === 'function')) {
        const again = read.find((d) => d.kind === 'function' && d.name === fn.name);
        expect(bare(again), fn.name).toEqual(bare(fn));
        functions++;
      }
    }
    expect(functions).toBeGreaterThanOrEqual(indexModels(ROOT).find((e) => e.name === model.name)!.functions.length);
  });

  test('what it leaves out and takes for granted is said, with reasons', () => {
    const words = unwrapped(text);
    for (const { function: fn, reason, text } of model.elides) {
      expect(words).toContain(`${fn}(): ${reason}`);
      expect(words).toContain(unwrapped(text));
    }
    for (const assumed of model.assumes) expect(words).toContain(assumed);
    expect(words).toContain(`Elided: ${model.elides.length} statement`);
  });

  test('its environment is said, topic by topic', () => {
    for (const topic of [
      'interrupts',
      'allocation',
      'may fail under',
      'may sleep under',
      'reclaim',
      'I/O',
      'other tasks',
    ])
      expect(text).toMatch(new RegExp(`^  ${topic}: \\S`, 'm'));
  });

  test('what stands above the C fits 80 columns', () => {
    const above = text.slice(0, text.search(/^\/\* /m)).split('\n');
    expect(above.filter((line) => line.length > 80)).toEqual([]);
  });
});

test('files of the kernel stand first, by name', () => {
  const [model] = models;
  const functions = new Map(
    [...model!.program.functions].map(([n, fn]) => [n, fn.file ? { ...fn, file: 'net/a.c' } : fn]),
  );
  const files = sourceFiles({ ...model!, program: { ...model!.program, functions } });
  const isKernel = files.map((file) => file.isKernel);
  expect(isKernel).toEqual(isKernel.toSorted((a, b) => Number(b) - Number(a)));
  expect(files.map((file) => file.path)).toContain('net/a.c');
});

describe('JSON', () => {
  const plain = (value: object): { models: Record<string, unknown>[] } => JSON.parse(JSON.stringify(value));

  test.each([...models, undefined])('matches its schema', (model) => {
    const value = plain(model ? modelsJson([model], '0', 'whole') : modelsJson(models, '0'));
    validate(value);
    expect(validate.errors).toBeNull();
    expect('source' in value.models[0]!).toBe(model !== undefined);
  });

  test('of another form does not match it', () => {
    const { models: all, ...rest } = plain(modelsJson(models, '0', 'whole'));
    const [first] = all;
    for (const key of [
      'name',
      'kernel',
      'files',
      'scenarios',
      'switches',
      'properties',
      'proposals',
      'environment',
      'source',
    ]) {
      const { [key]: _, ...others } = first!;
      expect(validate({ ...rest, models: [others] }), key).toBe(false);
    }
    expect(validate({ ...rest, models: all, schema: 'patchcheck.models/2' })).toBe(false);
    expect(validate({ ...rest, models: all, more: 1 })).toBe(true);
  });

  test('has what the model says', () => {
    const model = models.find((m) => m.name === 'swapin-5.7')!;
    const { config, assumes, elides, schedules, kernel, title } = model;
    expect(plain(modelsJson([model], '0', 'whole')).models[0]).toMatchObject({
      ...{ config, assumes, elides, schedules, kernel, title },
      environment: [{ topic: 'interrupts', text: model.environment.interrupts }, {}, {}, {}, {}, {}, {}, {}],
    });
  });

  test('has the C that the text has', () => {
    const value = plain(modelsJson([models[0]!], '0', 'whole'));
    const source = value.models[0]!.source as { path: string; text: string }[];
    const files = shown(modelText(models[0]!, 80));
    expect(source.map(({ path, text }) => [path, text.trim()])).toEqual([...files].map(([p, t]) => [p, t.trim()]));
  });
});
