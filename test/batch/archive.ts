// Archives for batches: threads that models cover, threads that they do not, and mails that are no good.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../cli/run.ts';
import { mboxOf } from '../mail/mails.ts';

export const LIVELOCK = readFileSync(join(ROOT, 'fixtures/threads/2020-swapin-livelock.mbox'), 'utf8');
export const MIGRATE = readFileSync(join(ROOT, 'fixtures/threads/2023-migrate-swapcache-stall.mbox'), 'utf8');

/** A diff of one function. */
export const diff = (name: string, path = 'fs/x.c'): string =>
  `---\n--- a/${path}\n+++ b/${path}\n@@ -1,3 +1,3 @@ static int ${name}(void)\n \tint x;\n-\told();\n+\tnew();\n \treturn 0;\n`;

/** Three threads that nobody has a model of: a race fix in two versions, an ordinary patch, talk without a patch. */
export const OTHERS = mboxOf([
  {
    id: 'a1',
    subject: '[PATCH] fs: fix deadlock in fs_sync()',
    text: `fs_sync() deadlocks: both CPUs wait.\n\n${diff('fs_sync')}`,
  },
  {
    id: 'a2',
    subject: 'Re: [PATCH] fs: fix deadlock in fs_sync()',
    answers: 'a1',
    from: 'Bob <b@x.invalid>',
    text: 'Why?',
  },
  {
    id: 'a3',
    subject: '[PATCH v2] fs: fix deadlock in fs_sync()',
    text: `fs_sync() deadlocks: both CPUs wait.\n\n${diff('fs_sync')}`,
  },
  { id: 'b1', subject: '[PATCH] fs: tidy up', text: `Nothing changes.\n\n${diff('fs_open')}` },
  { id: 'c1', subject: 'hello', from: 'Bob <b@x.invalid>', text: 'Anybody there?' },
]);

export const ARCHIVE = `${LIVELOCK.trimEnd()}\n\n${OTHERS.trimEnd()}\n\n${MIGRATE.trimEnd()}\n\n`;
