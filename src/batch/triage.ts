// What a thread is: its bytes in, what it proposes and claims out. Nothing is applied and nothing is run.

import type { Claim } from '../claim/claim.ts';
import { readClaims } from '../claim/claim.ts';
import { concurrentClaims } from '../claim/concurrency.ts';
import { changedFunctions, changedIn } from '../claim/functions.ts';
import { isTakenBack, withdrawalsOf } from '../claim/withdrawn.ts';
import { readThread } from '../mail/read.ts';
import type { ModelIndexEntry } from '../model/index.ts';
import { candidatesOfMails } from '../patch/candidates.ts';
import type { RecoveredPatch } from '../patch/patch.ts';
import { patchMails } from '../patch/posting.ts';
import { chooseModel } from '../verdict/choose-model.ts';
import type { Input } from '../verdict/onto.ts';
import type { ClaimRecord, Recognised, TouchedFunction, Triage } from './record.ts';

/** Reads a thread. Throws `MailError` if there is no mail in it. */
export async function triageThread({ bytes, name }: Input, models: readonly ModelIndexEntry[]): Promise<Triage> {
  const thread = await readThread(bytes, name);
  const mails = patchMails(thread);
  const candidates = candidatesOfMails(mails);
  const claims = readClaims(thread);
  const concurrent = concurrentClaims(thread, claims);
  const patches = candidates.flatMap((c) => c.parts);
  const newest = candidates.findLast((c) => c.kind === 'patch') ?? candidates.at(-1);
  const first = thread.messages[0];
  return {
    subject: thread.subject,
    author: newest?.author || first?.from.name || '',
    date: first?.date?.toISOString() ?? null,
    messages: thread.messages.length,
    withdrawn: isTakenBack(thread, mails, withdrawalsOf(thread, mails)),
    candidates: candidates.map(({ id, kind, version, title, author, parts, message }) => ({
      id,
      kind,
      version,
      title,
      author,
      date: (parts[0]?.date ?? thread.messages[message]?.date)?.toISOString() ?? null,
    })),
    claims: recordsOf(claims, concurrent),
    functions: touchedBy(patches),
    mended: mendedBy(patches, [...concurrent]),
    model: chooseModel(models, patches, claims)?.name ?? null,
  };
}

/** Each class once, by the strongest way in which it was recognised. */
function recordsOf(claims: readonly Claim[], concurrent: ReadonlySet<Claim>): ClaimRecord[] {
  const classes = [...new Set(claims.map((c) => c.class))];
  return classes.map((bug) => {
    const own = claims.filter((c) => c.class === bug);
    const ways = new Set(own.map(recognised));
    const drawn = ways.has('diagram') || ways.has('words and diagram');
    const said = ways.has('words') || ways.has('words and diagram');
    return {
      class: bug,
      by: drawn && said ? 'words and diagram' : drawn ? 'diagram' : said ? 'words' : 'subject',
      concurrent: own.some((c) => concurrent.has(c)),
      functions: [...new Set(own.flatMap((c) => c.functions))],
    };
  });
}

function recognised({ lines, diagram }: Claim): Recognised {
  if (!diagram) return lines[0] === 0 ? 'subject' : 'words';
  return lines[0] === diagram.lines[0] && lines[1] === diagram.lines[1] ? 'diagram' : 'words and diagram';
}

/**
 * What the patches change whose own mails describe a race. Where none does (the bug is told in a cover letter, or in
 * answers), those that change a function which the bug is told of; else all.
 */
function mendedBy(patches: readonly RecoveredPatch[], claims: readonly Claim[]): TouchedFunction[] {
  if (claims.length === 0) return [];
  const speaking = new Set(claims.map((c) => c.message));
  const own = patches.filter((p) => speaking.has(p.message));
  if (own.length > 0) return touchedBy(own);
  const named = new Set(claims.flatMap((c) => c.functions));
  const about = patches.filter((p) => changedFunctions([p]).some((name) => named.has(name)));
  return touchedBy(about.length > 0 ? about : patches);
}

function touchedBy(patches: readonly RecoveredPatch[]): TouchedFunction[] {
  const found = new Map<string, TouchedFunction>();
  for (const patch of patches)
    for (const file of patch.files)
      for (const name of changedIn(file)) found.set(`${file.path} ${name}`, { name, file: file.path });
  return [...found.values()];
}
