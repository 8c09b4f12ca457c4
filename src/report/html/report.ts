// A report of several threads as pages: an index, and one for each thread.

import type { ThreadVerdict } from '../../verdict/thread-verdict.ts';
import { viewOf } from '../view/thread-view.ts';
import { type Failed, indexPage, type Listed } from './index-page.ts';
import { threadPage } from './thread-page.ts';

export interface Page {
  readonly name: string;
  readonly html: string;
}

/** Pages are made one by one, so that no more than one verdict is held; the index comes last. */
export class HtmlReport {
  readonly #listed: Listed[] = [];
  readonly #failed: Failed[] = [];

  /** The page of a thread. */
  add(v: ThreadVerdict, file: string): Page {
    const view = viewOf(v, { file });
    const name = `thread-${this.#listed.length + 1}.html`;
    const { subject, author, version, date, claims, verdict, sentence, model, deciding } = view;
    const candidates = view.candidates.map(({ id, introduced }) => ({ id, introduced }));
    this.#listed.push({
      view: { subject, author, version, date, claims, verdict, sentence, model, file, candidates, deciding },
      page: name,
    });
    return { name, html: threadPage(view, v) };
  }

  /** Notes a file of which there is no page. */
  fail(file: string, reason: string): void {
    this.#failed.push({ file, reason });
  }

  /** The list of all that was added. */
  index(): Page {
    return { name: 'index.html', html: indexPage(this.#listed, this.#failed) };
  }
}
