// An empty line of context is a single blank, and a blank at the end of a line is where `format=flowed` allows to join it
// with the next one. Mailers do so when they quote:
//
//    }                  }
//                       -	old();        three lines of the old file on two lines
//   -	old();

import { type Reading, readAs } from './count.ts';
import type { PatchDamage } from './damage.ts';
import { type LineKind, type Split, strictKind } from './line-kind.ts';
import type { ViewLine } from './view.ts';
import type { Counts } from './window.ts';
import { isBroken } from './wrap.ts';

export interface Unfolded extends Reading {
  /** As many lines are short on both sides: only context is missing. */
  readonly onlyContextShort: boolean;
}

/** Parts changed lines from the blank before them, and lines of context if the counts want all of them parted. */
export function readUnfolded(header: string, lines: readonly ViewLine[], want: Counts): Unfolded {
  const { kinds, left } = readAs(
    lines,
    header,
    want,
    (text, before) => splitKind(text) ?? strictKind(text) ?? (isBroken(before, text) ? 'rest' : null),
  );
  const able = kinds.map((kind, i) => kind === 'context' && /^ {2}(?:\t|[^ *])/.test(lines[i]!.text));
  // Where no line of context begins with a single blank, two are what `format=flowed` makes of one.
  const single = lines.some(({ text }) => /^ (?:\t|[^ *+-])/.test(text));
  const even = left.old === left.new;
  const all = single && even && left.old > 0 && able.filter(Boolean).length === left.old;
  const read: readonly LineKind[] = all ? kinds.map((kind, i) => (able[i] ? 'blank-context' : kind)) : kinds;
  const joined = read.some((kind) => kind.startsWith('blank-'));
  const damage: PatchDamage[] = ['blank-context-joined', ...(read.includes('rest') ? (['wrapped'] as const) : [])];
  return {
    kinds: read,
    exact: joined && (all || (even && left.old === 0)),
    onlyContextShort: joined && even,
    damage,
  };
}

function splitKind(text: string): Split | null {
  const sign = text.charCodeAt(0) === 0x20 ? /^ {1,3}([+-])/.exec(text) : null;
  return sign ? (sign[1] === '+' ? 'blank-added' : 'blank-removed') : null;
}
