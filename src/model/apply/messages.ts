// All texts of hunk application.

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Span } from '../../base/source.ts';

/** Where a hunk stands: "hunk 2 of mm/swap_state.c". */
export interface HunkName {
  readonly path: string;
  /** From 1. */
  readonly number: number;
}

const named = ({ path, number }: HunkName): string => `hunk ${number} of ${path}`;

export const messages = {
  incomplete: (h: HunkName, counted: readonly [number, number], has: readonly [number, number]): string =>
    `Cannot apply ${named(h)}: its header counts ${counted[0]} old and ${counted[1]} new lines, the mail has ${has[0]} and ${has[1]}.`,
  incompleteHelp: 'Lines are missing, or the header is wrong.',
  disagrees: (h: HunkName, mail: string, model: string, place: string): string =>
    `Cannot apply ${named(h)}: the mail has \`${mail}\`, the model has ${model} (${place}).`,
  alreadyApplied: (h: HunkName, fn: string): string =>
    `Cannot apply ${named(h)}: ${fn}() already has what it adds, and lacks what it removes.`,
  alreadyAppliedHelp: 'The patch is in the model, or stacked twice, or the diff is reversed.',
  ambiguous: (h: HunkName, places: readonly string[]): string =>
    `Cannot apply ${named(h)}: it fits in ${places.length} places, ${places.join(', ')}.`,
  ambiguousHelp: 'A diff with more lines of context says which is meant.',
  outOfOrder: (h: HunkName): string =>
    `Cannot apply ${named(h)}: it fits only before or inside an earlier hunk's place.`,
  noPlace: (h: HunkName): string =>
    `Cannot apply ${named(h)}: it names no function, and its text fits none that the model has of this file.`,
  noPlaceHelp: 'A diff made with `-p` names the function of each hunk.',
  noContext: (h: HunkName): string => `Cannot apply ${named(h)}: it has no line of context to find its place by.`,
  noFunction: (name: string): string => `the model has no function ${name}`,
  otherFile: (name: string, file: string): string => `the model's ${name} is of ${file}`,
  ownFunction: (name: string): string => `the model's ${name}() is its own and does not mirror the kernel's`,
  taken: (name: string): string => `the model has another ${name}`,
  noStruct: (name: string): string => `the model has no struct ${name}`,
  noField: (struct: string, field: string): string => `the model's struct ${struct} has no field ${field}`,
  noMacro: (name: string): string =>
    `${name} is a macro that is no constant, no new expression and no new \`do { } while (0)\``,
  nothingOf: (path: string): string => `the model has nothing of ${path}`,
  notKnown: (name: string): string => `the model has no ${name}`,
  notUnderstood: 'not understood outside a function',
  leftOut: 'left out of the model',
  declaration: 'a declaration alone',
  include: 'an include',
  outside: 'outside the functions that the model has',
  pathUnknown: (path: string, fn: string, file: string): string =>
    `the model has nothing of ${path}; the hunk fits its ${fn}() of ${file} and is applied there`,
} as const;

export function diagnostic(message: string, span?: Span, help?: string): Diagnostic {
  return { message, ...(span && { span }), ...(help && { help }) };
}
