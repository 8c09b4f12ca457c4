import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OtherPackage, otherPackage } from './package.ts';
import { build } from './run.ts';

/** Says what V8 did with the code that came with a script. */
const TELL = `const vm = require('node:vm');
vm.Script = class extends vm.Script {
  constructor(...args) {
    super(...args);
    process.on('exit', () => console.error('rejected:', this.cachedDataRejected));
  }
};\n`;

let other: OtherPackage;
beforeAll(() => {
  build();
  other = otherPackage({ 'tell.cjs': TELL, 'models/none/model.ts': '\n' });
});
afterAll(() => other.remove());

const start = (...flags: string[]) => other.node([...flags, '--require', './tell.cjs', 'dist/cli.js', '--version']);

test('V8 takes the code that was kept when the command was built, wherever it was moved', () => {
  expect(start()).toEqual({ exit: 0, out: 'patchcheck 0.1.0\n', err: 'rejected: false\n' });
});

test('under other flags V8 compiles the script again', () => {
  expect(start('--no-opt')).toEqual({ exit: 0, out: 'patchcheck 0.1.0\n', err: 'rejected: true\n' });
});

test('code that is damaged or missing is compiled again', () => {
  const folder = join(other.root, 'dist');
  const code = join(folder, readdirSync(folder).find((name) => name.endsWith('.code'))!);
  writeFileSync(code, 'no code');
  expect(start()).toEqual({ exit: 0, out: 'patchcheck 0.1.0\n', err: 'rejected: true\n' });
  rmSync(code);
  expect(start()).toEqual({ exit: 0, out: 'patchcheck 0.1.0\n', err: 'rejected: undefined\n' });
});
