// Content-Transfer-Encoding taken off: bytes in, bytes out.

export interface Transferred {
  readonly bytes: Buffer;
  /** Base64 ended before the text did; what stood behind it was kept. */
  readonly broken: boolean;
}

/** Decodes quoted-printable and base64; anything else is as it stands. */
export function decodeTransfer(body: Buffer, encoding: string): Transferred {
  switch (encoding.trim().toLowerCase()) {
    case 'quoted-printable':
      return { bytes: quotedPrintable(body), broken: false };
    case 'base64':
      return base64(body);
    default:
      return { bytes: body, broken: false };
  }
}

function quotedPrintable(body: Buffer): Buffer {
  if (!body.includes(61)) return body;
  const text = body
    .toString('latin1')
    .replace(/=(?:([0-9A-Fa-f]{2})|[ \t]*\r*(?:\n|$))/g, (_, hex: string | undefined) => {
      return hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16));
    });
  return Buffer.from(text, 'latin1');
}

/** Lists put their footers behind a base64 body as plain text. */
function base64(body: Buffer): Transferred {
  const text = body.toString('latin1');
  const foreign = /[^A-Za-z0-9+/=\s]/.exec(text)?.index ?? text.length;
  const end = foreign === text.length ? foreign : text.lastIndexOf('\n', foreign) + 1;
  const pieces = text.slice(0, end).split(/=[=\s]*/);
  const bytes = pieces.map((piece) => Buffer.from(piece, 'base64'));
  if (end === text.length) return { bytes: Buffer.concat(bytes), broken: false };
  return { bytes: Buffer.concat([...bytes, Buffer.from(text.slice(end), 'latin1')]), broken: true };
}
