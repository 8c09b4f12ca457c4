// The rows of the table that are about the family. Each prints what it measures and gives back what it comes to:
// { work, aim, measured, reached }, where `reached` is undefined if nothing could be measured.

import { panOf, search } from './family.mjs';
import { can } from './ours.mjs';
import { run, tables } from './pan.mjs';
import { fastest, hasTime, median } from './process.mjs';
import { line } from './text.mjs';

const WITHOUT_REDUCTION = [
  ['-O2', '-DSAFETY', '-DNOREDUCE'],
  ['-O2', '-DSAFETY', '-DNOREDUCE', '-DSFH', '-DNOBOUNDCHECK'],
];
const WITH_REDUCTION = WITHOUT_REDUCTION.map((flags) => flags.filter((f) => f !== '-DNOREDUCE'));

/** Each time is taken once, at one size of pan's table. */
const once = process.argv.includes('--once');
const timesFor = (states) => (states < 10e6 && !once ? 3 : 1);

/** pan alone, its table fitted, at the fastest of its settings. Its answers are kept: several rows ask for the same. */
function pan(member, settings, states) {
  const key = JSON.stringify([member.name, settings]);
  if (!known.has(key)) {
    const runs = settings.flatMap((flags) => {
      const built = panOf(member, flags);
      return tables(states)
        .slice(0, once ? 1 : undefined)
        .map((table) => ({
          ...fastest(timesFor(states), () => run(built, { table })),
          setting: `${flags.filter((f) => f !== '-DSAFETY').join(' ')} -w${table}`,
        }));
    });
    known.set(
      key,
      runs.reduce((a, b) => (b.seconds < a.seconds ? b : a)),
    );
  }
  return known.get(key);
}
const known = new Map();

async function ours(member, how, states) {
  const runs = [];
  for (let i = 0; i < timesFor(states); i++) runs.push(await search(member, how));
  return runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

/** A row that compares our search of each member with pan's. */
async function compared(members, states, { work, aim, factor, how, settings }) {
  console.log(`\n${work}`);
  const lacking = how.reduce && !can.reduce ? 'reduces nothing' : how.workers > can.workers ? 'has one thread' : '';
  const asked = lacking ? [] : members.filter((m) => states(m) <= can.states);
  if (asked.length === 0) {
    const why = lacking ? `our search ${lacking}` : 'none of this size was asked for';
    console.log(`  not measured: ${why}`);
    return { work, aim, measured: `– (${why})`, reached: undefined };
  }
  console.log(line('', 'states', 'ours, s', 'searched', 'pan, s', 'stored', 'ratio', 'at'));
  const ratios = [];
  for (const member of asked) {
    const a = await ours(member, how, states(member));
    const b = pan(member, settings, states(member));
    ratios.push(b.seconds / a.seconds);
    console.log(
      `${line(member.name, states(member), a.seconds, a.states, b.seconds, b.states, ratios.at(-1))}  ${b.setting}`,
    );
  }
  const ratio = median(ratios);
  return { work, aim, measured: `${ratio.toFixed(2)} (median of ${ratios.length})`, reached: ratio >= factor };
}

/** Full searches of the same states and transitions. */
export const oneThread = (members, states) =>
  compared(members, states, {
    work: 'unreduced, one thread, whole process against pan alone',
    aim: '≥ 3 (median)',
    factor: 3,
    how: {},
    settings: WITHOUT_REDUCTION,
  });

export const twoWorkers = (members, states) =>
  compared(members, states, {
    work: 'the same on two workers',
    aim: '≥ 5 (median)',
    factor: 5,
    how: { workers: 2 },
    settings: WITHOUT_REDUCTION,
  });

export const reduced = (members, states) =>
  compared(members, states, {
    work: 'our reduction against pan with its own',
    aim: '≥ 15',
    factor: 15,
    how: { reduce: true },
    settings: WITH_REDUCTION,
  });

/** Ours end to end against spin, gcc and pan on Promela whose lock sections a hand has merged. */
export async function coarse(members, states) {
  const work = 'against a hand-coarsened model, end to end with gcc';
  const aim = 'not slower, N ≤ 6';
  console.log(`\n${work}`);
  if (!can.reduce) {
    console.log('  not measured: our search reduces nothing');
    return { work, aim, measured: '– (our search reduces nothing)', reached: undefined };
  }
  console.log(line('', 'full states', 'ours, s', 'searched', 'theirs, s', 'stored', 'ratio', 'at'));
  const ratios = [];
  for (const member of members) {
    const full = Number.isFinite(states(member)) ? states(member) : undefined;
    const a = await ours(member, { reduce: true }, 0);
    const b = ['-O0', '-O1']
      .map((level) => ({
        level,
        ...fastest(3, () => {
          const built = panOf(member, [level, '-DSAFETY'], 'family-coarse.pml');
          const found = run(built, { table: 16 });
          return { ...found, seconds: built.seconds + found.seconds };
        }),
      }))
      .reduce((x, y) => (y.seconds < x.seconds ? y : x));
    ratios.push(b.seconds / a.seconds);
    console.log(`${line(member.name, full, a.seconds, a.states, b.seconds, b.states, ratios.at(-1))}  ${b.level}`);
  }
  const least = Math.min(...ratios);
  return { work, aim, measured: `${least.toFixed(2)} at least`, reached: least >= 1 };
}

/** Peak memory of whole processes, ours and that of the fastest pan; beside it that of a pan told to save memory. */
export async function memory(members, states) {
  const work = 'peak memory against pan';
  const aim = '≤ 0.5 above 10 M states';
  console.log(`\n${work}`);
  const asked = members.filter((m) => states(m) <= can.states);
  if (asked.length === 0 || !hasTime) {
    const why = hasTime ? 'none of this size was asked for' : 'there is no GNU time';
    console.log(`  not measured: ${why}`);
    return { work, aim, measured: `– (${why})`, reached: undefined };
  }
  console.log(line('', 'states', 'ours, MB', 'pan, MB', '-DCOLLAPSE', 'ratio', 'to COLLAPSE'));
  const ratios = [];
  for (const member of asked) {
    const a = await ours(member, {}, states(member));
    const b = pan(member, WITHOUT_REDUCTION, states(member));
    const small = run(panOf(member, ['-O2', '-DSAFETY', '-DNOREDUCE', '-DCOLLAPSE']), {
      table: tables(states(member))[0],
    });
    ratios.push(a.bytes / b.bytes);
    const mb = (bytes) => Math.round(bytes / 1e6);
    console.log(
      line(
        member.name,
        states(member),
        mb(a.bytes),
        mb(b.bytes),
        mb(small.bytes),
        ratios.at(-1),
        a.bytes / small.bytes,
      ),
    );
  }
  const most = Math.max(...ratios);
  return { work, aim, measured: `${most.toFixed(2)} at most`, reached: most <= 0.5 };
}
