// Trailers in answers: "Reviewed-by: …" below a patch or its cover, as maintainers collect them when they apply it.

import { samePerson } from '../mail/address.ts';
import type { PatchMail, Posting } from './posting.ts';
import { type Trailer, trailersIn } from './trailers.ts';

export interface PlacedTrailer extends Trailer {
  /** Index of the message that it stands in. */
  readonly message: number;
  /** In the patch itself; in an answer by the person whom it names; in one by somebody else. */
  readonly source: 'commit' | 'answer' | 'answer-for-another';
}

/** Given by reviewers. Others come with a patch of their own, or speak to its author. */
const given =
  /^(?:Reviewed|Acked|Tested|Reported|Suggested|Nacked|Reported-and-tested|Tested-and-[a-z]+|Acked-and-[a-z]+|Reviewed-and-[a-z]+)-by$/;
const offered = /^(?:Signed-off-by|Co-developed-by|Fixes|Link|Closes|Cc)$/;

/** Which trailers of answers go to which part. Those below a cover go to all of its parts. */
export function followUps(
  mails: readonly PatchMail[],
  home: ReadonlyMap<PatchMail, Posting>,
): Map<PatchMail, PlacedTrailer[]> {
  const found = new Map<PatchMail, PlacedTrailer[]>();
  for (const mail of mails) {
    const { message, answers, isPosted, sent } = mail;
    const posting = answers && home.get(answers);
    if (isPosted || !posting) continue;
    const goesTo = posting.cover === answers ? posting.parts : [original(answers, posting)];
    for (const trailer of trailersIn(beforeSignature(message.text))) {
      if (!given.test(trailer.name) && (sent.length > 0 || !offered.test(trailer.name))) continue;
      const isOwn = !given.test(trailer.name) || samePerson(trailer.person!, message.from);
      const placed: PlacedTrailer = {
        ...trailer,
        message: message.index,
        source: isOwn ? 'answer' : 'answer-for-another',
      };
      for (const part of goesTo) found.set(part, [...(found.get(part) ?? []), placed]);
    }
  }
  return found;
}

/** An answer to a part that was sent twice is one to the part. */
function original(mail: PatchMail, { parts }: Posting): PatchMail {
  return parts.find((p) => p.subject.part[0] === mail.subject.part[0]) ?? mail;
}

function beforeSignature(text: string): string {
  const at = text.search(/^-- $/m);
  return at < 0 ? text : text.slice(0, at);
}
