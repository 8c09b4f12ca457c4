import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { render } from '../../src/report/format/format.ts';
import { toJson } from '../../src/report/json.ts';
import { runsOf } from '../../src/report/view/runs.ts';
import type { ThreadVerdict } from '../../src/verdict/thread-verdict.ts';
import { SARIF } from './sarif-schema.ts';
import { HOSTILE, IDLE, LEAKY, LIVELOCK, verdictOn } from './told.ts';

const printed = { file: 'thread.mbox', version: '0.1.0' };
const all: Record<string, () => Promise<ThreadVerdict>> = {
  fixed: () => verdictOn(LIVELOCK),
  'not fixed': () => verdictOn(IDLE),
  'breaks something': () => verdictOn(LEAKY, { scope: 'every' }),
  hostile: () => verdictOn(HOSTILE),
};

describe('golden files', () => {
  test.each([
    ['jsonl', 'not-fixed.jsonl'],
    ['ktap', 'not-fixed.ktap'],
    ['junit', 'not-fixed.junit.xml'],
    ['sarif', 'not-fixed.sarif'],
  ] as const)('%s is %s', async (format, file) => {
    await expect(render(format, await verdictOn(IDLE), printed)).toMatchFileSnapshot(`golden/${file}`);
  });
});

describe.each(Object.entries(all))('%s', (_, verdict) => {
  test('JSON lines put together are the JSON', async () => {
    const v = await verdict();
    const records = render('jsonl', v, printed)
      .trimEnd()
      .split('\n')
      .map((l) => JSON.parse(l) as { record: string });
    expect(records[0]!.record).toBe('thread');
    expect(records.at(-1)!.record).toBe('verdict');
    const json = JSON.parse(JSON.stringify(toJson(v, '0.1.0'))) as Record<string, unknown[]>;
    const list = (name: string) => records.filter((r) => r.record === name).map(({ record: _, ...rest }) => rest);
    for (const [many, one] of [
      ['patches', 'patch'],
      ['claims', 'claim'],
      ['candidates', 'candidate'],
      ['checks', 'check'],
      ['warnings', 'warning'],
    ] as const)
      expect(list(one)).toEqual(json[many]);
  });

  test('KTAP: every plan is kept, every line is known, numbers run from 1', async () => {
    expect(faultsOfKtap(render('ktap', await verdict(), printed))).toEqual([]);
  });

  test('JUnit is well-formed XML, and its counts are those of its cases', async () => {
    const xml = render('junit', await verdict(), printed);
    expect(faultsOfXml(xml)).toEqual([]);
    const [, tests, failures, skipped] =
      /<testsuites name="patchcheck" tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)">/.exec(xml)!;
    expect(xml.match(/<testcase /g) ?? []).toHaveLength(Number(tests));
    expect(xml.match(/<failure /g) ?? []).toHaveLength(Number(failures));
    expect(xml.match(/<skipped /g) ?? []).toHaveLength(Number(skipped));
  });

  test('SARIF is as its schema says, and its steps are those of the run, each once', async () => {
    const v = await verdict();
    const log = JSON.parse(render('sarif', v, printed)) as SarifLog;
    const validate = new Ajv({ allErrors: true, strict: false }).compile(SARIF);
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    for (const { properties, codeFlows } of log.runs[0]!.results) {
      const steps = codeFlows[0]!.threadFlows
        .flatMap((f) => f.locations.map((l) => l.executionOrder))
        .sort((a, b) => a - b);
      const run = runsOf(v, '').find((r) => r.check === properties.check && r.run === properties.run)!;
      expect(steps).toEqual(Array.from({ length: run.moves }, (_, i) => i + 1));
    }
  });

  test('nothing that a mail hides reaches a terminal, and JSON still has all of it', async () => {
    const v = await verdict();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    const hidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    for (const format of ['json', 'jsonl', 'ktap', 'junit', 'sarif'] as const)
      expect(render(format, v, printed)).not.toMatch(hidden);
    expect(JSON.parse(render('json', v, printed))).toMatchObject({ thread: { subject: v.thread.subject } });
  });
});

