// Models as JSON, schema patchcheck.models/1 (docs/schema/models-1.json). Fields may be added, never taken away.

import { BUILT_IN } from '../model/built-in.ts';
import { environmentOf } from '../model/environment.ts';
import type { Model } from '../model/model.ts';
import { mirroredFunctions, printFileC, sourceFiles } from './model-source.ts';

/** What `JSON.stringify` is given; `whole` has what `models show` prints, too. */
export function modelsJson(models: readonly Model[], version: string, detail: 'short' | 'whole' = 'short'): object {
  const all = models.map((model) => ({ ...modelJson(model), ...(detail === 'whole' && wholeJson(model)) }));
  return { schema: 'patchcheck.models/1', version, builtIn: BUILT_IN, models: all };
}

function modelJson(model: Model): object {
  const { name, title, kernel, scenarios, schedules, switches, properties, proposals } = model;
  return {
    name,
    title,
    kernel,
    files: mirroredFunctions(model),
    scenarios: scenarios.map((s) => ({
      name: s.name,
      about: s.about,
      tasks: s.tasks.map(({ name, about, cpu, priority, arrives, context }) => {
        return { name, about, cpu, priority, arrives, context };
      }),
      properties: s.properties,
    })),
    schedules,
    switches: Object.entries(switches).map(([name, about]) => ({ name, about })),
    properties: properties.map(({ name, kind, about }) => ({ name, kind, about })),
    proposals: proposals.map(({ name, author, about }) => ({ name, author, about })),
  };
}

function wholeJson(model: Model): object {
  return {
    config: model.config,
    environment: environmentOf(model),
    assumes: model.assumes,
    elides: model.elides,
    source: sourceFiles(model).map((file) => ({
      path: file.path,
      isKernel: file.isKernel,
      text: printFileC(file, model),
    })),
  };
}
