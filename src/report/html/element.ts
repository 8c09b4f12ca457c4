// Elements of a page. What comes from a mail is text here and nothing else: every text and every attribute is made
// visible (controls, marks of direction) and escaped, whoever puts it in.

import { type ComponentChildren, h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { escapeLine } from '../escape.ts';

export type Child = VNode | string | number | null | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element of HTML or SVG. An attribute that is undefined or false is left out. */
export function el(name: string, attributes: Attributes, ...children: readonly Child[]): VNode {
  const given = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'string' ? visible(value) : value,
  ]);
  return h(name, Object.fromEntries(given), ...children.map(shown)) as VNode;
}

/** A style sheet or a script of ours, which is put in as it is. */
export function raw(name: 'style' | 'script', text: string, attributes: Attributes = {}): VNode {
  return h(name, { ...attributes, dangerouslySetInnerHTML: { __html: text } }) as VNode;
}

/** A page as text. */
export function toHtml(page: VNode): string {
  return `<!doctype html>\n${renderToString(page)}\n`;
}

function shown(child: Child): ComponentChildren {
  if (typeof child === 'string') return visible(child);
  return Array.isArray(child) ? child.map(shown) : (child as ComponentChildren);
}

/** Text in which nothing hides: only tabs and ends of lines stay as they are. */
function visible(text: string): string {
  return text.replace(/[^\t\n]+/g, escapeLine);
}
