const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'it is closed',
  EBUSY: 'it is in use',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be too large',
  EINVAL: 'it cannot be read or written in this way',
  EIO: 'the device reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENODEV: 'there is no such device',
  ENOENT: 'there is no such file',
  ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of its path is no folder',
  ENXIO: 'there is no such device',
  EPERM: 'it is not permitted',
};

/** What the system says, in words. */
export function systemWords({ code, message }: NodeJS.ErrnoException): string {
  const known = WORDS[code ?? ''];
  if (known !== undefined) return known;
  // `ENOTSUP: operation not supported on socket, read`
  return /^[A-Z0-9]+: (.*?)(?:, \w+(?: '.*')?)?$/.exec(message)?.[1] ?? message;
}
