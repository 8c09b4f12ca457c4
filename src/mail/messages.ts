// What can be said about a file that is no mail: what was found, and the way out.

import { MailError } from './error.ts';

const expected = 'Give an mbox, a single mail with its headers, or a text page saved from a list archive.';

export const emptyFile = (name: string): MailError => new MailError(name, 'it is empty', expected);

export const blankFile = (name: string): MailError => new MailError(name, 'it holds nothing but white space', expected);

export const binaryFile = (name: string, what: string): MailError =>
  new MailError(name, `it is binary (${what})`, expected);

export const htmlFile = (name: string): MailError =>
  new MailError(name, 'it is an HTML page', 'Save the page as text, or fetch the mail itself as an mbox.');

export const bareDiff = (name: string): MailError =>
  new MailError(name, 'it is a bare diff without a mail around it', 'Make a mail of it with `git format-patch`.');

export const noMail = (name: string): MailError =>
  new MailError(name, 'it is text, but no mail: no headers, no archive page, no quoted mail', expected);

export const badGzip = (name: string, why: string): MailError =>
  new MailError(name, `its gzip data is damaged (${why})`, 'Fetch the file again.');

export const hugeGzip = (name: string, limit: number): MailError =>
  new MailError(name, `it unpacks to more than ${limit >> 20} MiB`, 'Split the archive by thread.');

export const noGit = (name: string): MailError =>
  new MailError(name, 'it is a git repository, and git is not installed', 'Install git, or give an mbox.');

export const badRepository = (name: string, why: string): MailError =>
  new MailError(name, `git gives up on it (${why})`, 'Run `git fsck` in it, or clone it again.');

export const noMails = (name: string): MailError =>
  new MailError(name, 'no file in it is a mail', 'Give a folder of mboxes or mails, a maildir or a public-inbox.');

export const onceOnly = (): MailError =>
  new MailError('standard input', 'a thread is picked out of it by reading it twice', 'Save it to a file.');

export const noSuchThread = (name: string, id: string): MailError =>
  new MailError(name, `no mail in it is ${id} or refers to it`, 'Give an archive of the list on which the thread was.');
