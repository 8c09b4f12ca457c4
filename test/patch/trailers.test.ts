import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trailersIn } from '../../src/patch/trailers.ts';

const read = (text: string) => trailersIn(text).map((t) => `${t.line} ${t.name}: ${t.value}`);

describe('trailers', () => {
  test("are read with their persons, in the kernel's spelling", () => {
    const names = ['Signed-off-by', 'acked-by', 'REVIEWED-BY', 'Tested-by', 'Reported-by', 'Co-developed-by', 'cc'];
    const found = trailersIn(names.map((n) => `${n}: Ann Author <ann@x>`).join('\n'));
    expect(found.map((t) => t.name)).toEqual([
      'Signed-off-by',
      'Acked-by',
      'Reviewed-by',
      'Tested-by',
      'Reported-by',
      'Co-developed-by',
      'Cc',
    ]);
    expect(found.every((t) => t.person?.address === 'ann@x')).toBe(true);
  });

  test('may name commits and links, which are nobody', () => {
    const text = 'Fixes: 12ab34cd56ef ("mm: a thing")\nLink: https://lore.kernel.org/r/a@b\nCloses: https://x/1';
    expect(read(text)).toHaveLength(3);
    expect(trailersIn(text).every((t) => t.person === null)).toBe(true);
  });

  test('go on where they are folded', () => {
    expect(read('Fixes: 12ab34cd56ef ("mm: a title that is\nbroken by a mailer")\nCc: Ann\n <ann@x>')).toEqual([
      '1 Fixes: 12ab34cd56ef ("mm: a title that is broken by a mailer")',
      '3 Cc: Ann <ann@x>',
    ]);
  });

  test('keep what stands behind the address', () => {
    expect(trailersIn('Cc: stable@vger.kernel.org # 5.5+')).toMatchObject([
      { value: 'stable@vger.kernel.org # 5.5+', person: { address: 'stable@vger.kernel.org' } },
    ]);
  });

  test.each([
    '> Reviewed-by: Ann <ann@x>',
    ' Reviewed-by: Ann <ann@x>',
    'Reviewed-by: is what I would like to see here',
    'Step-by-step: first this',
    'Note: this is not one',
    'by: Ann <ann@x>',
    'Reviewed-by:',
  ])('are not: %s', (line) => expect(read(line)).toEqual([]));

  test('outside of the given lines do not count', () => {
    expect(trailersIn('Cc: a@x\nCc: b@x\nCc: c@x', [2, 3]).map((t) => t.value)).toEqual(['b@x']);
  });

  test('of any text are read', () => {
    const line = fc.oneof(fc.constantFrom('Fixes: a ("b', 'Cc: a@x', '', ' x'), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        for (const t of trailersIn(text)) expect(text.split('\n')[t.line - 1]).toContain(':');
      }),
    );
  });
});
