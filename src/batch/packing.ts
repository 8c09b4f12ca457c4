// Tasks and answers as text, for a queue that knows nothing but text. Bytes have no place in JSON.

import { gunzipSync, gzipSync } from 'node:zlib';
import type { Answer, Task } from './task.ts';

export function packed(value: Task | Answer): string {
  const json = JSON.stringify(value, (_, field: unknown) =>
    field instanceof Uint8Array
      ? { base64: Buffer.from(field).toString('base64') }
      : isBuffer(field)
        ? { base64: Buffer.from(field.data).toString('base64') }
        : field,
  );
  return gzipSync(json).toString('base64');
}

export function unpacked<T extends Task | Answer>(text: string): T {
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString(), (key, field: unknown) =>
    isBase64(field) && (key === 'bytes' || key === 'page')
      ? Uint8Array.from(Buffer.from(field.base64, 'base64'))
      : field,
  ) as T;
}

/** What a Buffer makes of itself before anybody sees it. */
function isBuffer(field: unknown): field is { readonly type: 'Buffer'; readonly data: number[] } {
  return typeof field === 'object' && field !== null && 'type' in field && field.type === 'Buffer' && 'data' in field;
}

function isBase64(field: unknown): field is { readonly base64: string } {
  return typeof field === 'object' && field !== null && 'base64' in field && typeof field.base64 === 'string';
}
