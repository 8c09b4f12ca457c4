// The members of the family: N tasks, K entries, with and without failing allocations. Both sides of one: a scenario of
// family/ under switches, and family.pml under definitions.

import * as ours from './ours.mjs';
import * as pan from './pan.mjs';

const FAILS = ['page-alloc-fails', 'node-alloc-fails'];

export const members = [2, 3, 4, 5, 6].flatMap((n) =>
  [1, 2, 3].flatMap((k) => [false, true].map((fails) => ({ n, k, fails, name: `N=${n} K=${k}${fails ? ' F' : ''}` }))),
);

/** Our search of a member, whole process. */
export const search = ({ n, k, fails }, how) => ours.search('family', `n${n}k${k}`, fails ? FAILS : [], how);

/** A pan for a member. */
export const panOf = ({ n, k, fails }, flags, source = 'family.pml') =>
  pan.build(source, [`N=${n}`, `K=${k}`, ...(fails ? ['FAIL'] : [])], flags);
