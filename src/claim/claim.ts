// Which bugs a thread describes, by what its people say in words; never by what the lines of a diff look like.

import type { Thread } from '../mail/message.ts';
import { parseSubject } from '../mail/subject.ts';
import { recoverPatches } from '../patch/recover.ts';
import { isAsserted } from './assertion.ts';
import { type BugClass, raceWords, stem, words } from './bug-class.ts';
import { bugDrawn, isLockBox, isRuledOut } from './by-diagram.ts';
import { type Diagram, readDiagrams } from './diagram.ts';
import { changedFunctions, functionsIn, namedFunctions } from './functions.ts';
import { type Paragraph, paragraphsOf } from './prose.ts';

export type { BugClass } from './bug-class.ts';

export interface Claim {
  readonly class: BugClass;
  /** Named beside the bug, those of the subject first; those that the diff changes if it changes none of the former. */
  readonly functions: readonly string[];
  /** Index of the message. */
  readonly message: number;
  /** 1-based lines of the first paragraph that makes the claim; of the diagram, if there are several or it makes the claim alone;
   * [0, 0] if only the subject does. */
  readonly lines: readonly [number, number];
  /** Of the same message. */
  readonly diagram: Diagram | null;
}

/** The claims of a thread: for each message and class one, or one for each diagram that shows it. */
export function readClaims(thread: Thread): Claim[] {
  const patches = thread.messages.flatMap(recoverPatches);
  // Most threads of an archive claim nothing, and are not asked for names.
  let named: ReadonlySet<string> | undefined;
  const known = (): ReadonlySet<string> => {
    named ??= namedFunctions(patches);
    return named;
  };
  const titles = new Set<string>();
  const paragraphs = paragraphsOf(thread);
  const diagrams = readDiagrams(thread);
  const paragraphsIn = byMessage(paragraphs);
  const diagramsIn = byMessage(diagrams);
  return thread.messages.flatMap((message) => {
    const { title } = parseSubject(message.subject);
    const entitled = assertedIn(title, 'subject');
    const isNew = !titles.has(title);
    titles.add(title);
    const said = paragraphsIn.get(message.index) ?? [];
    const asserted = said.map((p) => assertedIn(p.text, 'text'));
    const drawn = diagramsIn.get(message.index) ?? [];
    const classes = new Set(isNew ? entitled : []);
    for (const bugs of asserted) for (const bug of bugs) classes.add(bug);
    if (classes.size === 0 && drawn.length === 0) return [];
    const own = said.map((p, i) => ({ ...p, asserts: asserted[i]! }));
    const near = patches.filter((p) => p.message === message.index);
    const changed = changedFunctions(near.length > 0 ? near : patches.filter((p) => p.title === title));
    const inWords = [...classes].flatMap((bug): Claim[] => {
      const where = own.filter((p) => p.asserts.has(bug));
      const inTitle = functionsIn(title, known());
      const beside = where.flatMap((p) => functionsIn(p.text, known()));
      const told = entitled.has(bug) || beside.length === 0 ? [...inTitle, ...beside] : beside;
      const functions = told.some((n) => changed.includes(n)) ? told : [...told, ...changed];
      const lines = where[0]?.lines ?? [0, 0];
      const claim = { class: bug, message: message.index };
      const shown = drawn.filter((d) => bug === 'deadlock' || !isLockBox(d));
      if (shown.length === 0) return [{ ...claim, functions: [...new Set(functions)], lines, diagram: null }];
      return shown.map((diagram) => ({
        ...claim,
        functions: [...new Set([...functions, ...functionsOf(diagram, own, known())])],
        lines: shown.length === 1 ? lines : diagram.lines,
        diagram,
      }));
    });
    const told = new Set(inWords.map((c) => c.diagram));
    const inDiagrams = drawn.flatMap((diagram): Claim[] => {
      if (told.has(diagram) || isRuledOut(diagram, own)) return [];
      const shows = bugDrawn(diagram) ?? (isRace(title, own) ? { class: 'race' as const, functions: [] } : null);
      if (shows === null) return [];
      const functions = [...new Set([...shows.functions, ...functionsOf(diagram, own, known())])];
      return [{ class: shows.class, functions, message: message.index, lines: diagram.lines, diagram }];
    });
    return [...inWords, ...inDiagrams];
  });
}

function byMessage<T extends { readonly message: number }>(all: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const one of all) {
    const own = found.get(one.message);
    if (own) own.push(one);
    else found.set(one.message, [one]);
  }
  return found;
}

/** The functions of a diagram and of the words directly around it. */
function functionsOf(diagram: Diagram, own: readonly Paragraph[], known: ReadonlySet<string>): string[] {
  const { lines, actors } = diagram;
  // `lock()` in lockdep's box is no function.
  const steps = isLockBox(diagram) ? [] : diagram.steps;
  const around = own.filter((p) => p.lines[0] <= lines[1] + 2 && p.lines[1] >= lines[0] - 2);
  return [
    ...actors.flatMap((a) => functionsIn(a, known)),
    ...steps.flatMap((s) => s.functions).filter((f) => f.includes('_') || known.has(f)),
    ...around.flatMap((p) => functionsIn(p.text, known)),
  ];
}

function isRace(title: string, own: readonly Paragraph[]): boolean {
  const all = [
    { text: title, where: 'subject' as const },
    ...own.map((p) => ({ text: p.text, where: 'text' as const })),
  ];
  return all.some(({ text, where }) =>
    [...text.matchAll(raceWords)].some((m) => isAsserted(text, m.index, m.index + m[0].length, where)),
  );
}

const nothing: ReadonlySet<BugClass> = new Set();

function assertedIn(text: string, where: 'subject' | 'text'): ReadonlySet<BugClass> {
  if (!stem.test(text)) return nothing;
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
