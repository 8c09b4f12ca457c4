import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the person decided. */
export function dataFolder(): string {
  return join(base(process.env.XDG_DATA_HOME, '.local/share'), 'patchcheck');
}

/** Results that can be made again. */
export function cacheFolder(): string {
  return join(base(process.env.XDG_CACHE_HOME, '.cache'), 'patchcheck');
}

/** A path that is not absolute counts as none, as the specification of these folders has it. */
function base(given: string | undefined, inHome: string): string {
  return given !== undefined && isAbsolute(given) ? given : join(homedir(), inHome);
}
