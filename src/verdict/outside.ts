import type { Claim } from '../claim/claim.ts';
import { changedFunctions } from '../claim/functions.ts';
import type { Candidate } from '../patch/candidates.ts';

/** Why a patch is not modelled: what it changes. */
export function outsidePatch({ parts }: Pick<Candidate, 'parts'>): string {
  const functions = changedFunctions(parts).map((name) => `${name}()`);
  const files = [...new Set(parts.flatMap((p) => p.files.map((f) => f.path)))].filter((path) => path !== '');
  const where = files.length > 0 ? ` in ${list(files)}` : '';
  return functions.length > 0
    ? `no model has ${list(functions)}${where}`
    : `no model has what the patch changes${where}`;
}

/** Why a thread without a patch is not modelled. */
export function outsideThread(claims: readonly Claim[]): string {
  const functions = [...new Set(claims.flatMap((c) => c.functions))].map((name) => `${name}()`);
  if (functions.length > 0) return `the thread proposes no patch, and no model has ${list(functions)}`;
  return 'the thread proposes no patch and names no function that a model has';
}

/** `a, b and 3 more`. */
function list(names: readonly string[]): string {
  const shown = names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('');
}
