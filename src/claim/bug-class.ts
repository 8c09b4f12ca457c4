// The kinds of bug that a thread can describe, and the words that kernel people have for them.

export const BUG_CLASSES = [
  'livelock',
  'stall',
  'deadlock',
  'double-add',
  'use-after-free',
  'double-free',
  'leak',
  'lost-wakeup',
  'missing-barrier',
  'lost-event',
  'data-race',
  'list-corruption',
  'data-loss',
  'refcount-error',
  'null-dereference',
  'race',
] as const;

export type BugClass = (typeof BUG_CLASSES)[number];

/** What people say of any of them: counts only where there is a diagram and no word for what it leads to. */
export const raceWords = /\brac(?:e|es|ed|ing|y)\b|\bconcurrent(?:ly)?\b|\btime window\b/gi;

export const words = {
  livelock: /\blive-?lock(?:s|ed|ing)?\b/gi,
  stall: /\bstall(?:s|ed|ing)?\b|\bsoft[- ]?lockups?\b|\bhung[- ]tasks?\b|\bhangs?\b(?! (?:on|off|around|out)\b)/gi,
  deadlock:
    /\bdead-?lock(?:s|ed|ing)?\b|\bABBA\b|\bcircular locking dependency\b|\brecursive locking\b|\block(?:ing)?(?:[- ]order)? inversion\b/gi,
  'double-add': /\bdouble[- ](?:list_)?add\w*|\badd(?:s|ed|ing)? (?:\S+ ){0,3}twice\b/gi,
  // "to get the tree lock, which may be freed already", "it could have been freed meanwhile", "accesses freed memory".
  'use-after-free':
    /\buse[- ]?after[- ]?frees?\b|\bUAFs?\b|\b(?:may|might|could)(?: ?be| get| have been| have| been)?(?: already(?: be| been| have been)? freed\b| freed (?:already|meanwhile|in the meantime|by then|concurrently|under(?:neath)? (?:us|it|them|you)\b|behind (?:our|its|their|your|the) backs?\b))|\b(?:access|us|touch|dereferenc|read|writ)(?:e?s|e|ed|ing)? (?:(?:to|from|into|an?|the|some|this|that|already|now) )*(?:already[- ])?freed (?!up\b)\w+/gi,
  'double-free': /\bdouble[- ]?frees?\b|\bfree(?:s|d|ing)? (?:\S+ ){0,3}twice\b/gi,
  leak: /\b(?:mem)?leak(?:s|ed|ing|age)?\b/gi,
  'lost-wakeup':
    /\b(?:lost|loses?|losing|miss(?:es|ed|ing)?) (?:an? |the |its |this )?wake-?n?-?ups?\b|\bwake-?ups? (?:is |are |was |gets? |may be |can be |will be )?(?:lost|missed)\b|\bnever (?:be |get |gets )?(?:wake-?ups?|waken up|woken(?: up)?)\b/gi,
  'missing-barrier': /\b(?:missing|lacks?|lacking|needs?) (?:an? |the )?(?:\w+ )?(?:memory )?barriers?\b/gi,
  'lost-event':
    /\bevents? (?:is |are |was |gets? |may be |can be |will be )?(?:lost|missed)\b|\b(?:lost|loses?|losing|miss(?:es|ed|ing)?) (?:an? |the )?(?:\w+ )?events?\b/gi,
  'data-race': /\bdata[- ]races?\b|\bKCSAN\b/gi,
  'list-corruption':
    /\blist[- _](?:corruption|corrupted)\b|\blist_(?:add|del)\w* corruption\b|\bcorrupt(?:s|ed|ing)? (?:the |this |its )?(?:\w+ )?list\b/gi,
  'data-loss': /\bdata[- ](?:loss|corruption)\b|\b(?:los(?:e|es|ing|t)|corrupt(?:s|ed|ing)?|stale) (?:user )?data\b/gi,
  'refcount-error': /\brefcount(?:_t)?:? (?:underflow|overflow|saturat)\w*|\brefcount_t: addition on 0\b/gi,
  'null-dereference': /\bnull[- ]?(?:ptr|pointer)?[- ]?deref\w*/gi,
} satisfies Record<Exclude<BugClass, 'race'>, RegExp>;

/** A text without any of these has none of the words, and need not be searched for each. */
export const stem =
  /live-?lock|stall|lockup|h[ua]ng|dead-?lock|abba|locking|inversion|double|twice|free|uaf|leak|wake|woken|barrier|event|data|kcsan|list|refcount|deref/i;
