import type { Flowed } from './message.ts';

/** What a `Content-Type` says. */
export interface ContentType {
  /** `text/plain` where the header is missing or unreadable (RFC 2045, 5.2). */
  readonly type: string;
  readonly charset: string;
  readonly flowed: Flowed | null;
}

/** Reads a `Content-Type`. Parameters may stand in any order, quoted or not. */
export function parseContentType(value: string): ContentType {
  const lower = value.toLowerCase();
  const type = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)/.exec(lower)?.[1] ?? 'text/plain';
  return {
    type,
    charset: parameter(lower, 'charset') ?? '',
    flowed: parameter(lower, 'format') === 'flowed' ? { delsp: parameter(lower, 'delsp') === 'yes' } : null,
  };
}

function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s";]+))`).exec(value);
  return found?.[1] ?? found?.[2];
}
