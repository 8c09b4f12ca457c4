import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../src/model/model.ts';
import { type Checkable, checkOf, checksOf, parseCheckId, WrongCheckId } from '../../src/verdict/checks.ts';

const scenario = (name: string, properties: string[]): Scenario => ({
  name,
  about: '',
  setup: 'setup',
  tasks: [],
  properties,
});

const model: Checkable = {
  name: 'toy',
  scenarios: [scenario('readers', ['every-call-returns', 'count-kept']), scenario('reader-vs-eviction', [])],
  schedules: ['fair', 'coop'],
  switches: { 'page-alloc-sleeps': '', 'charge-fails': '' },
};

describe('checks of a model', () => {
  test('every scenario × schedule × (no switch, each alone) × (own and built-in properties)', () => {
    const all = checksOf(model);
    const builtIn = 6;
    expect(all).toHaveLength(2 * 3 * (2 + builtIn) + 2 * 3 * builtIn);
    expect(new Set(all.map((c) => c.id)).size).toBe(all.length);
    expect(all.every((c) => c.switches.length <= 1)).toBe(true);
    expect(all.map((c) => c.id)).toContain('readers/coop+page-alloc-sleeps/every-call-returns');
    expect(all.map((c) => c.id)).toContain('reader-vs-eviction/fair/no-leak');
  });

  test('each is found by its id again', () => {
    for (const check of checksOf(model)) expect(parseCheckId(check.id, model)).toEqual(check);
  });

  test('an id of any switches is read as it was made, whatever their order', () => {
    const subset = fc.shuffledSubarray(Object.keys(model.switches));
    fc.assert(
      fc.property(subset, subset, fc.constantFrom(...model.schedules), (switches, again, schedule) => {
        const check = checkOf('readers', schedule, switches, 'count-kept');
        expect(parseCheckId(check.id, model)).toEqual(check);
        const typed = `readers/${[schedule, ...switches, ...again].join('+')}/count-kept`;
        expect(parseCheckId(typed, model)).toEqual(checkOf('readers', schedule, [...switches, ...again], 'count-kept'));
      }),
    );
  });

  test('switches stand in alphabetical order', () => {
    expect(checkOf('readers', 'coop', ['page-alloc-sleeps', 'charge-fails'], 'x').id).toBe(
      'readers/coop+charge-fails+page-alloc-sleeps/x',
    );
  });
});

describe('wrong check id', () => {
  const message = (id: string): string => {
    try {
      parseCheckId(id, model);
    } catch (error) {
      if (error instanceof WrongCheckId) return error.message;
      throw error;
    }
    throw new Error(`${id} was accepted`);
  };

  test('names the part that is wrong and the nearest that is known', () => {
    expect(message('reader/coop/count-kept')).toMatch(/no scenario `reader`.*\nDid you mean `readers`\?/);
    expect(message('readers/copo/count-kept')).toMatch(/no schedule `copo`.*\nDid you mean `coop`\?/);
    expect(message('readers/coop+charge-fail/count-kept')).toMatch(
      /no switch `charge-fail`.*\nDid you mean `charge-fails`/,
    );
    expect(message('readers/coop/no-leaks')).toMatch(/no property `no-leaks`.*\nDid you mean `no-leak`\?/);
  });

  test('lists what there is where nothing is near', () => {
    expect(message('readers/zzzzzzzzzzzzzzzzzzzz/count-kept')).toMatch(/\nIt has fair, coop\.$/);
  });

  test('a property of another scenario is none of this one', () => {
    expect(message('reader-vs-eviction/fair/count-kept')).toMatch(/no property `count-kept`/);
  });

  test.each(['', '/', '//', 'readers', 'readers/coop', 'readers/coop/count-kept/x', 'readers/coop+/count-kept'])(
    'is refused: %j',
    (id) => void expect(message(id)).toMatch(/^Cannot ask the check/),
  );

  test('of any text is an error of the user, never of the program', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(message(id)).toContain('Cannot ask');
      }),
    );
    const part = fc.constantFrom('readers', 'coop', 'count-kept', '__proto__', 'constructor', '+', '');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const id = parts.join('/');
        if (id !== 'readers/coop/count-kept') expect(message(id)).toContain('Cannot ask');
      }),
    );
  });
});
