// A line that is typed: one key in, the line after it out.

export type Typed =
  | { readonly kind: 'typing'; readonly text: string }
  | { readonly kind: 'entered'; readonly text: string }
  | { readonly kind: 'left' };

/** The longest line that is taken. */
const LONGEST = 2000;

/** What a key makes of a line. */
export function typeKey(text: string, key: string): Typed {
  switch (key) {
    case 'Enter':
      return { kind: 'entered', text };
    case 'Esc':
    case 'C-c':
    case 'C-g':
      return { kind: 'left' };
    case 'Backspace':
      return text === '' ? { kind: 'left' } : { kind: 'typing', text: [...text].slice(0, -1).join('') };
    case 'C-u':
      return { kind: 'typing', text: '' };
    case 'C-w':
      return { kind: 'typing', text: text.replace(/\S*\s*$/, '') };
    default: {
      const typed = key === 'Space' ? ' ' : key === 'Tab' ? ' ' : key;
      const isText = [...typed].length === 1;
      return { kind: 'typing', text: isText && text.length < LONGEST ? text + typed : text };
    }
  }
}
