// Which bugs a thread describes, by what its people say in words; never by what the lines of a diff look like.

import type { Thread } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import { recoverPatches } from '../patch/recover.ts';
import { isAsserted } from './assertion.ts';
import { type BugClass, words } from './bug-class.ts';
import { type Diagram, readDiagrams } from './diagram.ts';
import { changedFunctions, functionsIn, namedFunctions } from './functions.ts';
import { paragraphsOf } from './prose.ts';
import { saidIn } from './said.ts';

export type { BugClass } from './bug-class.ts';

export interface Claim {
  readonly class: BugClass;
  /** Named beside the bug, those of the subject first; those that the diff changes if it changes none of the former. */
  readonly functions: readonly string[];
  /** Index of the message. */
  readonly message: number;
  /** 1-based lines of the first paragraph that makes the claim; [0, 0] if only the subject does. */
  readonly lines: readonly [number, number];
  /** Of the same message, the one nearest to the words. */
  readonly diagram: Diagram | null;
}

/** The claims of a thread: at most one for each message and class. */
export function readClaims(thread: Thread): Claim[] {
  const patches = thread.messages.flatMap(recoverPatches);
  const known = namedFunctions(patches);
  const titles = new Set<string>();
  const said = saidIn(thread);
  const paragraphs = paragraphsOf(thread, said);
  const diagrams = readDiagrams(thread, said);
  return thread.messages.flatMap((message) => {
    const { title } = parseSubject(message.subject);
    const entitled = assertedIn(title, 'subject');
    const near = patches.filter((p) => p.message === message.index);
    const changed = changedFunctions(near.length > 0 ? near : patches.filter((p) => p.title === title));
    const isNew = !titles.has(title);
    titles.add(title);
    const own = paragraphs
      .filter((p) => p.message === message.index)
      .map((p) => ({ ...p, asserts: assertedIn(p.text, 'text') }));
    const classes = new Set([...(isNew ? entitled : []), ...own.flatMap((p) => [...p.asserts])]);
    return [...classes].map((bug): Claim => {
      const where = own.filter((p) => p.asserts.has(bug));
      const inTitle = functionsIn(title, known);
      const beside = where.flatMap((p) => functionsIn(p.text, known));
      const named = entitled.has(bug) || beside.length === 0 ? [...inTitle, ...beside] : beside;
      const functions = [...new Set(named.some((n) => changed.includes(n)) ? named : [...named, ...changed])];
      const lines = where[0]?.lines ?? [0, 0];
      const diagram = nearest(
        diagrams.filter((d) => d.message === message.index),
        lines,
      );
      return { class: bug, functions, message: message.index, lines, diagram };
    });
  });
}

function assertedIn(text: string, where: 'subject' | 'text'): Set<BugClass> {
  const found = new Set<BugClass>();
  for (const [bug, form] of Object.entries(words) as [BugClass, RegExp][]) {
    for (const m of text.matchAll(form)) {
      if (!isAsserted(text, m.index, m.index + m[0].length, where)) continue;
      found.add(bug);
      break;
    }
  }
  return found;
}

function nearest(diagrams: readonly Diagram[], [first, last]: readonly [number, number]): Diagram | null {
  const distance = ({ lines }: Diagram): number => Math.max(0, lines[0] - last, first - lines[1]);
  return [...diagrams].sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
