// Does a sentence assert what it names? "fix the leak" and "this can deadlock" do; "no deadlock", "this is not a leak",
// "would then deadlock", "lock order, to avoid a deadlock", "a deadlock detector" and "doesn't that leak?" do not.

/** Words that may stand between a negation and what it negates. */
const filler =
  '(?:an?|any|the|this|that|real|really|actual|actually|possible|potential|true|longer|more|such|be|been|to|cause|causing|have|see|seen|introduce|create|lead|result|in|into|get|ever|memory|page|reference|new|risk|chance|of|for)';
const negated = new RegExp(
  `(?:\\b(?:no|not(?! only| just| merely)|never|without|neither|nor|cannot|instead of|rather than|free (?:of|from))|n't)(?:\\s+${filler}){0,5}\\s+$`,
  'i',
);
/** "avoid the deadlock" speaks of one that is there, "avoid a deadlock" of one that might have been. */
const averted = /\b(?:avoid|prevent|preclude|rule out)(?:s|ed|ing)?(?:\s+(?:an?|any|possible|potential|such))*\s+$/i;
const supposed = /\bwould(?:\s+(?:then|just|also|again|be|cause|lead|result|to|in|into|have|an?|the))*\s+$/i;
const denied =
  /^(?:[- ]free\b|\s+(?:is|are|was|were) (?:impossible|avoided|prevented|not|gone)\b|\s+(?:cannot|can't|can not|won't|will not|does not|doesn't|never)\b)/i;
/** "may lose a wakeup, but it seems fine": weighed and put aside. */
const putAside =
  /^[^;]*\bbut (?:(?:it|that|this|they|seems?|I think|looks?|all)[ ,]+){0,3}(?:it's |is |are |that's |to be )?(?:ok|okay|fine|safe|harmless|not (?:a|an) (?:problem|issue))\b/i;
const tooling = /^[- ](?:detect|check|test|report|scanner|sanitizer|annotation)/i;
const asking =
  /^(?:is|are|was|does|do|did|can|could|would|will|should|won't|isn't|aren't|doesn't|don't|wouldn't|why|what|how)\b.*\?$/is;

/** No sentence goes on for longer: keeps the work linear, whatever the text. */
const reach = 600;

/** Whether the words at `[start, end)` of a text are asserted there. In a subject, to avoid a bug is to have it. */
export function isAsserted(text: string, start: number, end: number, where: 'subject' | 'text'): boolean {
  const from = Math.max(0, start - reach);
  return assertedWithin(text.slice(from, end + reach), start - from, end - from, where);
}

function assertedWithin(text: string, start: number, end: number, where: 'subject' | 'text'): boolean {
  const sentence = sentenceAround(text, start);
  const before = text.slice(sentence.start, start);
  const after = text.slice(end, sentence.end);
  if (
    negated.test(before) ||
    supposed.test(before) ||
    denied.test(after) ||
    putAside.test(after) ||
    tooling.test(after)
  )
    return false;
  if (where === 'text' && averted.test(before)) return false;
  return !asking.test(text.slice(sentence.start, sentence.end).trim());
}

function sentenceAround(text: string, at: number): { start: number; end: number } {
  const ends = /[.!?](?=\s+["(]?[A-Z]|\s*$)/g;
  let start = 0;
  for (const m of text.matchAll(ends)) {
    if (m.index >= at) return { start, end: m.index + 1 };
    start = m.index + 1;
  }
  return { start, end: text.length };
}
