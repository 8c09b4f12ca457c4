import { BUILT_IN } from './built-in.ts';
import type { Scenario, ScheduleName } from './model.ts';

interface Known {
  readonly scenarios: readonly Scenario[];
  readonly schedules: readonly ScheduleName[];
  readonly switches: Readonly<Record<string, string>>;
}

/** Why `scenario/schedule+switch/property` names no check of a model; nothing if it does. */
export function checkIdProblem(id: string, known: Known): string | undefined {
  const parts = id.split('/');
  if (parts.length !== 3) return 'a check is `scenario/schedule+switches/property`';
  const [scenarioName, setting, property] = parts as [string, string, string];
  const [schedule, ...switches] = setting.split('+');
  const scenario = known.scenarios.find((s) => s.name === scenarioName);
  if (!scenario) return `the model has no scenario \`${scenarioName}\``;
  if (!known.schedules.some((s) => s === schedule)) return `the model has no schedule \`${schedule}\``;
  const unknown = switches.find((name) => !Object.hasOwn(known.switches, name));
  if (unknown !== undefined) return `the model has no switch \`${unknown}\``;
  if (switches.some((name, i) => i > 0 && switches[i - 1]! >= name))
    return 'its switches are not in alphabetical order';
  if (!scenario.properties.includes(property) && !(BUILT_IN as readonly string[]).includes(property))
    return `the scenario is not asked \`${property}\``;
  return undefined;
}
