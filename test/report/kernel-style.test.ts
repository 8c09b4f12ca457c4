import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printFunctionC } from '../../src/model/print/c.ts';
import { folded, functionText } from '../../src/report/kernel-style.ts';
import { programOf } from '../machine/dialect.ts';
import { arbitraryFunction, world } from '../model/arbitrary.ts';

describe('a long line', () => {
  test('of a function goes on under its first parameter', () => {
    const line = 'struct page *f(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma, unsigned long addr)';
    expect(folded(line)).toEqual([
      'struct page *f(swp_entry_t entry, gfp_t gfp_mask, struct vm_area_struct *vma,',
      '\t       unsigned long addr)',
    ]);
  });

  test('of a statement goes on two tabs further in', () => {
    const line = `\tif (${'first_of_the_two_conditions(page, entry) && '.repeat(2)}x)`;
    expect(folded(line)).toEqual([
      '\tif (first_of_the_two_conditions(page, entry) &&',
      '\t\t\tfirst_of_the_two_conditions(page, entry) && x)',
    ]);
  });

  test('that has no place to be broken stays', () => {
    const line = `\treturn ${'a'.repeat(100)} + b;`;
    expect(folded(line)).toEqual([line]);
    const quoted = `\tf("${'a, '.repeat(40)}");`;
    expect(folded(quoted)).toEqual([quoted]);
  });

  test('loses no quote that stands alone', () => {
    expect(folded(`\tf('"', b);`)).toEqual([`\tf('"', b);`]);
  });

  test('of 80 columns is not broken, one of 81 is', () => {
    const line = `\tf(${'a'.repeat(65)}, b);`;
    expect(line.length + 7).toBe(80);
    expect(folded(line)).toHaveLength(1);
    expect(folded(line.replace('b', 'bb'))).toHaveLength(2);
  });
});

describe('a function', () => {
  const lay = (body: string): string => {
    const program = programOf(`function f(): void { let n: int\n${body} }`);
    return functionText(program.functions.get('f')!, program);
  };

  test('has an empty line behind the declarations of each block, and nowhere else', () => {
    expect(
      lay("elide('int gone', 'x')\n let m: int = 1\n elide('more()', 'x')\n if (n == m) { let o: int\n o = n }"),
    ).toBe(
      'void f(void)\n{\n\tint n;\n\tint gone;\n\tint m = 1;\n\n\tmore();\n\tif (n == m) {\n\t\tint o;\n\n\t\to = n;\n\t}\n}\n',
    );
  });

  test('of declarations alone, or of none, has none', () => {
    expect(lay('')).toBe('void f(void)\n{\n\tint n;\n}\n');
    expect(lay('{ n++ }')).toBe('void f(void)\n{\n\tint n;\n\n\t{\n\t\tn++;\n\t}\n}\n');
  });

  test('differs from its canonical text in white space alone', () => {
    const words = (text: string) => text.replace(/\s+/g, ' ');
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        expect(words(functionText(fn, world))).toBe(words(printFunctionC(fn, world).text));
      }),
    );
  });
});
