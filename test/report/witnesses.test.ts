import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { replaySchedule } from '../../src/report/witnesses/replay.ts';
import { renderWitnesses, type WitnessForm } from '../../src/report/witnesses/witnesses.ts';
import type { Input } from '../../src/verdict/onto.ts';
import { HOSTILE, IDLE, LIVELOCK, ROOT, verdictOn } from './told.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/schema/witness-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);

async function witnesses(form: WitnessForm, input: Input): Promise<string> {
  const options = { file: 'thread.mbox', version: '0.1.0', input, onto: [], width: 80 };
  return renderWitnesses(form, await verdictOn(input), options) ?? '';
}

interface Run {
  readonly check: string;
  readonly candidate: string | null;
  readonly steps: number;
  readonly schedule: string;
  readonly run: readonly {
    readonly task: string;
    readonly cells: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly leftOut: number;
  readonly other: {
    readonly violated: boolean;
    readonly made: number;
    readonly why: string | null;
    readonly parts: object;
  };
}

async function json(input: Input): Promise<{ readonly witnesses: readonly Run[] }> {
  const value = JSON.parse(await witnesses('json', input));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

describe('the runs of a verdict as JSON', () => {
  test('have each step, the cells that matter in it, and what becomes of the schedule after the patch', async () => {
    const [run, ...more] = (await json(LIVELOCK)).witnesses;
    expect(more).toEqual([]);
    expect(run!.run).toHaveLength(run!.steps);
    const cells = new Set(run!.run.flatMap((s) => s.cells.map((c) => c.name)));
    expect(cells).toContain('swap_device.swap_map[1]');
    expect([...cells].filter((name) => name.includes('lock'))).toEqual([]);
    expect(run!.leftOut).toBeGreaterThan(0);
    expect(run!.other).toMatchObject({ candidate: 'patch-v1', violated: false });
    expect(run!.other.parts).toMatchObject({
      task: 'owner',
      before: 'err = swapcache_prepare(entry)',
      after: 'page = alloc_page_vma(…)',
    });
  });

  test('are those before and after the patch, if it is violated on both sides', async () => {
    const { witnesses: runs } = await json(IDLE);
    expect(runs.map((r) => r.candidate)).toEqual([null, 'patch-v1']);
  });

  test('say so where there is none', async () => {
    const v = await verdictOn(LIVELOCK);
    const none = { ...v, checks: [] };
    const options = { file: 'x', version: '0.1.0', input: LIVELOCK, onto: [], width: 80 };
    expect(JSON.parse(renderWitnesses('json', none, options)!).witnesses).toEqual([]);
    expect(renderWitnesses('text', none, options)).toBeUndefined();
    expect(renderWitnesses('test', none, options)).toBeUndefined();
  });
});

describe('what a test asks for', () => {
  test('is answered as the JSON says, on both sides of the patch', async () => {
    const [run] = (await json(LIVELOCK)).witnesses;
    const asked = { thread: LIVELOCK.bytes, check: run!.check, run: run!.schedule };
    expect(await replaySchedule(asked, ROOT)).toEqual({ violated: true, made: run!.steps, why: null, parts: null });
    const { violated, made, why, parts } = run!.other;
    expect(await replaySchedule({ ...asked, candidate: 'patch-v1' }, ROOT)).toEqual({ violated, made, why, parts });
  });
});

describe('the runs of a verdict as a text', () => {
  test('have the cells under the statements that touch them, and fit the width', async () => {
    const text = await witnesses('text', LIVELOCK);
    expect(text).toContain('· swap_device.swap_map[1]: 2 → 66');
    expect(text).toContain('<- after the patch: page =');
    expect(text).toContain('reads and writes of other cells of shared memory left out');
    const wide = text.split('\n').filter((l) => l.length > 80 && !/^check|^replay|owner|looper|readers\//.test(l));
    expect(wide).toEqual([]);
  });
});

describe('the runs of a verdict as a test', () => {
  test('name no folder, and a hostile mail does not get out of its text', async () => {
    const text = await witnesses('test', HOSTILE);
    expect(text).not.toContain(ROOT);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    const lines = text.split('\n');
    const thread = lines.slice(lines.indexOf('const thread = [') + 1, lines.indexOf("].join('\\n');"));
    const back = thread.map((line) => JSON.parse(line.trim().replace(/,$/, '')) as string).join('\n');
    expect(Buffer.from(back)).toEqual(Buffer.from(HOSTILE.bytes));
  });

  test('keep what is no text in base 64', async () => {
    const bytes = Uint8Array.from([0x1f, 0x8b, 0, 255]);
    const v = await verdictOn(LIVELOCK);
    const options = { file: 'x', version: '0.1.0', input: { name: 'x', bytes }, onto: [], width: 80 };
    expect(renderWitnesses('test', v, options)).toContain(`'${Buffer.from(bytes).toString('base64')}'`);
  });
});
