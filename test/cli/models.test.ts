import { beforeAll, describe, expect, test } from 'vitest';
import { otherPackage } from './package.ts';
import { build, patchcheck } from './run.ts';

beforeAll(build);

describe('models', () => {
  test('are listed, with nothing on stderr', () => {
    const { exit, out, err } = patchcheck(['models']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^swapin-5\.7: reading a swap entry into the swap cache$/m);
    expect(out).toMatch(/^ {2}kernel {6}v5\.7-rc6-mm1$/m);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('are listed as one JSON object', () => {
    const { exit, out, err } = patchcheck(['models', '--json']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const { schema, version, models } = JSON.parse(out);
    expect({ schema, version }).toEqual({ schema: 'patchcheck.models/1', version: '0.1.0' });
    const swapin = models.find((m: { name: string }) => m.name === 'swapin-5.7');
    expect(swapin.files).toContainEqual({ path: 'mm/util.c', functions: ['page_mapping'] });
  });

  test('one of them is shown: environment, assumptions, what is left out, C', () => {
    const { exit, out, err } = patchcheck(['models', 'show', 'swapin-5.7', '--no-pager']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const places = ['\nEnvironment\n  interrupts: ', '\nAssumptions\n', '\nElided: ', '\n/* mm/swap_state.c */\n\n'];
    const found = places.map((place) => out.indexOf(place));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(out).toContain('\n\terr = swapcache_prepare(entry);\n'.replace('\t', '\t\t'));
  });

  test('one of them is shown as JSON', () => {
    const { exit, out } = patchcheck(['models', 'show', 'swapin-5.7', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(out).models).toMatchObject([{ name: 'swapin-5.7', config: { CONFIG_SWAP: true } }]);
  });

  test('one of them is checked, and nothing is wrong with it', () => {
    expect(patchcheck(['models', 'check', 'swapin-5.7'])).toEqual({ exit: 0, out: 'swapin-5.7: no error\n', err: '' });
  });

  test('1: what is wrong with each is said where it is', () => {
    const broken = "export function f(): void { nope() }\nexport function g(): void { goto('a') }\n";
    const other = otherPackage({ 'models/one/model.ts': '\n', 'models/two/model.ts': '\n', 'models/two/a.ts': broken });
    try {
      const { exit, out, err } = other.node(['dist/cli.js', 'models', 'check']);
      expect({ exit, err }).toEqual({ exit: 1, err: '' });
      expect(out).toMatchInlineSnapshot(`
        "one: 1 error

        models/one/model.ts:1:1: Cannot find \`export default model({ … })\` in this file.
          
          ^

        two: 3 errors

        models/two/a.ts:1:29: Cannot model the call of \`nope()\`: the model has no function of that name.
          export function f(): void { nope() }
                                      ^^^^^^
        Add it to the model or to models/kernel, under its kernel name.

        models/two/a.ts:2:29: Cannot go to \`a\`: there is no such label.
          export function g(): void { goto('a') }
                                      ^^^^^^^^^

        models/two/model.ts:1:1: Cannot find \`export default model({ … })\` in this file.
          
          ^
        "
      `);
      expect(other.node(['dist/cli.js', 'models', 'check', 'one']).out).toBe(out.slice(0, out.indexOf('\ntwo:')));
    } finally {
      other.remove();
    }
  });

  test('2: a name that none has, with the nearest', () => {
    expect(patchcheck(['models', 'check', 'swapin5.7']).err).toMatch(
      /^patchcheck: Cannot check the model `swapin5\.7`/,
    );
    const { exit, out, err } = patchcheck(['models', 'show', 'swapin5.7']);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^patchcheck: Cannot show the model `swapin5\.7`: there is none of that name\.\n/);
    expect(err).toContain('Did you mean `swapin-5.7`? There is ');
  });

  test('2: wrong usage, with nothing on stdout', () => {
    for (const args of [
      ['swapin-5.7'],
      ['show'],
      ['check', 'a', 'b'],
      ['check', '--json'],
      ['show', 'a', 'b'],
      ['--frob'],
      ['show', 'swapin-5.7', '--all'],
    ]) {
      const { exit, out, err } = patchcheck(['models', ...args]);
      expect({ args, exit, out }).toEqual({ args, exit: 2, out: '' });
      expect(err).toMatch(/^patchcheck: /);
    }
    expect(patchcheck(['models', 'swapin-5.7']).err).toContain(
      'There is `models show NAME` and `models check [NAME]`.',
    );
  });

  test('help tells each command', () => {
    expect(patchcheck(['--help']).out).toContain('patchcheck models ');
    expect(patchcheck(['models', '--help']).out).toMatch(/show .*check /s);
    expect(patchcheck(['models', 'show', '--help']).out).toContain('Usage: patchcheck models show');
  });
});
