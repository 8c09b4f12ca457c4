// What stands at the top level beside functions: structs, typedefs, constants and globals.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { ConstantDef, GlobalDef, Param, StructDef, Type } from '../ast.ts';
import { isCode } from '../function-type.ts';
import type { Doc } from './docs.ts';
import { lowerExpression } from './expressions.ts';
import { bindingName } from './names.ts';
import {
  type Expression,
  spanOf,
  type TSInterfaceDeclaration,
  type TSTypeAliasDeclaration,
  type VariableDeclaration,
} from './oxc.ts';
import { annotatedType, lowerType } from './types.ts';

/** `interface page { flags: ulong }`: a struct. */
export function lowerInterface(node: TSInterfaceDeclaration, doc: Doc, at: Source): StructDef {
  const name = node.id.name;
  const refuse = (why: string, span = spanOf(node.id, at)): Refusal =>
    new Refusal(`Cannot model the struct \`${name}\`: ${why}.`, span);
  if (node.typeParameters) throw refuse('C has no type parameters');
  if (node.extends.length) throw refuse('C structs extend nothing');
  const fields = node.body.body.map((member): Param => {
    const span = spanOf(member, at);
    if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier' || member.computed)
      throw refuse('its members are fields with a name and a type', span);
    if (member.optional) throw refuse(`C has no optional field as \`${member.key.name}\``, span);
    return {
      name: member.key.name,
      type: annotatedType(member.typeAnnotation, `the field \`${member.key.name}\``, member, at),
    };
  });
  const unknown = doc.stable.find((field) => !fields.some((f) => f.name === field));
  if (unknown !== undefined) throw refuse(`it has no field \`${unknown}\`, which @stable names`);
  return {
    kind: 'struct',
    name,
    fields,
    ...(doc.file !== undefined && { file: doc.file }),
    stable: doc.stable,
    span: spanOf(node.id, at),
  };
}

/** `type gfp_t = uint`: a typedef of an integer, of a function or of a pointer to one. */
export function lowerAlias(node: TSTypeAliasDeclaration, doc: Doc, at: Source): { name: string; type: Type } {
  const name = node.id.name;
  const type = lowerType(node.typeAnnotation, at);
  if (doc.isEnum) return { name, type: { kind: 'int', name: `enum ${name}`, bits: 32, signed: false } };
  const plain = ['int', 'bool', 'struct', 'function'].includes(type.kind) || isCode(type);
  if (plain && !node.typeParameters) return { name, type };
  throw new Refusal(
    `Cannot model the typedef \`${name}\`: only integers, bool and functions can have further names.`,
    spanOf(node, at),
    'Declare a struct as an interface.',
  );
}

/** `export const` and `export let`: constants and shared globals. */
export function lowerVariables(node: VariableDeclaration, doc: Doc, at: Source): (GlobalDef | ConstantDef)[] {
  if (node.kind !== 'let' && node.kind !== 'const')
    throw new Refusal(`Cannot model \`${node.kind}\`: the dialect has let and const.`, spanOf(node, at));
  return node.declarations.map((d) => {
    const span = spanOf(d, at);
    const name = bindingName(d.id, at);
    const type = annotatedType('typeAnnotation' in d.id ? d.id.typeAnnotation : null, `\`${name}\``, d, at);
    const isZeroed = d.init !== null && isZeroedCall(d.init);
    if (isZeroed && d.init?.type === 'CallExpression' && d.init.arguments.length > 0)
      throw new Refusal(
        `Cannot model this initial value of \`${name}\`: a global starts as zeros.`,
        span,
        'Use setup.',
      );
    if (node.kind === 'const' && !isZeroed) {
      if (!d.init) throw new Refusal(`Cannot model the constant \`${name}\`: it has no value.`, span);
      return { kind: 'constant', name, type, value: lowerExpression(d.init, at), span };
    }
    return {
      kind: 'global',
      name,
      type,
      ...(d.init && !isZeroed && { init: lowerExpression(d.init, at) }),
      ...(doc.file !== undefined && { file: doc.file }),
      span,
    };
  });
}

function isZeroedCall(node: Expression): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'zeroed';
}
