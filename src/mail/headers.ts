// The header block of a mail: bytes in, header values and the offset of the body out. Every byte of the mail is
// either in the header block or in the body.

export interface Head {
  /** By lower-case name; unfolded values in the order of the mail. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Offset of the body in the mail. */
  readonly body: number;
  /** Ended at a line that is neither header nor blank. */
  readonly broken: boolean;
}

/** A header's first line: name, colon, value. */
export const headerLine = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/;

/** Reads the header block at the start of a mail; blank lines and an mbox separator before it are skipped. */
export function readHead(bytes: Uint8Array): Head {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: [name: string, pieces: string[]][] = [];
  let at = 0;
  let broken = false;
  while (at < view.length) {
    const end = view.indexOf(10, at);
    const next = end < 0 ? view.length : end + 1;
    const line = lineText(view.subarray(at, end < 0 ? view.length : end));
    if (line === '') {
      at = next;
      if (found.length === 0) continue;
      break;
    }
    const header = headerLine.exec(line);
    const last = found.at(-1);
    if (/^[ \t]/.test(line) && last) last[1].push(line.trim());
    else if (header) found.push([header[1]!.toLowerCase(), [header[2]!.trim()]]);
    else if (!/^>?From /.test(line) || last) {
      broken = true;
      break;
    }
    at = next;
  }
  const values = new Map<string, string[]>();
  for (const [name, pieces] of found) {
    const value = pieces.filter(Boolean).join(' ');
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return { values, body: at, broken };
}

/** Without CR; raw eight-bit headers are UTF-8 or, if they are not, Latin-1. */
function lineText(line: Buffer): string {
  const utf8 = line.toString('utf8');
  return (utf8.includes('\ufffd') ? line.toString('latin1') : utf8).replace(/\r+$/, '');
}
