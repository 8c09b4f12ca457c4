// Mails into one mbox, the way it is read back unharmed (mboxrd): a separator no mail can hold, `>` in front of every
// line that could be taken for one.

const separator = Buffer.from('From mboxrd@z Thu Jan  1 00:00:00 1970\n');
const newline = Buffer.from('\n');

/** An mbox of these mails, in their order. */
export function toMboxrd(mails: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    mails.flatMap((bytes) => {
      const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      const ends = mail.at(-1) === 0x0a ? [newline] : [newline, newline];
      return [separator, mail.includes('From ') ? quoted(mail) : mail, ...ends];
    }),
  );
}

/** Latin-1 keeps every byte as it is. */
function quoted(mail: Buffer): Buffer {
  return Buffer.from(mail.toString('latin1').replace(/^(>*From )/gm, '>$1'), 'latin1');
}
