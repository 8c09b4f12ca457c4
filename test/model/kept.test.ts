// Models as the build keeps them. `KEPT_MODELS` is what the build puts into the bundle.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deserialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Kept, writeKept } from '../../src/model/kept.ts';
import { findModels, keepModels, loadModel } from '../../src/model/load.ts';
import type { Model } from '../../src/model/model.ts';

const NAME = 'swapin-5.7';
const SOURCE = fileURLToPath(new URL('../..', import.meta.url));

let root: string;
let kept: string;

/** The model as it is loaded now. */
const load = (): Model => loadModel(findModels(root).find((folder) => folder.name === NAME)!, 'unchecked');
/** The same with nothing kept. */
const anew = (): Model => {
  vi.stubGlobal('KEPT_MODELS', undefined);
  const copy = join(root, 'copy');
  cpSync(join(root, 'models'), join(copy, 'models'), { recursive: true });
  const [folder] = findModels(copy);
  const model = loadModel(folder!, 'unchecked');
  rmSync(copy, { recursive: true });
  return model;
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchcheck-kept-'));
  kept = join(root, 'kept');
  for (const name of ['kernel', NAME])
    cpSync(join(SOURCE, 'models', name), join(root, 'models', name), { recursive: true });
  keepModels(root, kept);
  // Whatever is read from there has this title.
  const file = deserialize(readFileSync(join(kept, NAME))) as Kept;
  writeKept({ ...file, model: { ...file.model, title: 'kept' } }, kept);
  vi.stubGlobal('KEPT_MODELS', pathToFileURL(kept).href);
});
afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(root, { recursive: true });
});

/** Changes the text of a file of the models. */
const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(join(root, 'models', path), change(readFileSync(join(root, 'models', path), 'utf8')));

describe('a model that was kept', () => {
  test('is what reading it makes, and is used', () => {
    const model = load();
    expect(model.title).toBe('kept');
    const { title } = anew();
    expect({ ...model, title }).toEqual(anew());
  });

  test.each([
    ['a file of the model says something else', () => edit(`${NAME}/model.ts`, (text) => `${text}\n`)],
    ['a blank changes in the vocabulary', () => edit('kernel/list.ts', (text) => text.replace(' ', '  '))],
    [
      'the model has one file more',
      () => writeFileSync(join(root, 'models', NAME, 'more.ts'), 'export const MORE: int = 1\n'),
    ],
    [
      'what was kept is not whole',
      () => writeFileSync(join(kept, NAME), readFileSync(join(kept, NAME)).subarray(0, 999)),
    ],
    ['nothing was kept', () => rmSync(kept, { recursive: true })],
  ])('is read anew where %s', (_, change) => {
    change();
    const model = load();
    expect(model.title).not.toBe('kept');
    expect(model).toEqual(anew());
  });

  test('says what is wrong with an edit', () => {
    edit(`${NAME}/swap_state.ts`, (text) => `${text}\nexport const SWAP: int = nothing\n`);
    expect(load).toThrow('no variable or constant of that name');
  });

  test('is not read a second time, unless a file changes', () => {
    const model = load();
    expect(load()).toBe(model);
    edit('kernel/list.ts', (text) => `${text}\n`);
    expect(load()).not.toBe(model);
  });
});

test('a model with an error is not kept, and stops no other', () => {
  cpSync(join(root, 'models', NAME), join(root, 'models', 'broken'), { recursive: true });
  edit('broken/model.ts', () => 'export const n: int = m\n');
  rmSync(kept, { recursive: true });
  keepModels(root, kept);
  expect(load().name).toBe(NAME);
  expect(() => readFileSync(join(kept, 'broken'))).toThrow('ENOENT');
  expect(readFileSync(join(kept, NAME)).length).toBeGreaterThan(1000);
});
