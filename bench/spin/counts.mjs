// Counts first: a speed without equal counts means nothing. Unreduced, our states and transitions against those of
// `pan -DNOREDUCE`.

import { members, panOf, search } from './family.mjs';
import { run } from './pan.mjs';
import { line } from './text.mjs';

/** Counts of both for all members that are small enough, printed; whether all of them are equal. */
export async function counts(known, limit) {
  console.log(line('family', 'states', 'transitions', 'pan: states', 'transitions', 'equal'));
  let equal = true;
  for (const member of members.filter((m) => known(m) <= limit)) {
    const ours = await search(member);
    const theirs = run(panOf(member, ['-O1', '-DSAFETY', '-DNOREDUCE']), { table: 22 });
    const same = isSame(ours.states, theirs.states) && isSame(ours.transitions, theirs.transitions);
    equal &&= same;
    console.log(
      line(member.name, ours.states, ours.transitions, theirs.states, theirs.transitions, same ? 'yes' : 'NO'),
    );
  }
  return equal;
}

/** pan prints eight digits. */
export function isSame(ours, theirs) {
  return ours < 1e8 ? ours === theirs : Math.abs(ours - theirs) <= 10 ** (Math.floor(Math.log10(ours)) - 7);
}
