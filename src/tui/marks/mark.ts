/** What a reviewer decided about one version of a patch. No word of the machine's verdict is in it. */
export interface Mark {
  /** Content key of the candidate. */
  readonly key: string;
  readonly opinion: 'agree' | 'disagree' | null;
  readonly progress: 'done' | 'skipped' | null;
  readonly note: string;
  /** What it was given to, for people who read the file: `patch-v2`, its title and author. */
  readonly candidate: string;
  readonly version: number;
  readonly title: string;
  readonly author: string;
  /** When it was given, ISO 8601. */
  readonly date: string;
}

/** Nothing is decided. */
export function isEmpty({ opinion, progress, note }: Mark): boolean {
  return opinion === null && progress === null && note === '';
}

/** `agrees, done, note`; empty without any. */
export function markWords({ opinion, progress, note }: Mark): string {
  const words = [opinion === 'agree' ? 'agreed' : opinion === 'disagree' ? 'disagreed' : '', progress ?? ''];
  return [...words, note === '' ? '' : 'note'].filter(Boolean).join(', ');
}
