// Variables and functions whose C names are TypeScript's or the dialect's (`new`, `offset`) have a `$` behind them.
// Fields need none: `page.new` is TypeScript.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import { type BindingPattern, spanOf } from './oxc.ts';

const RESERVED = new Set(
  (
    'arguments await catch class const debugger delete enum eval export extends false finally function implements import in ' +
    'instanceof interface let new null package private protected public static super this throw true try typeof undefined var ' +
    'with yield'
  ).split(' '),
);

/** Words of the dialect, which a variable of that name would hide. */
const WORDS = new Set(
  'ref cast offset at advance retreat elvis int bool zeroed goto elide each sizeof container_of container_of_const list_entry list_entry_rcu hlist_entry rb_entry'.split(
    ' ',
  ),
);

/** A name of the dialect as C spells it. */
export function fromDialect(name: string): string {
  return name.endsWith('$') ? name.slice(0, -1) : name;
}

/** A C variable or function as the dialect spells it. */
export function toDialect(name: string): string {
  return RESERVED.has(name) || WORDS.has(name) ? `${name}$` : name;
}

/** The name that a declaration binds. */
export function bindingName(pattern: BindingPattern, at: Source): string {
  if (pattern.type === 'Identifier') return fromDialect(pattern.name);
  if (pattern.type === 'AssignmentPattern')
    throw new Refusal('Cannot model a default value of a parameter: C has none.', spanOf(pattern, at));
  throw new Refusal(
    'Cannot model a destructuring pattern: C has none.',
    spanOf(pattern, at),
    'Declare each name by itself.',
  );
}
