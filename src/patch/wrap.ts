// Did a mailer break a line in two? It breaks only what is too long, at a blank: so the first word of the next line
// would not have fitted behind this one.

/** Mailers break between 66 and 80; what they quoted was shorter by its quoting. */
const narrowest = 60;
const longestWord = 400;

/** Whether `next` may be the rest of `line`. */
export function isBroken(line: string, next: string): boolean {
  const first = next.charCodeAt(0);
  if (Number.isNaN(first) || first === 0x20 || first === 0x09 || isVersion(next)) return false;
  // `format=flowed` leaves the blank at which it breaks.
  if (line.length > 1 && line.endsWith(' ') && line.trim().length > 1) return true;
  const blank = next.slice(0, longestWord).search(/[ \t]/);
  const word = blank < 0 ? Math.min(next.length, longestWord) : blank;
  return columns(line, narrowest) + 1 + word > narrowest;
}

/** Of git, below a patch. */
function isVersion(line: string): boolean {
  return line.length < 20 && /^\d+\.\d+\.[\w.]+$/.test(line);
}

/** A broken line made whole; where `delsp` says so, the blank at its end was put there to break it. */
export function joinBroken(line: string, next: string, delsp: boolean): string {
  if (!line.endsWith(' ')) return `${line} ${next}`;
  return (delsp ? line.slice(0, -1) : line) + next;
}

/** Columns that a line takes on a screen; past `enough` it does not matter how many. */
function columns(line: string, enough: number): number {
  let at = 0;
  for (let i = 0; i < line.length && at <= enough; i++) at += line[i] === '\t' ? 8 - (at % 8) : 1;
  return at;
}
