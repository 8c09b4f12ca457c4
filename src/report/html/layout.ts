// What every page has around its content. A page asks nobody for anything: its only style and its only script stand in
// it, and a policy forbids all others, so that a mail that slips through the escaping still does nothing.

import { createHash } from 'node:crypto';
import { version } from '../about.ts';
import { type Child, el, raw, toHtml } from './element.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export interface Layout {
  readonly title: string;
  /** Where the page belongs: the index, or one of its threads. */
  readonly isIndex: boolean;
}

/** A whole page, as text. */
export function pageHtml({ title, isIndex }: Layout, ...content: readonly Child[]): string {
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return toHtml(
    el(
      'html',
      { lang: 'en' },
      el(
        'head',
        {},
        el('meta', { charset: 'utf-8' }),
        el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
        el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        el('meta', { name: 'color-scheme', content: 'light dark' }),
        el('title', {}, `${title} · patchcheck`),
        raw('style', STYLE),
      ),
      el(
        'body',
        {},
        el('a', { class: 'skip', href: '#main' }, 'Skip to the verdict'),
        el(
          'nav',
          { 'aria-label': 'Pages' },
          isIndex ? el('span', {}, 'patchcheck ', version) : el('a', { href: 'index.html' }, '← All threads'),
          el('span', { class: 'dim' }, ' on a model, not on a kernel'),
        ),
        el('main', { id: 'main' }, ...content),
        el(
          'footer',
          { class: 'dim' },
          `patchcheck ${version}. Verdicts are about a model of the code, under the bounds that are given with them.`,
        ),
        isIndex ? null : raw('script', SCRIPT),
      ),
    ),
  );
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
