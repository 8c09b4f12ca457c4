import { headline } from '../words.ts';
import { type Child, el } from './element.ts';

type Verdict = Parameters<typeof headline>[0];

/** A verdict as a word in a box; `spoilt` if what it mends is paid for by what it breaks. */
export function badge(verdict: Verdict, spoilt = false): Child {
  return el(
    'span',
    { class: `badge ${spoilt ? 'bad' : colorOf(verdict)}` },
    `${glyphOf(verdict, spoilt)} ${headline(verdict)}`,
  );
}

/** `FIXED`, with what is broken instead. */
export function isSpoilt(introduced: readonly string[] | null | undefined): boolean {
  return (introduced?.length ?? 0) > 0;
}

function colorOf(verdict: Verdict): string {
  if (verdict === 'fixed') return 'good';
  return verdict === 'unknown' || verdict === 'not-modelled' ? 'dim' : verdict === 'partly-fixed' ? 'warn' : 'bad';
}

function glyphOf(verdict: Verdict, spoilt: boolean): string {
  if (verdict === 'fixed') return spoilt ? '!' : '✓';
  return verdict === 'unknown' || verdict === 'not-modelled' ? '?' : verdict === 'partly-fixed' ? '~' : '✗';
}
