/** A file that holds no mail. The message names the file and what was found instead. */
export class MailError extends Error {
  constructor(name: string, found: string, help?: string) {
    super(`Cannot read ${name}: ${found}.${help ? `\n${help}` : ''}`);
    this.name = 'MailError';
  }
}
