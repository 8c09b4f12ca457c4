import type { Look } from '../verdict/watch.ts';
import { Interrupt } from './interrupt.ts';
import { openSearchLine } from './search-line.ts';

/** What a command sees of its searches: it tells how they get on, and the first interrupt ends them. */
export function openLook(): { readonly look: Look; readonly interrupt: Interrupt; readonly close: () => void } {
  const interrupt = new Interrupt();
  const line = openSearchLine();
  return {
    interrupt,
    look: (at) => {
      interrupt.listen();
      if (interrupt.signal === undefined) line.tell(at);
      else line.clear();
      return interrupt.signal && 'interrupted';
    },
    close: () => {
      interrupt.off();
      line.clear();
    },
  };
}
