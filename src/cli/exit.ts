import { outgrows } from '../verdict/ladder/outgrows.ts';
import type { ThreadVerdict } from '../verdict/thread-verdict.ts';
import { deciding } from '../verdict/verdict.ts';

/** 0 good news, 1 any other decided verdict, 2 usage, 3 internal or I/O error, 125 not decided, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 125 | 130;

/** The exit code for a verdict. */
export function exitCodeOf(v: Pick<ThreadVerdict, 'verdict' | 'candidates' | 'ladders'>): ExitCode {
  const { verdict, candidates } = v;
  const newest = deciding(candidates);
  switch (verdict) {
    case 'unknown':
    case 'not-modelled':
      return 125;
    case 'fixed':
      return newest?.introduced?.length || outgrows(v) ? 1 : 0;
    case 'not-reproduced':
      return newest || outgrows(v) ? 1 : 0;
    default:
      return 1;
  }
}
