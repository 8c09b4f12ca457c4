import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { toJson } from '../json.ts';

/** The same as `--json`, a record a line: `thread`, then each patch, claim, candidate, check and warning, and `verdict`. */
export function toJsonl(v: ThreadVerdict, version: string): string {
  const {
    schema,
    version: by,
    thread,
    onto,
    model,
    verdict,
    reason,
    bounds,
    ...lists
  } = toJson(v, version) as Record<string, unknown>;
  const records: object[] = [
    { record: 'thread', schema, version: by, ...(thread as object), ...(onto !== undefined && { onto }), model },
  ];
  const names = { patches: 'patch', claims: 'claim', candidates: 'candidate', checks: 'check', warnings: 'warning' };
  for (const [list, record] of Object.entries(names))
    for (const item of lists[list] as object[]) records.push({ record, ...item });
  records.push({ record: 'verdict', verdict, ...(reason !== undefined && { reason }), bounds });
  return records.map((r) => `${JSON.stringify(r)}\n`).join('');
}
