import type { Claim } from '../claim/claim.ts';
import type { Model } from '../model/model.ts';
import { type Check, checksOf, parseCheckId } from './checks.ts';

/** A check that is put to a thread, and why. */
export interface AskedCheck {
  readonly check: Check;
  /** The claims of the thread describe it. */
  readonly described: boolean;
  /** It was asked for by its name. */
  readonly named: boolean;
}

/** The checks to judge, in the order of the model. Throws `WrongCheckId` for a name that the model does not know. */
export function askedChecks(
  model: Model,
  claims: readonly Claim[],
  names: readonly string[],
  scope: 'described' | 'every',
): AskedCheck[] {
  const named = names.map((id) => parseCheckId(id, model));
  const described = describedBy(model, claims).map((id) => parseCheckId(id, model));
  const all = new Map<string, Check>();
  for (const check of [...checksOf(model), ...described, ...named]) all.set(check.id, check);
  const has = (list: readonly Check[], id: string): boolean => list.some((c) => c.id === id);
  return [...all.values()]
    .map((check) => ({ check, described: has(described, check.id), named: has(named, check.id) }))
    .filter((asked) => scope === 'every' || asked.described || asked.named);
}

/** Ids of the checks for claims of these classes about these functions. */
export function describedBy(model: Model, claims: readonly Claim[]): string[] {
  return model.describes
    .filter((d) => claims.some((c) => d.classes.includes(c.class) && c.functions.some((f) => d.functions.includes(f))))
    .flatMap((d) => d.checks);
}
