import type { ThreadVerdict } from '../verdict/thread-verdict.ts';

/** A verdict as a person reads it. */
export function renderText(
  verdict: ThreadVerdict,
  _options: { readonly width: number; readonly color: boolean },
): string {
  const lines = ['patchcheck · on a model, not on a kernel', verdict.thread.subject, verdict.verdict.toUpperCase()];
  if (verdict.reason !== undefined) lines.push(verdict.reason);
  return `${lines.join('\n')}\n`;
}
