import { Refusal } from '../../base/diagnostic.ts';
import type { Span } from '../../base/source.ts';
import type { Type } from '../../model/ast.ts';
import { type Block, isNull, newBlock, type Place, Stop, samePlace, zeroed } from './memory.ts';
import { reachable, type Thread, unreachable, type World } from './state.ts';

/** What would come next is not modelled: a bound of the check, for this reason. */
export class Beyond extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Beyond';
  }
}

/** More objects of a struct would be there at once than the model gives: a bound of the check, no event of the program. */
export class PoolExhausted extends Beyond {
  readonly pool: string;

  constructor(pool: string, size: number) {
    super(`the pool of ${pool} is exhausted: ${size} at once`);
    this.name = 'PoolExhausted';
    this.pool = pool;
  }
}

export function allocate(w: World, t: Thread, type: Type, span: Span): Block {
  if (type.kind !== 'struct') throw new Refusal('Cannot allocate this type: only structs have pools.', span);
  const size = w.pools[type.name];
  // A freed object stays as long as something leads to it; what is lost has left the pool.
  const taken = [...reachable(w, [t])].filter(
    (b) => b.kind === 'object' && b.type.kind === 'struct' && b.type.name === type.name,
  ).length;
  if (size !== undefined && taken >= size) throw new PoolExhausted(type.name, size);
  const number = (w.allocated.get(type.name) ?? 0) + 1;
  w.allocated.set(type.name, number);
  const block = newBlock('object', `${type.name} ${number}`, type, w.program);
  w.objects.add(block);
  w.trace?.write({ block, path: [] }, 'allocated', '');
  return block;
}

export function release(w: World, at: Place, span: Span): Block {
  const { block } = at;
  if (typeof block === 'number') throw new Stop(isNull(block) ? 'null' : 'bounds', span);
  // An object lies where its first part does.
  if (block.kind !== 'object' || !samePlace(at, { block, path: [] })) throw new Stop('bug', span);
  if (!block.live) {
    w.trace?.read({ block, path: [] });
    throw new Stop('double-free', span);
  }
  block.live = false;
  block.memory = zeroed(block.type, w.program);
  w.objects.delete(block);
  w.trace?.write({ block, path: [] }, 'freed', '');
  return block;
}

/** Drops what nothing leads to any more; it is leaked for good. */
export function sweep(w: World, also: readonly Thread[] = []): void {
  for (const object of unreachable(w, also)) {
    w.objects.delete(object);
    w.leaks.push(object);
    w.trace?.lose(object);
  }
}
