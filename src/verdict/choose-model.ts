import type { Claim } from '../claim/claim.ts';
import { changedFunctions } from '../claim/functions.ts';
import type { ModelIndexEntry } from '../model/index.ts';
import type { RecoveredPatch } from '../patch/patch.ts';

/**
 * The model that has most of what a thread is about: first of the functions that its patches change, then of their
 * files, then of the functions that its claims name. Nothing if no model has any of it. Models that have as much of the
 * patches are told apart by what the claims name.
 */
export function chooseModel(
  index: readonly ModelIndexEntry[],
  patches: readonly RecoveredPatch[],
  claims: readonly Claim[],
): ModelIndexEntry | undefined {
  const changed = new Set(changedFunctions(patches));
  const paths = new Set(patches.flatMap((p) => p.files.flatMap((f) => [f.path, f.previousPath ?? f.path])));
  const claimed = new Set(claims.flatMap((c) => c.functions));
  if (!mayCover(index, [...changed, ...(patches.length === 0 ? claimed : [])], paths)) return undefined;
  const scored = index.map((entry) => ({
    entry,
    named: count(entry.functions, claimed),
    score: [
      count(entry.functions, changed),
      count(entry.files, paths),
      // A patch that touches nothing of a model is not about it, whatever functions the text names in passing.
      patches.length === 0 ? count(entry.functions, claimed) : 0,
    ],
  }));
  const hit = scored.filter(({ score }) => score.some((n) => n > 0));
  hit.sort((a, b) => compare(b.score, a.score) || b.named - a.named);
  return hit[0]?.entry;
}

interface Names {
  readonly functions: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

const namesIn = new WeakMap<readonly ModelIndexEntry[], Names>();

/** Whether any model has any of these: most threads of an archive are about none. */
function mayCover(
  index: readonly ModelIndexEntry[],
  functions: readonly string[],
  paths: ReadonlySet<string>,
): boolean {
  let names = namesIn.get(index);
  if (!names) {
    names = {
      functions: new Set(index.flatMap((entry) => entry.functions)),
      files: new Set(index.flatMap((entry) => entry.files)),
    };
    namesIn.set(index, names);
  }
  const { functions: known, files } = names;
  return functions.some((name) => known.has(name)) || [...paths].some((path) => files.has(path));
}

function count(names: readonly string[], wanted: ReadonlySet<string>): number {
  return wanted.size === 0 ? 0 : names.filter((name) => wanted.has(name)).length;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, n] of a.entries()) if (n !== b[i]) return n - b[i]!;
  return 0;
}
