import { sameTree } from '../same.ts';
import { ownExpressions, subexpressions } from '../walk.ts';
import type { Edits } from './edit.ts';
import type { Change, Subject } from './operator.ts';
import type { Place } from './places.ts';
import { weakerOf } from './words.ts';

/** Calls that ask for an order of memory, without that: `atomic_set_release()` as `atomic_set()`. */
export function weakenings({ program }: Subject, { statement }: Place): Change[] {
  const calls = ownExpressions(statement).flatMap((e) => [...subexpressions(e)]);
  return calls.flatMap((e): Change[] => {
    if (e.kind !== 'call') return [];
    const weaker = weakerOf(e.callee);
    const [strong, weak] = [e.callee, weaker].map((name) => program.functions.get(name ?? ''));
    if (weaker === undefined || !strong || !weak || strong.params.length !== weak.params.length) return [];
    const edits: Edits = new Map([[e, [{ ...e, callee: weaker }]]]);
    const isSame = sameTree({ ...strong, name: '', file: '' }, { ...weak, name: '', file: '' });
    const text = `\`${weaker}()\` in the place of \`${e.callee}()\``;
    const equivalent = `memory is sequentially consistent in the model: both are the same there`;
    return [{ operator: 'weaken-barrier', statements: [statement], text, edits, ...(isSame && { equivalent }) }];
  });
}
