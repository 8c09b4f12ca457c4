// Mails into one mbox, the way it is read back unharmed (mboxrd): a separator no mail can hold, `>` in front of every
// line that could be taken for one.

const separator = Buffer.from('From mboxrd@z Thu Jan  1 00:00:00 1970\n');
const newline = Buffer.from('\n');

/** An mbox of these mails, in their order. */
export function toMboxrd(mails: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    mails.flatMap((bytes) => {
      // Latin-1 keeps every byte as it is.
      const text = Buffer.from(bytes)
        .toString('latin1')
        .replace(/^(>*From )/gm, '>$1');
      const quoted = Buffer.from(text, 'latin1');
      return [separator, quoted, ...(text.endsWith('\n') ? [newline] : [newline, newline])];
    }),
  );
}