describe('what an outcome is called', () => {
  test('a check that the patch breaks is new, one that it mends absent, one that it leaves unchanged', async () => {
    const log = JSON.parse(render('sarif', await verdictOn(LEAKY, { scope: 'every' }), printed)) as SarifLog;
    const found = (state: string) => log.runs[0]!.results.filter((r) => r.baselineState === state);
    for (const state of ['absent', 'new', 'unchanged']) expect(found(state).length, state).toBeGreaterThan(0);
    expect(found('absent').every((r) => r.level === 'error')).toBe(true);
    expect(found('new').every((r) => r.ruleId === 'no-leak' && r.level === 'error')).toBe(true);
    expect(found('unchanged').every((r) => r.level === 'warning')).toBe(true);
  });

  test('in KTAP, what was violated before too is expected; in JUnit it is skipped', async () => {
    const v = await verdictOn(LEAKY, { scope: 'every' });
    const ktap = render('ktap', v, printed);
    expect(ktap).toMatch(/^ {2}not ok \d+ readers\/preempt\/every-call-returns # XFAIL /m);
    expect(ktap).toMatch(/^ {2}not ok \d+ \S+\/no-leak # holds before, violated after/m);
    expect(ktap).toMatch(/^not ok 1 patch-v1 # fixed$/m);
  });
});

interface SarifLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly baselineState: string;
      readonly properties: { readonly check: string; readonly run: string };
      readonly codeFlows: readonly {
        readonly threadFlows: readonly { readonly locations: readonly { readonly executionOrder: number }[] }[];
      }[];
    }[];
  }[];
}

/** What is wrong with a text as KTAP: an own small reader of its rules. */
function faultsOfKtap(text: string): string[] {
  const faults: string[] = [];
  const check = (lines: readonly string[], indent: string): void => {
    const own = lines.filter((l) => !l.startsWith(`${indent}  `)).map((l) => l.slice(indent.length));
    if (own[0] !== 'KTAP version 1') faults.push(`no version line: ${own[0]}`);
    const plan = own.map((l) => /^1\.\.(\d+)$/.exec(l)?.[1]).find((n) => n !== undefined);
    const results = own.flatMap((l) => /^(?:not )?ok (\d+) \S+/.exec(l)?.[1] ?? []);
    if (results.length !== Number(plan)) faults.push(`planned ${plan}, ran ${results.length}`);
    for (const [i, n] of results.entries()) if (Number(n) !== i + 1) faults.push(`number ${n} at ${i + 1}`);
    for (const l of own)
      if (!/^(KTAP version 1|1\.\.\d+|#.*|(not )?ok \d+ \S+( # [^#]*(\\#[^#]*)*)?)$/.test(l)) faults.push(l);
  };
  const lines = text.trimEnd().split('\n');
  check(lines, '');
  let group: string[] = [];
  for (const line of [...lines, 'end'])
    if (line.startsWith('  ')) group.push(line);
    else if (group.length > 0) {
      check(group, '  ');
      group = [];
    }
  return faults;
}

/** What is wrong with a text as XML: tags that do not close, bare characters, attributes without quotes. */
function faultsOfXml(text: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  for (const [token] of rest.matchAll(/<[^<>]*>|[^<>]+|[<>]/g)) {
    const tag = /^<(\/?)([A-Za-z-]+)((?: [a-z]+="(?:[^"<&]|&(?:amp|lt|gt|quot);)*")*)(\/?)>$/.exec(token);
    if (tag) {
      if (tag[1]) {
        if (open.pop() !== tag[2]) faults.push(token);
      } else if (!tag[4]) open.push(tag[2]!);
    } else if (!/^(?:[^<>&]|&(?:amp|lt|gt|quot);)*$/.test(token)) faults.push(token);
  }
  return [...faults, ...open];
}
