// A struct of a model has only the fields that its functions read, so hunks on it are taken field by field, not by
// place: a field that is added comes last, one that is removed goes.

import type { StructDef } from '../ast.ts';
import type { LaidOut } from './laid-out.ts';
import type { Op } from './script.ts';
import type { Piece } from './splice.ts';

export interface FieldEdit {
  readonly struct: string;
  readonly removed: readonly string[];
  /** Declarations of the new fields. */
  readonly added: readonly Piece[];
  /** Lines that remove a field which the model does not have. */
  readonly unknown: ReadonlyMap<number, string>;
}

export function fieldEdits(struct: StructDef, ops: readonly Op[], hunk: number): FieldEdit {
  const before = fields(ops.filter((op) => op.kind !== 'add'));
  const now = fields(ops.filter((op) => op.kind !== 'remove'));
  const added = now.filter((field) => field.ops.some((op) => op.kind === 'add'));
  const kept = now.filter((field) => !added.includes(field)).flatMap((field) => field.names);
  const readded = added.flatMap((field) => field.names);
  const removed: string[] = [];
  const unknown = new Map<number, string>();
  for (const { names, ops: own } of before) {
    if (!own.some((op) => op.kind === 'remove')) continue;
    for (const name of names) {
      if (kept.includes(name)) continue;
      if (struct.fields.some((f) => f.name === name)) removed.push(name);
      else if (!readded.includes(name)) unknown.set(own[0]!.token.line, name);
    }
  }
  return {
    struct: struct.name,
    removed,
    added: added.flatMap(({ ops: own }) =>
      own.map(({ token }): Piece => ({ token, origin: { kind: 'added', hunk, line: token.line } })),
    ),
    unknown,
  };
}

function fields(ops: readonly Op[]): { names: string[]; ops: readonly Op[] }[] {
  const open = ops.findIndex((op) => op.token.norm === '{');
  const list = ops.slice(open + 1);
  const found: { names: string[]; ops: readonly Op[] }[] = [];
  let from = 0;
  for (const [i, op] of list.entries()) {
    if (op.token.norm === '}') break;
    if (op.token.norm !== ';') continue;
    const own = list.slice(from, i + 1);
    found.push({ names: namesOf(own.map((o) => o.token)), ops: own });
    from = i + 1;
  }
  return found;
}

/** The words before `,`, `;`, `[` and `:`. */
function namesOf(tokens: readonly LaidOut[]): string[] {
  return tokens
    .filter((t, i) => t.kind === 'word' && [',', ';', '[', ':'].includes(tokens[i + 1]?.norm ?? ''))
    .map((t) => t.norm);
}
