import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { FunctionDef, Param } from '../ast.ts';
import type { Doc } from './docs.ts';
import { bindingName, fromDialect } from './names.ts';
import { type FunctionNode, type ParamPattern, spanOf } from './oxc.ts';
import { type Block, lowerBlock } from './statements.ts';
import { annotatedType } from './types.ts';

/** A top-level function of the dialect, its types not yet resolved. */
export function lowerFunction(node: FunctionNode, doc: Doc, at: Source): FunctionDef {
  const span = spanOf(node.id ?? node, at);
  const name = fromDialect(node.id?.name ?? '');
  const refuse = (what: string, help?: string): Refusal =>
    new Refusal(`Cannot model the function \`${name}\`: ${what}.`, span, help);
  if (!name) throw refuse('it has no name');
  if (node.async || node.generator) throw refuse('C has no async functions and no generators');
  if (node.typeParameters) throw refuse('C has no type parameters', 'Write one function for each type.');
  if (!node.body) throw refuse('it has no body', 'Write what it does; in an empty body it does nothing.');
  const rest = node.params.find((param) => param.type === 'RestElement');
  if (rest && !doc.variadic) throw refuse('it takes any number of arguments', 'Say @variadic in its doc comment.');
  const unknown = doc.byName.find(
    (byName) => !node.params.some((param) => param !== rest && lowerParam(param, at, doc.declares).name === byName),
  );
  if (unknown !== undefined) throw refuse(`it has no parameter \`${unknown}\` that could be taken by name`);
  const body: Block = lowerBlock(node.body, at);
  return {
    kind: 'function',
    name,
    params: node.params
      .filter((param) => param !== rest)
      .map((param, i) => lowerParam(param, at, i === node.params.length - 1 && doc.declares)),
    result: annotatedType(node.returnType, `the result of \`${name}\``, node.id ?? node, at),
    body,
    ...(doc.file !== undefined && { file: doc.file }),
    atomic: doc.atomic,
    declares: doc.declares,
    ...(doc.byName.length > 0 && { byName: doc.byName }),
    variadic: doc.variadic,
    span,
  };
}

/** `mayBeSelf`: it may be the address of the variable that the function declares, which nobody gives. */
function lowerParam(node: ParamPattern, at: Source, mayBeSelf: boolean): Param {
  if (node.type === 'RestElement' || node.type === 'TSParameterProperty')
    throw new Refusal('Cannot model this parameter: C has no such thing.', spanOf(node, at));
  if (mayBeSelf && node.type === 'AssignmentPattern' && isSelf(node)) return lowerParam(node.left, at, false);
  const name = bindingName(node, at);
  if ('optional' in node && node.optional)
    throw new Refusal(`Cannot model the optional parameter \`${name}\`: C has none.`, spanOf(node, at));
  const annotation = 'typeAnnotation' in node ? node.typeAnnotation : null;
  return { name, type: annotatedType(annotation, `the parameter \`${name}\``, node, at) };
}

/** `self: Ptr<list_head> = NULL`. */
function isSelf({ left, right }: Extract<ParamPattern, { type: 'AssignmentPattern' }>): boolean {
  return left.type === 'Identifier' && left.name === 'self' && right.type === 'Identifier' && right.name === 'NULL';
}
