const archives =
  /^https?:\/\/(?:lore\.kernel\.org|lkml\.kernel\.org|lists\.openwall\.net|public-inbox\.org|yhbt\.net|patch\.msgid\.link|[^/]*\bmsgid\.link)\//i;

/**
 * The Message-ID, with its brackets, that a text names: `<a@b>`, `a@b`, `mid:a@b`, or the URL of a mail in a public-inbox
 * (`https://lore.kernel.org/linux-mm/a@b/T/#u`). Null if it names none.
 */
export function messageIdIn(text: string): string | null {
  const given = text.trim();
  if (/^https?:/i.test(given)) return fromUrl(given);
  const bare = given.replace(/^(?:mid|msgid|message-id|id):\s*/i, '').replace(/^<(.*)>$/, '$1');
  return /^[^\s<>@]+@[^\s<>@]+$/.test(bare) ? `<${bare}>` : null;
}

/** The first piece of the path that is an id; one without `@` counts behind the list's name. */
function fromUrl(url: string): string | null {
  const pieces = url
    .replace(/[?#].*$/, '')
    .split('/')
    .slice(3)
    .map(decoded)
    .filter((piece) => piece !== '');
  const id = pieces.find((piece) => piece.includes('@')) ?? (archives.test(url) ? pieces[1] : undefined);
  return id === undefined || /[\s<>]/.test(id) ? null : `<${id}>`;
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
