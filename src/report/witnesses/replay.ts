// Goes along a schedule of a thread's check: what a test made of a run asks for.

import { parseCheckId } from '../../verdict/checks.ts';
import type { Input } from '../../verdict/onto.ts';
import { programOf, readRun } from '../replay.ts';
import { goAlong, type Outcome, type PartingText, partingText } from './outcome.ts';

export interface Schedule {
  /** A mail, or an mbox: its text or its bytes. */
  readonly thread: string | Uint8Array;
  /** Threads whose newest patch is applied first. */
  readonly onto?: readonly (string | Uint8Array)[];
  /** Symbols of the configuration that differ from the model's. */
  readonly config?: Readonly<Record<string, boolean>>;
  /** scenario/schedule+switches/property */
  readonly check: string;
  /** As a report prints it: `owner:18,owner=1,@,looper:19`. */
  readonly run: string;
  /** Id of the candidate with whose patches it is gone along; before them without it. */
  readonly candidate?: string;
}

export interface Replayed extends Outcome {
  /** With a candidate: where the programs before and after part; null if they do the same. */
  readonly parts: PartingText | null;
}

/** Goes along a schedule. Throws what `replayText` throws. */
export async function replaySchedule(given: Schedule, root: string): Promise<Replayed> {
  const input = inputOf(given.thread, 'thread');
  const onto = (given.onto ?? []).map((o, i) => inputOf(o, `onto ${i + 1}`));
  const request = { root, onto, config: given.config ?? {}, check: given.check, run: given.run };
  const { model, program } = await programOf(input, request);
  const check = parseCheckId(given.check, model);
  const scenario = model.scenarios.find((s) => s.name === check.scenario)!;
  const schedule = { model, scenario, check, lasso: readRun(given.run, scenario) };
  const before = goAlong(program, schedule);
  const { candidate } = given;
  if (candidate === undefined) return { ...before.outcome, parts: null };
  const after = goAlong((await programOf(input, { ...request, candidate })).program, schedule);
  return { ...after.outcome, parts: partingText(before, after, scenario) };
}

function inputOf(given: string | Uint8Array, name: string): Input {
  return { name, bytes: typeof given === 'string' ? Buffer.from(given) : given };
}
