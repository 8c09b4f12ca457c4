// The kinds of bug that a thread can describe, and the words that kernel people have for them.

export type BugClass =
  | 'livelock'
  | 'stall'
  | 'deadlock'
  | 'double-add'
  | 'use-after-free'
  | 'double-free'
  | 'leak'
  | 'lost-wakeup'
  | 'missing-barrier'
  | 'data-race';

export const words = {
  livelock: /\blive-?lock(?:s|ed|ing)?\b/gi,
  stall: /\bstall(?:s|ed|ing)?\b|\bsoft[- ]?lockups?\b|\bhung[- ]tasks?\b|\bhangs?\b(?! (?:on|off|around|out)\b)/gi,
  deadlock: /\bdead-?lock(?:s|ed|ing)?\b|\bABBA\b|\bcircular locking dependency\b|\brecursive locking\b/gi,
  'double-add': /\bdouble[- ](?:list_)?add\w*|\badd(?:s|ed|ing)? (?:\S+ ){0,3}twice\b/gi,
  'use-after-free': /\buse[- ]?after[- ]?frees?\b|\bUAFs?\b/gi,
  'double-free': /\bdouble[- ]?frees?\b|\bfree(?:s|d|ing)? (?:\S+ ){0,3}twice\b/gi,
  leak: /\b(?:mem)?leak(?:s|ed|ing|age)?\b/gi,
  'lost-wakeup': /\b(?:lost|loses?|losing|miss(?:es|ed|ing)?) (?:an? |the |its |this )?wake-?ups?\b/gi,
  'missing-barrier': /\b(?:missing|lacks?|lacking|needs?) (?:an? |the )?(?:\w+ )?(?:memory )?barriers?\b/gi,
  'data-race': /\bdata[- ]races?\b|\bKCSAN\b/gi,
} satisfies Record<BugClass, RegExp>;
