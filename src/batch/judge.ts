import { gzipSync } from 'node:zlib';
import { type CheckOptions, checkThread } from '../check.ts';
import { threadPage } from '../report/html/thread-page.ts';
import { viewOf } from '../report/view/thread-view.ts';
import type { Input } from '../verdict/onto.ts';
import type { ThreadVerdict } from '../verdict/thread-verdict.ts';
import type { Judgement } from './record.ts';

export interface Judged {
  readonly judgement: Judgement;
  /** Its page in a report, packed; null where no model has the thread. */
  readonly page: Uint8Array | null;
}

/** Judges a thread. Throws as `checkThread` does. */
export async function judgeThread(input: Input, options: CheckOptions): Promise<Judged> {
  const verdict = await checkThread(input, options);
  const page = verdict.model ? gzipSync(threadPage(viewOf(verdict, { file: input.name }), verdict)) : null;
  return { judgement: toJudgement(verdict), page };
}

function toJudgement({ verdict, reason, model, candidates, checks }: ThreadVerdict): Judgement {
  const answers = checks.flatMap((c) => [c.before, ...c.after.values()]);
  return {
    verdict,
    reason: reason ?? null,
    model: model?.name ?? null,
    candidates: candidates.map((c) => ({
      id: c.id,
      verdict: c.verdict,
      reason: c.reason ?? null,
      introduced: c.introduced,
      residual: c.residual,
    })),
    states: answers.reduce((n, a) => n + a.states, 0),
  };
}
