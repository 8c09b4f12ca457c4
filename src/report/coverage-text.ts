import type { Coverage } from '../verdict/thread-verdict.ts';
import { count } from './words.ts';

/** `24 of 29 added statements ran, 20 in 2 tasks and 4 in one; 1 of 1 check was at stake`. Nothing if nothing is decided. */
export function coverageText({ byTasks, checks, atStake, exhaustive }: Coverage): string {
  if (checks === 0) return '';
  return `${exhaustive ? '' : 'at least '}${ranText(byTasks)}; ${stakeText(checks, atStake)}`;
}

function ranText([idle = 0, ...byTasks]: readonly number[]): string {
  const ran = byTasks.reduce((n, some) => n + some, 0);
  const all = idle + ran;
  if (all === 0) return 'it adds no statement that runs';
  const head = `${ran} of ${count(all, 'added statement')} ran`;
  const groups = byTasks.flatMap((n, i) => (n > 0 ? [{ n, where: i === 0 ? 'one task' : `${i + 1} tasks` }] : []));
  if (groups.length === 0) return head;
  if (groups.length === 1) return `${head}, in ${groups[0]!.where}`;
  const told = groups.toReversed().map(({ n, where }) => `${n} in ${where}`);
  return `${head}, ${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}

function stakeText(checks: number, atStake: number): string {
  if (checks === 1) return `the check was ${atStake === 0 ? 'not ' : ''}at stake`;
  return atStake === checks ? `all ${checks} checks were at stake` : `${atStake} of ${checks} checks were at stake`;
}
