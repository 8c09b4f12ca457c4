// The formats that a verdict can be printed in, beside that for a person.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { escapeJson } from '../escape.ts';
import { toJson } from '../json.ts';
import { toJsonl } from './jsonl.ts';
import { toJunit } from './junit.ts';
import { toKtap } from './ktap.ts';
import { toSarif } from './sarif.ts';

export interface Printed {
  /** As it was given. */
  readonly file: string;
  readonly version: string;
}

const FORMATS = {
  json: (v, { version }) => `${escapeJson(JSON.stringify(toJson(v, version), null, 2))}\n`,
  jsonl: (v, { version }) => escapeJson(toJsonl(v, version)),
  ktap: (v, { file }) => toKtap(v, file),
  junit: (v, { file }) => toJunit(v, file),
  sarif: (v, { file, version }) => `${JSON.stringify(toSarif(v, file, version), null, 2)}\n`,
} as const satisfies Readonly<Record<string, (v: ThreadVerdict, printed: Printed) => string>>;

export type Format = keyof typeof FORMATS;

/** A verdict for a machine. */
export function render(format: Format, v: ThreadVerdict, printed: Printed): string {
  return FORMATS[format](v, printed);
}
