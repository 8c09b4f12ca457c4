// Runs as a test of vitest, in a file that stands alone: it has the thread in it, and asks the package for nothing but to go
// along a schedule.

import type { Input } from '../../verdict/onto.ts';
import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { escapeJson, escapeLine } from '../escape.ts';
import { witnessTable } from '../witness.ts';
import { checkWords } from '../words.ts';
import type { Replayed } from './replay.ts';
import type { Witness } from './witness.ts';

export interface TestFile {
  readonly version: string;
  readonly input: Input;
  readonly onto: readonly Input[];
}

/** The text of a test file for some runs. */
export function witnessesTest(
  v: ThreadVerdict,
  witnesses: readonly Witness[],
  { version, input, onto }: TestFile,
): string {
  const { name, kernel } = v.model!;
  const config = Object.keys(v.asked.config).length > 0 ? `const config = ${literal(v.asked.config)};\n` : '';
  const lines = [
    `// Made by patchcheck ${version}: runs of a model (${name}, Linux ${kernel}), not of a kernel.`,
    `// ${escapeLine(v.thread.subject)}`,
    '//',
    '// Each test goes along one schedule with an interpreter, step by step; nothing is searched. To be run in a clone of',
    '// patchcheck, or where it is installed as a package:',
    '//',
    '//     npx vitest run THIS-FILE',
    '',
    "import { describe, expect, test } from 'vitest';",
    "import { replay } from 'patchcheck/witness';",
    '',
    `const thread = ${source(input.bytes)};`,
    ...(onto.length > 0 ? ['', `const onto = [${onto.map((o) => source(o.bytes)).join(', ')}];`] : []),
    ...(config ? ['', config.trimEnd()] : []),
    ...witnesses.flatMap((w) => [
      '',
      ...describeLines(v, w, [...(onto.length > 0 ? ['onto'] : []), ...(config ? ['config'] : [])]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function describeLines(v: ThreadVerdict, { run, told, other }: Witness, more: readonly string[]): string[] {
  const asked = ['thread', ...more, 'check', 'run'].join(', ');
  const isBefore = run.candidate === null;
  const named = (candidate: string | null): string => (candidate === null ? 'before the patch' : `after ${candidate}`);
  const call = (candidate: string | null): string =>
    `replay({ ${asked}${candidate === null ? '' : `, candidate: ${literal(candidate)}`} })`;
  const parts = other?.parts ?? null;
  const own: Replayed = { violated: true, made: run.moves, why: null, parts: isBefore ? null : parts };
  const expected = (r: Replayed): string[] => literal(r, 2).split('\n');
  const testLines = (title: string, candidate: string | null, outcome: Replayed): string[] => {
    const [first, ...rest] = expected(outcome);
    return [
      `  test(${literal(title)}, async () => {`,
      `    expect(await ${call(candidate)}).toEqual(${first}`,
      ...rest.slice(0, -1).map((l) => `    ${l}`),
      `    ${rest.at(-1)});`,
      '  });',
    ];
  };
  const told80 = witnessTable(told, 80).map((l) => `  // ${escapeLine(l)}`.trimEnd());
  return [
    `describe(${literal(run.check)}, () => {`,
    ...checkWords(told.check, v.model!).map(([word, about]) => `  // ${escapeLine(`${word}: ${about}`)}`),
    '  //',
    ...told80,
    `  const check = ${literal(run.check)};`,
    `  const run = ${literal(run.run)};`,
    '',
    ...testLines(`is violated ${v.candidates.length > 0 ? named(run.candidate) : 'in the model'}`, run.candidate, own),
    ...(other
      ? [
          '',
          ...testLines(otherTitle(named(other.candidate), other), other.candidate, {
            violated: other.violated,
            made: other.made,
            why: other.why,
            parts: isBefore ? parts : null,
          }),
        ]
      : []),
    '});',
  ];
}

function otherTitle(when: string, { violated, parts }: NonNullable<Witness['other']>): string {
  const what = violated ? 'is violated on the same schedule' : 'is not violated on the same schedule';
  return `${what} ${when}${parts ? `, which parts at step ${parts.step}` : ''}`;
}

/** The bytes of a thread: its lines, if it is a text, so that a reader sees the patch; else in base 64. */
function source(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  if (!text.includes('\0') && Buffer.from(text, 'utf8').equals(Buffer.from(bytes)))
    return `[\n${text
      .split('\n')
      .map((line) => `  ${literal(line)},\n`)
      .join('')}].join('\\n')`;
  const chunks =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  return `Buffer.from(\n${chunks.map((c) => `  '${c}'`).join(' +\n')},\n  'base64',\n)`;
}

/** A value as JavaScript has it, without anything that a terminal would obey. */
function literal(value: unknown, indent?: number): string {
  return escapeJson(JSON.stringify(value, null, indent));
}
