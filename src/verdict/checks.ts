// The questions that a model can be asked. A check is scenario / schedule + switches / property; its id spells that out:
//
//   readers/coop+page-alloc-sleeps/every-call-returns

import { BUILT_IN } from '../model/built-in.ts';
import { nearest } from '../model/c/preprocess.ts';
import type { Model, ScheduleName } from '../model/model.ts';

export interface Check {
  readonly id: string;
  readonly scenario: string;
  readonly schedule: ScheduleName;
  /** Those that are on, in alphabetical order. */
  readonly switches: readonly string[];
  readonly property: string;
}

/** What of a model its checks are made of. */
export type Checkable = Pick<Model, 'name' | 'scenarios' | 'schedules' | 'switches'>;

/** A check id that names nothing; the message says which part, and the nearest known one. */
export class WrongCheckId extends Error {
  constructor(id: string, what: string, help: string) {
    super(`Cannot ask the check \`${id}\`: ${what}.\n${help}`);
    this.name = 'WrongCheckId';
  }
}

/** Every scenario × every schedule × (no switch, each switch alone) × every property. */
export function checksOf(model: Checkable): Check[] {
  const settings = [[], ...Object.keys(model.switches).map((name) => [name])];
  return model.scenarios.flatMap((scenario) =>
    model.schedules.flatMap((schedule) =>
      settings.flatMap((switches) =>
        propertiesOf(scenario.properties).map((property) => checkOf(scenario.name, schedule, switches, property)),
      ),
    ),
  );
}

/** The check of these parts; switches may come in any order. */
export function checkOf(
  scenario: string,
  schedule: ScheduleName,
  switches: readonly string[],
  property: string,
): Check {
  const sorted = [...new Set(switches)].sort();
  const id = `${scenario}/${[schedule, ...sorted].join('+')}/${property}`;
  return { id, scenario, schedule, switches: sorted, property };
}

/** Reads an id against a model. Throws `WrongCheckId`. Switches may come in any order: the check's own id has them sorted. */
export function parseCheckId(id: string, model: Checkable): Check {
  const parts = id.split('/');
  if (parts.length !== 3)
    throw new WrongCheckId(id, 'it is not `scenario/schedule+switches/property`', `One check is ${example(model)}.`);
  const [scenarioName, setting, propertyName] = parts as [string, string, string];
  const [scheduleName, ...switches] = setting.split('+') as [string, ...string[]];
  const known = <T extends string>(what: string, name: string, names: readonly T[]): T => {
    const found = names.find((n) => n === name);
    if (found !== undefined) return found;
    const near = nearest(name, names);
    const rest = names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.';
    throw new WrongCheckId(
      id,
      `${model.name} has no ${what} \`${name}\``,
      near ? `Did you mean \`${near}\`? ${rest}` : rest,
    );
  };
  const scenarioKnown = known(
    'scenario',
    scenarioName,
    model.scenarios.map((s) => s.name),
  );
  const { properties } = model.scenarios.find((s) => s.name === scenarioKnown)!;
  return checkOf(
    scenarioKnown,
    known('schedule', scheduleName, model.schedules),
    switches.map((name) => known('switch', name, Object.keys(model.switches))),
    known('property', propertyName, propertiesOf(properties)),
  );
}

function propertiesOf(own: readonly string[]): readonly string[] {
  return [...own, ...BUILT_IN];
}

function example(model: Checkable): string {
  return `\`${checksOf(model)[0]?.id ?? 'readers/fair/no-deadlock'}\``;
}
