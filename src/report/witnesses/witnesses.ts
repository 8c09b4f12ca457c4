// The runs of a verdict by themselves: for a person, for a machine, or as a test.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { escapeJson } from '../escape.ts';
import { witnessesJson } from './json.ts';
import { type TestFile, witnessesTest } from './test-file.ts';
import { witnessesText } from './text.ts';
import { witnessesOf } from './witness.ts';

export type WitnessForm = 'text' | 'json' | 'test';

export interface WitnessOptions extends TestFile {
  /** The file as it was given, for the commands that replay runs. */
  readonly file: string;
  readonly width: number;
}

/** The runs in a form; nothing if there is none to show. JSON says that itself. */
export function renderWitnesses(form: WitnessForm, v: ThreadVerdict, options: WitnessOptions): string | undefined {
  const witnesses = v.model ? witnessesOf(v, options.file) : [];
  if (form === 'json') return `${escapeJson(JSON.stringify(witnessesJson(v, witnesses, options.version), null, 2))}\n`;
  if (witnesses.length === 0) return undefined;
  return form === 'text' ? witnessesText(v, witnesses, options.width) : witnessesTest(v, witnesses, options);
}
