// How the kernel calls what is opened and closed: a lock and an unlock, a get and a put. Nothing here is fitted to a
// model: a name is one of a pair only if the program has the other one too.
//
//   spin_lock_irqsave → spin_unlock_irqrestore     folio_try_get → folio_put     TryLockPage → UnlockPage

import type { Program } from '../ast.ts';

/** A word that opens, and the one that closes. */
const PAIRS: readonly (readonly ['lock' | 'get', string, string])[] = [
  ['lock', 'lock', 'unlock'],
  ['lock', 'down', 'up'],
  ['lock', 'disable', 'enable'],
  ['lock', 'save', 'restore'],
  ['get', 'get', 'put'],
  ['get', 'get', 'release'],
];

/** Pairs that no rule gives. */
const IRREGULAR: Readonly<Record<string, Paired>> = {
  pte_offset_map_lock: { role: 'lock', closer: 'pte_unmap_unlock' },
  swap_duplicate: { role: 'get', closer: 'swap_free' },
};

/** Words that the other one has instead. */
const INSTEAD: Readonly<Record<string, string>> = { irqsave: 'irqrestore' };

/** Words that also open, or are said aside where another one does. */
const TRIES: Readonly<Record<string, string>> = { trylock: 'lock', tryget: 'get' };

/** What a name says aside, and the other one of the pair does not say. */
const ASIDE = new Set('try interruptible killable nested live rcu unless zero not testzero no resched'.split(' '));

export interface Paired {
  readonly role: 'lock' | 'unlock' | 'get' | 'put';
  /** Name of the function that closes what this one opens; its own, without what is said aside, if it closes. */
  readonly closer: string;
}

/** What a function is by its name, if the program has its counterpart. */
export function pairOf(program: Program, name: string): Paired | undefined {
  const opened = openerOf(program, name);
  if (opened) return opened;
  const closes = closersOf(program);
  const closer = namesOf(wordsOf(name)).find((other) => closes.has(other));
  return closer === undefined ? undefined : { role: closes.get(closer)!, closer };
}

const closers = new WeakMap<Program, ReadonlyMap<string, 'unlock' | 'put'>>();

/** Every function of the program that closes what another one opens. */
function closersOf(program: Program): ReadonlyMap<string, 'unlock' | 'put'> {
  let found = closers.get(program);
  if (!found) {
    const opened = [...program.functions.keys()].flatMap((name) => openerOf(program, name) ?? []);
    found = new Map(opened.map(({ role, closer }) => [closer, role === 'lock' ? 'unlock' : 'put']));
    closers.set(program, found);
  }
  return found;
}

function openerOf({ functions }: Program, name: string): Paired | undefined {
  for (const [role, open, close] of PAIRS) {
    const closer = counterparts(name, open, close).find((other) => functions.has(other));
    if (closer !== undefined) return { role, closer };
  }
  const irregular = Object.hasOwn(IRREGULAR, name) ? IRREGULAR[name]! : undefined;
  return irregular && functions.has(irregular.closer) ? irregular : undefined;
}

/** Whether a name is that of a memory barrier: `smp_mb`, `smp_mb__after_atomic`, `barrier`. */
export function isBarrier(name: string): boolean {
  return /^(?:(?:smp|dma|virt|io)_)?(?:[rw]?mb|barrier|read_barrier_depends)(?:__\w+)?$/.test(name);
}

/** The same with less order: `atomic_set_release` without the suffix; none if the name asks for no order. */
export function weakerOf(name: string): string | undefined {
  if (name === 'rcu_assign_pointer') return 'RCU_INIT_POINTER';
  const weaker = name.replace(/_(?:release|acquire)$/, '');
  return weaker === name ? undefined : weaker;
}

interface Words {
  readonly words: readonly string[];
  readonly glue: '_' | '';
}

/** `spin_lock_irq` has three words, and so has `TryLockPage`. */
function wordsOf(name: string): Words {
  const camel = /^(?:[A-Z][a-z0-9]+)+$/.test(name);
  return { words: camel ? name.match(/[A-Z][a-z0-9]+/g)! : name.split('_'), glue: camel ? '' : '_' };
}

/** What the other one of a pair may be called; nothing if the word is not in the name. */
function counterparts(name: string, from: string, to: string): string[] {
  const { words, glue } = wordsOf(name);
  const is = (w: string): boolean => w.toLowerCase() === from || TRIES[w] === from;
  const at = words.findIndex(is);
  if (at < 0) return [];
  const other = words.map((w, i) => (i === at ? casedAs(w, to) : (INSTEAD[w] ?? w)));
  return namesOf({ words: other, glue });
}

/** A name as it stands, without what is said aside, and without underscores in front as well. */
function namesOf({ words, glue }: Words): string[] {
  const aside = words.filter((w) => !ASIDE.has(w.toLowerCase()) && !Object.hasOwn(TRIES, w));
  return [words, aside, aside.filter((w) => w !== '')].map((list) => list.join(glue));
}

function casedAs(like: string, word: string): string {
  return /^[A-Z]/.test(like) ? word[0]!.toUpperCase() + word.slice(1) : word;
}
