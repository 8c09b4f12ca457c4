// Proposals that a mail makes in words. A model carries what they come to (docs/models.md); one belongs to a thread if
// the words by which it is known stand in a mail of it.

import type { Message, Thread } from '../mail/message.ts';
import { quoteLines } from '../mail/quote.ts';
import { type ModelFolder, withProposal } from '../model/load.ts';
import type { Model, Proposal } from '../model/model.ts';
import type { Candidate } from '../patch/candidates.ts';
import { newStatements } from './new-statements.ts';
import type { Base, Stack } from './stack.ts';

export interface Proposed {
  readonly candidate: Candidate;
  readonly stack: Stack;
}

/** The proposals of a model that a thread makes, in its order, each in place of what the program before has. */
export function proposalsIn(thread: Thread, folder: ModelFolder, model: Model, start: Base): Proposed[] {
  const texts = model.proposals.length > 0 ? thread.messages.map(wordsOf) : [];
  const found = model.proposals.flatMap((proposal) => {
    const excerpt = words(proposal.excerpt);
    const message = texts.findIndex(({ text }) => text.includes(excerpt));
    if (message < 0) return [];
    const { text, levels } = texts[message]!;
    const at = text.indexOf(excerpt);
    return [{ proposal, message, at, level: levels[at]! }];
  });
  // What a mail quotes was said before what it says.
  found.sort((a, b) => a.message - b.message || b.level - a.level || a.at - b.at);
  return found.map(({ proposal, message }) => ({
    candidate: { ...candidateOf(proposal), message },
    stack: {
      ...stackOf(proposal, message, folder, model, start),
      ...(proposal.note !== undefined && { note: proposal.note }),
    },
  }));
}

function candidateOf({ name, author, about }: Proposal): Omit<Candidate, 'message'> {
  return { id: name, kind: 'proposal', author, title: about, version: 1, parts: [], missing: [] };
}

function stackOf(proposal: Proposal, message: number, folder: ModelFolder, model: Model, start: Base): Stack {
  const { program, diagnostics } = withProposal(folder, proposal, start.program);
  const changed = [...program.functions].filter(([name, fn]) => start.program.functions.get(name) !== fn);
  // It was written against the model as it stands.
  const other = changed.find(([name]) => model.program.functions.get(name) !== start.program.functions.get(name));
  const failure = other
    ? { message: `The proposal ${proposal.name} and an earlier patch both change \`${other[0]}()\`.` }
    : diagnostics[0];
  if (failure) return { layers: [], base: start, touched: [], failure };
  const added = changed.flatMap(([name, fn]) =>
    newStatements(start.program.functions.get(name), fn).map((statement) => ({ function: name, statement, message })),
  );
  const refused = new Map([...start.refused].filter(([name]) => !changed.some(([other]) => other === name)));
  const touched = changed.map(([name]) => name);
  return { layers: [], base: { program, refused, added: [...start.added, ...added] }, touched };
}

/** The text of a mail without blanks and quoting, and of each letter how deep it is quoted. */
function wordsOf({ text }: Message): { readonly text: string; readonly levels: readonly number[] } {
  const lines = quoteLines(text).map((line) => ({ text: words(line.text), level: line.level }));
  return {
    text: lines.map((line) => line.text).join(''),
    levels: lines.flatMap(({ text, level }) => Array.from({ length: text.length }, () => level)),
  };
}

function words(text: string): string {
  return text.replace(/\s+/g, '');
}
