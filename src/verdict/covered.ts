import type { BuiltIn } from '../model/built-in.ts';
import type { Model } from '../model/model.ts';
import type { AddedStatement, CandidateAnswer, Coverage } from './thread-verdict.ts';

/** What the checks of a candidate went through. */
export function coverageOf(added: readonly AddedStatement[], answers: Iterable<CandidateAnswer>): Coverage {
  const all = [...answers];
  const decided = all.filter((a) => a.answer !== 'unknown');
  const most = Math.max(0, ...added.map((a) => a.tasks));
  return {
    byTasks: Array.from({ length: most + 1 }, (_, tasks) => added.filter((a) => a.tasks === tasks).length),
    checks: decided.length,
    atStake: decided.filter(wasAtStake).length,
    exhaustive: all.every((a) => a.exhaustive),
  };
}

/** Whether a property could have been violated, for all that was seen: its premise was reached. */
export function wasAtStake({ vacuous, linesNeverRan }: CandidateAnswer): boolean {
  return !vacuous || linesNeverRan === true;
}

/** What did not happen where a property was not at stake. */
export function idleText(property: string, { properties }: Pick<Model, 'properties'>): string {
  const own = properties.find((p) => p.name === property);
  if (own?.kind === 'progress' && own.premise === undefined) return 'nobody waited, or went back to where he was';
  return IDLE[property] ?? (own?.premise === undefined ? 'no run came to its end' : 'its premise was never true');
}

const IDLE: Readonly<Record<string, string>> = {
  'no-use-after-free': 'nothing was freed',
  'no-double-free': 'nothing was freed',
  'no-sleep-in-atomic': 'nobody had preemption off',
  'no-leak': 'nothing was allocated, or no run came to its end',
} satisfies Partial<Record<BuiltIn, string>>;
