// What b4 asks of b4.review-perpatch-check-cmd and b4.review-series-check-cmd ("CI check integration" in its documentation):
// one mail on standard input, a JSON array of results on standard output.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mboxOf } from '../mail/mails.ts';
import { build, patchcheck, ROOT } from './run.ts';

beforeAll(build);

const ARCHIVE = join(ROOT, 'fixtures/threads/2023-migrate-swapcache-stall.mbox');
const mail = readFileSync(ARCHIVE, 'utf8').replace(/^From .*\n/, '');

interface Result {
  readonly tool: string;
  readonly status: string;
  readonly summary: string;
  readonly details: string;
}

function check(text: string, ...args: string[]): Result[] {
  const { exit, out, err } = patchcheck(['b4-check', '--described', ...args], text);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return JSON.parse(out) as Result[];
}

describe('patchcheck b4-check', () => {
  test('passes a patch that mends the bug, with the report as details', () => {
    const [result, ...more] = check(mail);
    expect(more).toEqual([]);
    expect(result).toMatchObject({
      tool: 'patchcheck',
      status: 'pass',
      summary: expect.stringMatching(/^FIXED: .*on the model/),
    });
    expect(result!.details).toContain('on a model, not on a kernel');
    expect(Object.keys(result!).sort()).toEqual(['details', 'status', 'summary', 'tool']);
  });

  test('fails one that leaves it as it was, and warns of one that cannot be judged', () => {
    // Of what is added only empty lines stay.
    const idle = mail.replace(/^\+(?!\+).*$/gm, '+');
    expect(check(idle)).toMatchObject([{ status: 'fail', summary: expect.stringMatching(/^NOT FIXED/) }]);
    const broken = mail.replace(/^\+(?!\+)(\t.*)$/m, '+$1 ((((');
    expect(check(broken)).toMatchObject([{ status: 'warn', summary: expect.stringMatching(/^UNKNOWN/) }]);
  });

  test('never fails a part of a series for what another part may mend', () => {
    const part = mail.replace('[PATCH] [RFC]', '[PATCH 1/2]').replace(/^\+(?!\+).*$/gm, '+');
    for (const { status, summary } of check(part)) {
      expect(status).toBe('warn');
      expect(summary).toContain('without the other parts of its series');
    }
  });

  test('has nothing to say of code that no model has, and of a cover letter', () => {
    const text = '--- a/fs/x.c\n+++ b/fs/x.c\n@@ -1,2 +1,2 @@ int f(void)\n \tint x;\n-\told();\n+\tnew();\n';
    const one = (subject: string, body: string): string => mboxOf([{ subject, text: body }]).replace(/^From .*\n/, '');
    expect(check(one('[PATCH] fs: fix deadlock', text))).toEqual([]);
    expect(check(one('[PATCH 0/2] fs: fix deadlocks', 'Two fixes.\n'))).toEqual([]);
  });

  test('judges the thread of the mail where an archive has it', () => {
    const [, id] = /^Message-ID: (<.*>)$/im.exec(mail)!;
    const cover = `From: Charan <c@x.invalid>\nSubject: Re: [PATCH] stalls\nMessage-ID: ${id}\n\nSee the patch.\n`;
    expect(check(cover)).toEqual([]);
    expect(check(cover, '--archive', ARCHIVE)).toMatchObject([{ status: 'pass' }]);
    expect(check(mail.replace(/^Message-ID: .*$/m, 'Message-ID: <elsewhere@x>'), '--archive', ARCHIVE)).toMatchObject([
      { status: 'pass' },
    ]);
  });

  test('ends with an error and no output where there is no mail, which b4 shows as a failure', () => {
    expect(patchcheck(['b4-check'], '')).toMatchObject({ exit: 3, out: '' });
    expect(patchcheck(['b4-check', '--archive', 'no-such-file'], mail)).toMatchObject({ exit: 3, out: '' });
  });
});
