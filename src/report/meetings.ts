import type { Access } from '../machine/interpret/state.ts';

/** What a move of a task read and wrote. */
export interface Touched {
  readonly task: number;
  readonly accesses: readonly Access[];
}

/**
 * Of each move, whether tasks meet in it: it touches something that another touches too, and one of them writes. The
 * elements of an array are one: who looks into a slot meets who has filled the one beside it.
 */
export function meetingsOf(given: readonly Touched[]): boolean[] {
  const moves = given.map(({ task, accesses }) => ({
    task,
    accesses: accesses.map(({ name, isWrite }) => ({ name: name.replace(/\[\d+\]/g, '[]'), isWrite })),
  }));
  const users = new Map<string, { readers: number; writers: number }>();
  const at = (name: string): { readers: number; writers: number } => {
    const known = users.get(name) ?? { readers: 0, writers: 0 };
    users.set(name, known);
    return known;
  };
  // A part is touched with its whole, and the whole with its parts: that is where others look for it.
  for (const { task, accesses } of moves)
    for (const { name, isWrite } of accesses)
      for (const part of [name, ...wholesOf(name)]) {
        const user = at(part === name ? name : `${part} in part`);
        user.readers |= 1 << task;
        if (isWrite) user.writers |= 1 << task;
      }
  const meets = (mine: number, isWrite: boolean, { readers, writers }: { readers: number; writers: number }): boolean =>
    (writers & ~mine) !== 0 || (isWrite && (readers & ~mine) !== 0);
  return moves.map(({ task, accesses }) =>
    accesses.some(({ name, isWrite }) => {
      const others = [name, `${name} in part`, ...wholesOf(name)].flatMap((n) => users.get(n) ?? []);
      return others.some((user) => meets(1 << task, isWrite, user));
    }),
  );
}

/** `a`, `a.b` for `a.b[1]`. */
function wholesOf(name: string): string[] {
  return [...name.matchAll(/[.[]/g)].map((m) => name.slice(0, m.index));
}
