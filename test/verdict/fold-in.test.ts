// A diff in an answer is often on top of the patch that it answers.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkThread } from '../../src/check.ts';
import { modelRoot } from './model-root.ts';

const FILES: Record<string, string> = {
  'model.ts': `import { model } from '../../src/model/dialect.ts'
import { adder, setup, whole } from './scenarios.ts'
export default model({
  title: 'Two adders', kernel: 'v1', pools: {}, config: {}, switches: {}, schedules: ['fair'],
  properties: { 'adds-up': { about: 'no update is lost', kind: 'quiescent', condition: whole } },
  scenarios: { adders: { about: 'two tasks add', setup, properties: ['adds-up'], tasks: {
    a: { about: 'A', run: adder, cpu: 0, priority: 1 }, b: { about: 'B', run: adder, cpu: 1, priority: 1 } } } },
  describes: [{ classes: ['data-race'], functions: ['nr_add'], checks: ['adders/fair/adds-up'] }],
  environment: { interrupts: 'none', allocation: 'none', reclaim: 'never', io: 'none' },
  assumes: [],
})
`,
  'nr.ts': `export let nr: int = 0
export let held: bool = false
/** mm/nr.c @atomic */
export function nr_lock(): void { wait_until(!held)
  held = true }
/** mm/nr.c @atomic */
export function nr_unlock(): void { held = false }
/** mm/nr.c */
export function nr_add(): void {
  let old: int
  old = nr
  nr = old + 1
}
`,
  'scenarios.ts': `import { nr, nr_add } from './nr.ts'
export function setup(): void {}
export function adder(): void { nr_add() }
/** @atomic */
export function whole(): bool { return nr == 2 }
`,
};

const head = '---\ndiff --git a/mm/nr.c b/mm/nr.c\n--- a/mm/nr.c\n+++ b/mm/nr.c\n';
const mails = (...texts: string[]): Buffer =>
  Buffer.from(
    texts
      .map((text, i) => {
        const refs = i > 0 ? 'In-Reply-To: <m0@x>\n' : '';
        const subject = `${i > 0 ? 'Re: ' : ''}[PATCH] fix data race in nr_add()`;
        return `From a@x Mon Jan  1 10:0${i}:00 2024\nFrom: A${i} <a@x>\nSubject: ${subject}\nDate: Mon, 1 Jan 2024 10:0${i}:00 +0000\nMessage-ID: <m${i}@x>\n${refs}\n${text}\n`;
      })
      .join(''),
  );
const V1 = `A data race in nr_add().\n${head}@@ -1,4 +1,6 @@ void nr_add(void)\n \tint old;\n \n \told = nr;\n+\tnr_lock();\n \tnr = old + 1;\n+\tnr_unlock();\n }\n-- \n2.0\n`;

let root = '';
beforeAll(() => {
  root = modelRoot('adders', FILES);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a diff that fits only behind the patch that it answers is judged on top of it', async () => {
  const fold = `One line too late.\n${head}@@ -1,5 +1,5 @@ void nr_add(void)\n \tint old;\n \n+\tnr_lock();\n \told = nr;\n-\tnr_lock();\n \tnr = old + 1;\n \tnr_unlock();\n`;
  const v = await checkThread({ bytes: mails(V1, fold), name: 'x.mbox' }, { root });
  expect(v.candidates.map((c) => [c.id, c.verdict, c.title])).toEqual([
    ['patch-v1', 'not-fixed', 'fix data race in nr_add()'],
    ['reply-1', 'fixed', 'fix data race in nr_add(), on top of patch-v1'],
  ]);
});

test('one that fits nowhere stays one that does not apply', async () => {
  const other = `Or so.\n${head}@@ -1,3 +1,4 @@ void nr_add(void)\n \tint old;\n \n+\tnr_lock();\n \told = other;\n`;
  const v = await checkThread({ bytes: mails(V1, other), name: 'x.mbox' }, { root });
  expect(v.candidates.map((c) => [c.id, c.verdict])).toEqual([
    ['patch-v1', 'not-fixed'],
    ['reply-1', 'unknown'],
  ]);
});
