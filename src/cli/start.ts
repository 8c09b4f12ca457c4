// The first file of the command, dist/cli.js, and the only one that Node loads as a module: the rest is one script, which
// comes with the code that V8 made of it when it was built. Modules would be read and compiled one by one, each time.
//
// V8 takes that code only for its own version, under the same flags; else it compiles the script (docs/decisions/0017).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { TIERING_BUDGET } from '../base/tiering.ts';

/** The script and its code, without `.cjs` and `.code`: the build names them by what they say. */
declare const SCRIPT: string;

/** What the script is: a function of what a module would have, and of the command as a module. */
type Run = (require: NodeJS.Require, asModule: () => Promise<unknown>, filename: string) => void;

// V8 optimises what has run for a while, on further threads. Most of a verdict has ended by then, and that time is lost: a
// third of the whole. What runs for seconds is optimised all the same (docs/decisions/0013).
setFlagsFromString('--interrupt-budget=4000000');
setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);

const filename = join(__dirname, `${SCRIPT}.cjs`);
// The build writes no letter that is not ASCII.
const script = new Script(readFileSync(filename, 'latin1'), { filename, ...code() });
(script.runInThisContext() as Run)(createRequire(filename), () => import('./main.ts'), filename);

function code(): { cachedData?: Buffer } {
  try {
    return { cachedData: readFileSync(join(__dirname, `${SCRIPT}.${process.versions.v8}.code`)) };
  } catch {
    return {};
  }
}
