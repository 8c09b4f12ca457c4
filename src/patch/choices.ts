// Readings of a hunk in which some lines may be one thing or another, each taken only if one choice alone satisfies the
// counts (see choice.ts). In: the lines; out: the reading, a doubt where several choices fit, or null.

import { type Choice, choose } from './choice.ts';
import type { Reading } from './count.ts';
import type { PatchDamage } from './damage.ts';
import { type LineKind, strictKind } from './line-kind.ts';
import type { ViewLine } from './view.ts';
import type { Counts } from './window.ts';
import { isBroken } from './wrap.ts';

/** Of lines without a sign some are context that was stripped, others the rest of a long line. */
export function readEither(
  header: string,
  lines: readonly string[],
  want: Counts,
  mayEnd: (line: number) => boolean,
): Reading | PatchDamage | null {
  const kinds = lines.map((text) => strictKind(text) ?? 'context');
  const able = lines.map((text, i) => strictKind(text) === null && isBroken(i === 0 ? header : lines[i - 1]!, text));
  if (!able.includes(true)) return null;
  const found = choose({
    kinds,
    able,
    as: 'rest',
    want,
    endsAt: (i) => (lines[i] === '' || endsAt(lines, i)) && mayEnd(i),
  });
  return chosen(found, 'wrapping-ambiguous', ['wrapped', 'context-unindented']);
}

/** A mailer may break before `- b` of `a - b`. */
export function readRests(
  header: string,
  lines: readonly ViewLine[],
  wrapped: Reading,
  want: Counts,
): Reading | PatchDamage | null {
  const texts = lines.map((l) => l.text);
  const kinds: LineKind[] = [];
  for (const [i, text] of texts.entries()) {
    const kind = strictKind(text) ?? (isBroken(texts[i - 1] ?? header, text) ? 'rest' : null);
    if (kind === null) break;
    kinds.push(kind);
  }
  const able = kinds.map(
    (kind, i) => (kind === 'added' || kind === 'removed') && isWrappedSign(texts[i - 1] ?? header, texts[i]!),
  );
  if (!able.includes(true)) return null;
  const found = choose({ kinds, able, as: 'rest', want, endsAt: (i) => endsAt(texts, i) });
  return chosen(found, 'wrapping-ambiguous', ['wrapped', ...wrapped.damage.filter((d) => d !== 'wrapped')]);
}

/** An operator with its blank, behind a line that a mailer would have broken there. */
function isWrappedSign(line: string, next: string): boolean {
  return /^[+-] \S/.test(next) && isBroken(line, next);
}

/** Of lines with a sign some are context that begins so. Nothing was stripped if no line has visibly lost its blank. */
export function readSigns(
  lines: readonly ViewLine[],
  texts: readonly string[],
  want: Counts,
  mayEnd: (line: number) => boolean,
): Reading | PatchDamage | null {
  const bare = texts.findIndex((text) => strictKind(text) === null);
  if (bare < 0) return null;
  const kinds = texts.map((text) => strictKind(text) ?? 'context');
  const able: boolean[] = [];
  for (const [i, kind] of kinds.entries())
    able.push((kind === 'added' || kind === 'removed') && continues(texts, i, able));
  const ends = (i: number): boolean => i >= bare && mayEnd(i) && (endsAt(texts, i) || lines[i + 1]!.behind !== 'line');
  const found = choose({ kinds, able, as: 'context', want, endsAt: ends });
  return chosen(found, 'context-ambiguous', ['context-unindented', 'context-with-sign']);
}

function chosen(found: Choice | null, doubt: PatchDamage, damage: PatchDamage[]): Reading | PatchDamage | null {
  if (found === null) return null;
  return found === 'ambiguous' ? doubt : { kinds: found, exact: true, damage };
}

/** A blank line or nothing behind it. */
function endsAt(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1];
  return next === undefined || next === '';
}

/**
 * Could the line, sign and all, be C that goes on from a line of context? A sign between two operands, or before a number or
 * an error behind anything else; `++i;` could stand anywhere.
 */
function continues(lines: readonly string[], at: number, able: readonly boolean[]): boolean {
  const text = lines[at]!;
  if (/^(\+\+|--)[\w(*]/.test(text)) return true;
  let before = at - 1;
  while (before >= 0 && lines[before] === '') before--;
  const line = lines[before] ?? '';
  const signed = /^[+-]/.test(line);
  if (signed && !able[before]) return false;
  const last = (signed ? line.slice(1) : line).trim();
  if (/[(,=?:&|<>*/%]$|\breturn$/.test(last)) return /^-(?:\d|E[A-Z]{2})/.test(text);
  return (
    /[\w)\]]$/.test(last) &&
    /^[+-] ?[\w(]/.test(text) &&
    !/^#|\belse$|^(?:\} )?(?:else )?(?:if|for|while|switch)\b.*\)$/.test(last)
  );
}
