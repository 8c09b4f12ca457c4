import type { Type } from './ast.ts';

const int = (name: string, bits: 8 | 16 | 32, signed: boolean): Type => ({ kind: 'int', name, bits, signed });

/** The dialect's words for C's own types: `ulong` is `unsigned long`. */
export const DIALECT_TYPES: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['void', { kind: 'void' }],
  ['bool', { kind: 'bool' }],
  ['int', int('int', 32, true)],
  ['uint', int('unsigned int', 32, false)],
  ['long', int('long', 32, true)],
  ['ulong', int('unsigned long', 32, false)],
  ['short', int('short', 16, true)],
  ['ushort', int('unsigned short', 16, false)],
  ['char', int('char', 8, true)],
  ['uchar', int('unsigned char', 8, false)],
  ['u8', int('u8', 8, false)],
  ['u16', int('u16', 16, false)],
  ['u32', int('u32', 32, false)],
  ['s32', int('s32', 32, true)],
]);

/** C's spelling of the same types, as `Program.typedefs` starts: `unsigned long`. */
export const C_TYPES: ReadonlyMap<string, Type> = new Map(
  [...DIALECT_TYPES].map(([name, type]) => [type.kind === 'int' ? type.name : name, type]),
);

/** C's spelling back to the dialect's word: `unsigned long` is `ulong`. */
export const DIALECT_WORDS: ReadonlyMap<string, string> = new Map(
  [...DIALECT_TYPES].map(([word, type]) => [type.kind === 'int' ? type.name : word, word]),
);
