import type { Program } from '../model/ast.ts';
import type { ThreadVerdict } from '../verdict/thread-verdict.ts';

/** Functions that a patch touches or that the model describes checks for; without any, all that the thread names. */
export function underCheck({ claims, candidates, model }: ThreadVerdict, program: Program): ReadonlySet<string> {
  const named = claims.flatMap((c) => c.functions);
  const known = new Set(model!.describes.flatMap((d) => d.functions));
  const touched = candidates.flatMap((c) => c.touched);
  const inKernel = (names: readonly string[]) => names.filter((n) => program.functions.get(n)?.file !== undefined);
  const own = inKernel([...touched, ...named.filter((n) => known.has(n))]);
  return new Set(own.length > 0 ? own : inKernel(named));
}
