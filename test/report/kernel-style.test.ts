import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printFunctionC } from '../../src/model/print/c.ts';
import { folded, functionText } from '../../src/report/kernel-style.ts';
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

  test('of 80 columns is not broken, one of 81 is', () => {
    const line = `\tf(${'a'.repeat(65)}, b);`;
    expect(line.length + 7).toBe(80);
    expect(folded(line)).toHaveLength(1);
    expect(folded(line.replace('b', 'bb'))).toHaveLength(2);
  });
});

describe('a function', () => {
  test('differs from its canonical text in white space alone', () => {
    const words = (text: string) => text.replace(/\s+/g, ' ');
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        expect(words(functionText(fn, world))).toBe(words(printFunctionC(fn, world).text));
      }),
    );
  });
});
