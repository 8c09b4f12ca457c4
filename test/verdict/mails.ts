// Mails made of their words, for tests of what becomes of them.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Input } from '../../src/verdict/onto.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The thread that the first model was made for. */
export const LIVELOCK: Input = {
  name: 'swapin-livelock.mbox',
  bytes: readFileSync(new URL('../../fixtures/threads/2020-swapin-livelock.mbox', import.meta.url)),
};

export interface Mail {
  readonly subject?: string;
  readonly text?: string;
  readonly diff?: string;
  readonly answers?: string;
  readonly id?: string;
}

/** One mail or several as an mbox. */
export function mbox(...mails: Mail[]): Input {
  const bytes = mails.map(({ subject = '[PATCH] mm: x', text = '', diff = '', answers, id = 'a@b' }, i) =>
    [
      'From a@b Fri May 22 13:09:00 2020',
      `From: A. Hacker <a@example.org>`,
      `Date: Fri, 22 May 2020 13:0${i}:00 +0000`,
      `Subject: ${subject}`,
      `Message-ID: <${id}>`,
      ...(answers ? [`In-Reply-To: <${answers}>`] : []),
      '',
      text,
      '---',
      diff,
      '',
      '',
    ].join('\n'),
  );
  return { name: 'test.mbox', bytes: Buffer.from(bytes.join('')) };
}

/** A diff of one file from hunks that are lines with a blank, `+` or `-` in front; counts are made to fit. */
export function diffOf(path: string, section: string, ...hunks: readonly string[]): string {
  const head = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n`;
  return head + hunks.map((h) => hunkOf(h, section)).join('');
}

function hunkOf(text: string, section: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n\s*$/, '')
    .split('\n');
  const old = lines.filter((l) => !l.startsWith('+')).length;
  const now = lines.filter((l) => !l.startsWith('-')).length;
  return `@@ -400,${old} +400,${now} @@ ${section}\n${lines.join('\n')}\n`;
}

/** A diff of the function that the livelock is in. */
export function swapin(...hunks: readonly string[]): string {
  return diffOf('mm/swap_state.c', 'struct page *__read_swap_cache_async(swp_entry_t entry, gfp_t gfp_mask,', ...hunks);
}

export const CLAIM = 'This fixes a livelock in __read_swap_cache_async().';
