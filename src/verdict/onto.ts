// Threads whose newest patch is applied before all else. They add no candidates, claims or checks.

import type { Diagnostic } from '../base/diagnostic.ts';
import { readThread } from '../mail/read.ts';
import type { Model } from '../model/model.ts';
import { type Candidate, candidatesOf } from '../patch/candidates.ts';
import { applyAll, type Base, type Layer, startOf } from './stack.ts';
import type { OntoReport } from './thread-verdict.ts';

/** A file that holds a thread. */
export interface Input {
  readonly bytes: Uint8Array;
  /** What messages call it. */
  readonly name: string;
}

export interface Earlier {
  readonly report: OntoReport;
  readonly patch: Candidate | undefined;
}

/** The newest patch of each thread. Throws `MailError` for a file that holds no mail. */
export async function readEarlier(inputs: readonly Input[]): Promise<Earlier[]> {
  const earlier: Earlier[] = [];
  for (const { bytes, name } of inputs) {
    const thread = await readThread(bytes, name);
    const patch = candidatesOf(thread).findLast((c) => c.kind === 'patch');
    const { subject } = thread;
    const report = { name, subject, candidate: patch?.id ?? null, title: patch?.title ?? '', touched: null };
    earlier.push({ report, patch });
  }
  return earlier;
}

export interface Start {
  readonly base: Base;
  readonly layers: readonly {
    readonly report: OntoReport;
    readonly patch: Candidate;
    readonly layers: readonly Layer[];
  }[];
  /** Why there is no program to start from. */
  readonly failure?: { readonly reason: string; readonly diagnostic?: Diagnostic };
}

/** The model with the earlier patches on it. */
export async function startFrom(
  model: Model,
  earlier: readonly Earlier[],
  config: Readonly<Record<string, boolean>>,
): Promise<Start> {
  const layers: Start['layers'][number][] = [];
  let base = startOf(model);
  for (const { report, patch } of earlier) {
    if (!patch) return { base, layers, failure: { reason: `${report.name} holds no patch to judge on top of` } };
    const stack = await applyAll(base, patch.parts, model, config);
    base = stack.base;
    const { failure } = stack;
    const touched = failure ? null : stack.touched;
    layers.push({ report: { ...report, touched }, patch, layers: stack.layers });
    if (failure) {
      const reason = `${report.name}: ${failure.message}`;
      return { base, layers, failure: { reason, diagnostic: { ...failure, message: reason } } };
    }
  }
  return { base, layers };
}
