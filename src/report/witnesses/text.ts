// Runs for a person, whole: every statement, and under it the cells of shared memory that matter and that change.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { version } from '../about.ts';
import { escapeLine } from '../escape.ts';
import { LABEL, labelled } from '../page.ts';
import { runTable } from '../witness.ts';
import { checkWords, count } from '../words.ts';
import { pad, wrap } from '../wrap.ts';
import { useText, withCells } from './cells.ts';
import type { OtherSide } from './other-side.ts';
import type { Witness } from './witness.ts';

/** Runs as a person reads them, one below the other. */
export function witnessesText(v: ThreadVerdict, witnesses: readonly Witness[], width: number): string {
  const head = [`patchcheck ${version} · runs of a model, not of a kernel`, escapeLine(v.thread.subject)];
  const blocks = witnesses.map((w) => block(v, w, Math.max(40, Math.min(width, 100))));
  return `${[head, ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function block(v: ThreadVerdict, { run, told, toldRun, other }: Witness, width: number): string[] {
  const words = checkWords(told.check, v.model!).map(([word, about]) => `${word}: ${about}`);
  const when =
    run.candidate === null ? (v.candidates.length > 0 ? 'before the patch' : 'in the model') : `after ${run.candidate}`;
  const { uses, leftOut, changing } = toldRun.slice!;
  const constant = [
    ...new Set(
      uses
        .flat()
        .filter((u) => !changing.has(u.name))
        .map(useText),
    ),
  ];
  return [
    ...labelled(width, 'check', run.check, true),
    ...words.flatMap((w) => labelled(width, '', w, false, 2)),
    ...labelled(width, 'run', `${when}: ${count(run.moves, 'step')}, ${count(run.switches, 'change')} of task`),
    ...labelled(width, 'model', `${v.model!.name}, Linux ${v.model!.kernel}`),
    '',
    ...runTable(told, { ...toldRun, ...withCells(toldRun) }, width),
    '',
    ...(constant.length > 0 ? labelled(width, 'only read', constant.join(', ')) : []),
    ...labelled(width, constant.length > 0 ? '' : 'cells', leftOutText(leftOut)),
    ...(other ? otherLines(other, run.moves, width) : []),
    ...run.replay.map((line, i) => (i === 0 ? pad('replay', LABEL) : ' '.repeat(LABEL + 2)) + line),
  ];
}

function leftOutText(leftOut: number): string {
  const what = leftOut === 1 ? 'read or write' : 'reads and writes';
  return `${leftOut} ${what} of other cells of shared memory left out: what is wrong does not go back to them`;
}

/** What becomes of the schedule on the other side. */
function otherLines({ when, violated, made, why, parts }: OtherSide, steps: number, width: number): string[] {
  const where = parts
    ? `step ${parts.step} (${parts.task}) is the first that differs: before the patch \`${parts.before}\`, after it \`${parts.after}\``
    : 'every step is the same';
  const how = made < steps ? `${made} of ${count(steps, 'step')} can be made` : `all ${steps} steps can be made`;
  const end = violated ? 'it is violated all the same' : `no violation: ${why}`;
  return [
    ...wrap(escapeLine(`${when}, on the same schedule:`), width),
    ...[where, how, end].flatMap((text) =>
      wrap(escapeLine(text), width - LABEL - 2, 2, true).map(
        (l, i) => `${' '.repeat(LABEL)}${i === 0 ? '- ' : ''}${l}`,
      ),
    ),
  ];
}
