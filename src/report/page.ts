// What all parts of a report have at hand.

import type { CandidateReport, ThreadVerdict } from '../verdict/thread-verdict.ts';
import type { Paint } from './paint.ts';
import { pad, wrap } from './wrap.ts';

export interface Page {
  readonly v: ThreadVerdict;
  readonly width: number;
  readonly paint: Paint;
  readonly file: string;
  readonly newest: CandidateReport | undefined;
  /** Where a line of a message stands in the file: `thread.mbox:75`; nothing if it cannot be told. */
  readonly find: (message: number, line: number) => string | undefined;
}

/** Columns of the words that stand before a line. */
export const LABEL = 10;

/** `label     text`, wrapped; one that must stay whole is never broken. */
export function labelled(width: number, label: string, text: string, whole = false, hang = 0): string[] {
  const lines = whole ? [text] : wrap(text, width - LABEL - 2, hang, true);
  return lines.map((l, i) =>
    (pad(i === 0 ? label : '', LABEL) + (label.length >= LABEL && i === 0 ? ' ' : '') + l).trimEnd(),
  );
}
