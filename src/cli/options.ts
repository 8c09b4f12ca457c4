// The words of the command line that need more reading than commander does.

import type { Format } from '../report/format/format.ts';
import type { WitnessForm } from '../report/witnesses/witnesses.ts';
import { CommandError } from './errors.ts';

export type ColorWhen = 'always' | 'never' | 'auto';

/** Options of every command that applies patches to a model. */
export interface ModelOptions {
  /** False with `--no-pager`. */
  readonly pager: boolean;
  readonly onto: readonly string[];
  readonly config: Readonly<Record<string, boolean>>;
}

export interface VerdictOptions extends ModelOptions {
  readonly format?: 'text' | Format;
  readonly json?: true;
  readonly jsonl?: true;
  /** Print the runs by themselves. */
  readonly witness?: WitnessForm;
  readonly all?: true;
  readonly described?: true;
  readonly check: readonly string[];
  readonly ladder?: true;
  readonly maxStates?: number;
  /** Megabytes. */
  readonly maxMemory?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly color: ColorWhen;
}

/** The format that was asked for, under whichever name. */
export function formatOf({ format, json, jsonl, witness }: VerdictOptions): 'text' | Format {
  const asked = [...(json ? ['json' as const] : []), ...(jsonl ? ['jsonl' as const] : []), ...(format ? [format] : [])];
  if (new Set(asked).size > 1)
    throw new CommandError(2, `Cannot print ${asked.join(' and ')} at once: one format can be asked for.`);
  if (witness && asked[0])
    throw new CommandError(2, `Cannot print ${asked[0]} and the runs at once: --witness has a form of its own.`);
  return asked[0] ?? 'text';
}

export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function positiveInteger(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new CommandError(2, `Cannot take \`${value}\` for --max-states: it is no whole number from 1 to 999999999.`);
}

/** `2`, also as it stands in subjects: `v2`. */
export function rerollCount(value: string): number {
  const m = /^v?(\d{1,3})$/i.exec(value);
  if (m) return Number(m[1]);
  throw new CommandError(2, `Cannot take \`${value}\` for -v: it is no version such as \`2\`.`);
}

/** A whole number from 1, for an option. */
export function natural(option: string): (value: string) => number {
  return (value) => {
    if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
    throw new CommandError(2, `Cannot take \`${value}\` for ${option}: it is no whole number from 1 to 9999999.`);
  };
}

/** `512`, `512M`, `2GB`: megabytes. */
export function megabytes(value: string): number {
  const m = /^([1-9]\d{0,6})(?:(M)B?|(G)B?)?$/i.exec(value);
  if (m) return Number(m[1]) * (m[3] ? 1024 : 1);
  throw new CommandError(2, `Cannot take \`${value}\` for --max-memory: it is no size such as \`512M\` or \`2G\`.`);
}

/** `2024-05-31`, in UTC: milliseconds. */
export function day(value: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new CommandError(2, `Cannot take \`${value}\` for --since: it is no date such as \`2024-05-31\`.`);
}

const OUTCOMES = 'fixed partly-fixed not-fixed not-reproduced reproduced unknown not-modelled error'.split(' ');

export function verdictName(value: string, before: readonly string[]): readonly string[] {
  if (OUTCOMES.includes(value)) return [...before, value];
  throw new CommandError(2, `Cannot take \`${value}\` for --fail-on: it is none of ${OUTCOMES.join(', ')}.`);
}

export function seconds(value: string): number {
  const n = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && n > 0) return n;
  throw new CommandError(2, `Cannot take \`${value}\` for --timeout: it is no positive number of seconds.`);
}

/** `CONFIG_SWAP=y`, `SWAP=n`. */
export function symbol(value: string, before: Readonly<Record<string, boolean>>): Readonly<Record<string, boolean>> {
  const m = /^(?:CONFIG_)?([A-Za-z0-9_]+)=([yn])$/.exec(value);
  if (!m) throw new CommandError(2, `Cannot take \`${value}\` for --config: it is no \`NAME=y\` or \`NAME=n\`.`);
  return { ...before, [`CONFIG_${m[1]}`]: m[2] === 'y' };
}
