import type { ThreadVerdict } from '../thread-verdict.ts';
import { deciding } from '../verdict.ts';

/** After the patch, or without one before it, a larger scenario violates a check that the declared one does not. */
export function outgrows({ ladders, candidates }: Pick<ThreadVerdict, 'ladders' | 'candidates'>): boolean {
  const last = deciding(candidates)?.id ?? 'before';
  const climbed = (ladders ?? []).flatMap((l) => l.programs.filter((p) => p.id === last));
  return climbed.some(
    ({ declared, climbs }) =>
      declared.answer.answer !== 'violated' && climbs.some((c) => c.rungs.some((r) => r.answer.answer === 'violated')),
  );
}
