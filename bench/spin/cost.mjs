// How cost grows: the family by N and K, ours alone. What it prints is the table of docs/performance.md.

import { members, search } from './family.mjs';
import { can } from './ours.mjs';

const WIDE = ['N', 'K', 'failures', 'states', 'transitions', 'seconds', 'MB', 'bytes a state'];
const MERGED = ['states, reduced', 'seconds', 'MB'];

/** Prints the table, in Markdown, for all members of no more states than that. */
export async function cost(known, limit) {
  const head = can.reduce ? [...WIDE, ...MERGED] : WIDE;
  console.log(`| ${head.join(' | ')} |\n|${head.map(() => '---:').join('|')}|`);
  const idle = (await search(members[0])).bytes;
  for (const member of members.filter((m) => known(m) <= limit)) {
    const { n, k, fails } = member;
    const all = await search(member);
    const cells = [
      ...[n, k, fails ? 'yes' : 'no', all.states, all.transitions, all.seconds.toFixed(2), mb(all.bytes)],
      all.states > 1e5 ? Math.round((all.bytes - idle) / all.states) : '',
    ];
    if (can.reduce) {
      const few = await search(member, { reduce: true });
      cells.push(few.states, few.seconds.toFixed(2), mb(few.bytes));
    }
    console.log(`| ${cells.map((c) => (Number.isInteger(c) ? c.toLocaleString('en') : c)).join(' | ')} |`);
  }
}

const mb = (bytes) => (bytes === undefined ? '–' : Math.round(bytes / 1e6));
