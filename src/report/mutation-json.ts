import { countOutcomes, type JudgedMutant, type Mutation } from '../mutate/mutation.ts';

/** What `patchcheck mutate --json` prints (docs/schema/mutants-1.json). */
export function mutationJson(m: Mutation, version: string): object {
  const { thread, model, candidate, asked, kept, unmutated, mutants } = m;
  const { 'never-ran': neverRan, ...counts } = countOutcomes(mutants);
  const { id, kind, author, title, message } = candidate;
  return {
    schema: 'patchcheck.mutants/1',
    version,
    thread: { subject: thread.subject, messages: thread.messages.length },
    model: model.name,
    candidate: { id, kind, author, title, message },
    kept,
    score: { ...counts, neverRan },
    unmutated,
    bounds: { maxStates: asked.maxStates, seconds: Number.isFinite(asked.deadline) ? asked.deadline / 1000 : null },
    mutants: mutants.map(mutantJson),
  };
}

function mutantJson({ mutant, outcome }: JudgedMutant): object {
  const { operator, function: name, message, line, source, text } = mutant;
  const { kind, ...why } = outcome;
  return { operator, function: name || null, message, line: line ?? null, source, text, outcome: kind, ...why };
}
