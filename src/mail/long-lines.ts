// A stream of chunks in, the same out, but for what is beyond the limit of a line: what stands behind a line of 100 MB
// is still a mail.

import { rawLineLimit } from './limits.ts';

const step = 1 << 20;

/** Leaves out the end of every line that is longer than `limit`, which must not be less than 1 MiB. */
export async function* withoutLongLines(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  limit = rawLineLimit,
): AsyncGenerator<Buffer> {
  /** Length of the line at hand so far. */
  let length = 0;
  for await (const chunk of chunks) {
    // Within a step no line can be too long, but for the one that it goes on with.
    for (let at = 0; at < chunk.length; at += step) {
      const piece = chunk.subarray(at, at + step);
      const end = piece.indexOf(10);
      const rest = end < 0 ? piece.length : end;
      const kept = Math.min(rest, Math.max(0, limit - length));
      if (kept > 0) yield piece.subarray(0, kept === rest ? piece.length : kept);
      if (kept < rest || (kept === 0 && rest === 0)) yield piece.subarray(rest);
      length = end < 0 ? length + rest : piece.length - 1 - piece.lastIndexOf(10);
    }
  }
}
