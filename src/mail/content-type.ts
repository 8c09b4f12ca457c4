import type { Flowed } from './message.ts';

/** What a `Content-Type` says. */
export interface ContentType {
  /** `text/plain` where the header is missing or unreadable (RFC 2045, 5.2). */
  readonly type: string;
  readonly charset: string;
  readonly flowed: Flowed | null;
}

const unnamed: ContentType = { type: 'text/plain', charset: '', flowed: null };

/** Reads a `Content-Type`. Parameters may stand in any order, quoted or not. */
export function parseContentType(value: string): ContentType {
  if (value === '') return unnamed;
  const lower = value.toLowerCase();
  const type = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)/.exec(lower)?.[1] ?? 'text/plain';
  return {
    type,
    charset: parameter(lower, parameters.charset) ?? '',
    flowed:
      parameter(lower, parameters.format) === 'flowed' ? { delsp: parameter(lower, parameters.delsp) === 'yes' } : null,
  };
}

const parameters = { charset: named('charset'), format: named('format'), delsp: named('delsp') };

function named(name: string): RegExp {
  return new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s";]+))`);
}

function parameter(value: string, form: RegExp): string | undefined {
  const found = form.exec(value);
  return found?.[1] ?? found?.[2];
}
