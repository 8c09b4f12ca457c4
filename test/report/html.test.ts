import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HtmlReport } from '../../src/report/html/report.ts';
import { EVIL, HOSTILE, IDLE, LEAKY, LIVELOCK, verdictOn } from './told.ts';

const pages = new Map<string, string>();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchcheck-html-'));
  const report = new HtmlReport();
  const made = [
    report.add(await verdictOn(LIVELOCK), 'livelock.mbox'),
    report.add(await verdictOn(LEAKY, { scope: 'every' }), 'leaky.txt'),
    report.add(await verdictOn(IDLE), 'idle.mbox'),
    report.add(await verdictOn(HOSTILE), `<b>${EVIL}`),
  ];
  report.fail('<i>no</i>.mbox', 'Cannot read <i>no</i>.mbox: there is no such file.');
  for (const { name, html } of [...made, report.index()]) {
    pages.set(name, html);
    writeFileSync(join(folder, name), html);
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('pages', () => {
  test('are one index and one for each thread', () => {
    expect([...pages.keys()]).toEqual([
      'thread-1.html',
      'thread-2.html',
      'thread-3.html',
      'thread-4.html',
      'index.html',
    ]);
  });

  test('ask nobody for anything: no address but those of each other, and a policy that forbids all else', () => {
    for (const html of pages.values()) {
      const asked = [...html.matchAll(/\s(?:src|href|action|srcset|poster|data)="([^"]*)"/g)].map((m) => m[1]!);
      expect(asked.filter((a) => !/^(#[\w-]+|index\.html|thread-\d+\.html)$/.test(a))).toEqual([]);
      expect(html).toContain(`content="default-src 'none'; style-src 'sha256-`);
      expect(html).not.toMatch(/url\((?!#)|@import/);
    }
  });

  test('have of a hostile mail nothing but its text', () => {
    const html = pages.get('thread-4.html')! + pages.get('index.html')!;
    expect(html.match(/<(?:script>alert|img|b>|i>)/)).toBeNull();
    expect(html.includes('&lt;script>alert(1)&lt;/script>')).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(html.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)).toBeNull();
  });

  test('tell without a script what they tell with one: claim, diff, model, checks, run, memory, bounds, replay', () => {
    const html = pages.get('thread-1.html')!.replace(/<script[\s\S]*?<\/script>/g, '');
    for (const words of [
      'two processes seen looping around',
      'page = alloc_page_vma(gfp_mask, vma, addr);',
      'export function __read_swap_cache_async(',
      'violated, all 370 states',
      'err = swapcache_prepare(entry) → -EEXIST',
      'repeat for ever',
      'swap_device.swap_map[1] = 66',
      'holds swap_device.lock',
      'a search ends at 250,000 states',
      'What the model takes for granted',
      'patchcheck replay livelock.mbox',
    ])
      expect(html.includes(words), words).toBe(true);
  });

  test('mark in words, not by colour alone, what a patch breaks', () => {
    expect(pages.get('thread-2.html')).toMatch(/class="badge bad">! FIXED/);
    expect(pages.get('thread-2.html')).toContain(' broken');
    expect(pages.get('index.html')).toContain('1 of the fixed break something else');
  });
});

const CHROMIUM = '/usr/bin/chromium';
// A machine that is set up by .ci/run has it, and must.
const isThere = existsSync(CHROMIUM) || process.env.CI === 'true';

describe.runIf(isThere)('pages in Chromium (Debian package chromium)', () => {
  let browser: Browser;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser?.close());

  async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })).newPage();
    page.on('console', (m) => said.push(`${name}: ${m.type()}: ${m.text()}`));
    page.on('pageerror', (e) => said.push(`${name}: ${e.message}`));
    page.on('dialog', (d) => {
      said.push(`${name}: a dialog: ${d.message()}`);
      return d.dismiss();
    });
    page.on('request', (r) => {
      if (r.url() !== pathToFileURL(join(folder, name)).href) said.push(`${name} asks for ${r.url()}`);
    });
    await page.goto(pathToFileURL(join(folder, name)).href);
    return page;
  }

  test('every page opens, asks for nothing, and has nothing to complain about', async () => {
    for (const name of pages.keys()) {
      const page = await open(name);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      await page.context().close();
    }
    expect(said).toEqual([]);
  });

  test('the index leads to a thread, and that back', async () => {
    const page = await open('index.html');
    await page
      .getByRole('link', { name: /fix livelock/ })
      .first()
      .click();
    expect(await page.title()).toContain('FIXED');
    await page.getByRole('link', { name: 'All threads' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('4 threads, judged');
    said.length = 0;
    await page.context().close();
  });

  test('a run is stepped through by buttons, keys, slider and clicks; memory goes along', async () => {
    const page = await open('thread-1.html');
    const panel = page.getByRole('region', { name: 'Step through the run' });
    const told = panel.locator('output');
    const memory = (cell: string) => panel.locator('tr', { hasText: cell }).locator('td').nth(1);
    await expect.poll(() => told.textContent()).toBe('Before the first step');
    expect(await memory('swap_map[1]').textContent()).toBe('2');
    const next = panel.getByRole('button', { name: 'One step on' });
    for (let i = 0; i < 17; i++) await next.click();
    expect(await told.textContent()).toContain('Step 17 of 41 · owner: __swap_duplicate()');
    expect(await told.textContent()).toContain('held: swap_device.lock (owner)');
    expect(await memory('swap_map[1]').textContent()).toBe('66');
    expect(await panel.locator('tr.changed').count()).toBe(1);
    expect(await page.locator('svg .now').count()).toBe(1);
    await next.press('ArrowLeft');
    expect(await memory('swap_map[1]').textContent()).toBe('2');
    await next.press('End');
    expect(await told.textContent()).toContain('Step 41 of 41');
    expect(await next.isDisabled()).toBe(true);
    await panel.getByRole('slider').fill('3');
    expect(await told.textContent()).toContain('Step 3 of 41');
    await page.locator('svg .step').nth(20).click();
    expect(await told.textContent()).toContain('Step 21 of 41');
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('the picture has a lane for each task, bars for locks, an arrow for what goes round, and names for all of it', async () => {
    const page = await open('thread-1.html');
    const run = page.locator('.trace svg');
    expect(await run.locator('line.lane').count()).toBe(2);
    expect(await run.locator('rect.lock').count()).toBe(4);
    expect(await run.locator('path.loop').count()).toBe(1);
    expect(await page.getByRole('img', { name: /The run that violates readers/ }).count()).toBe(1);
    expect(await page.locator('figure.graph svg rect.hot').count()).toBe(1);
    await page.context().close();
    const leak = await open('thread-2.html');
    expect(await leak.locator('.trace svg rect.badline').count()).toBeGreaterThan(0);
    await leak.context().close();
  });

  test('no page is wider than the screen, also a narrow one; texts and lines do not overlap', async () => {
    for (const width of [1400, 800, 390])
      for (const name of pages.keys()) {
        const page = await open(name, { viewport: { width, height: 800 } });
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth),
          `${name} at ${width}`,
        ).toBeLessThanOrEqual(width);
        await page.context().close();
      }
  });

  test('can be read in the dark and in the light: contrast of every colour of text is 4.5 and more', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open('thread-2.html', { colorScheme });
      expect(await page.evaluate(faint)).toEqual([]);
      await page.context().close();
    }
  });

  test('without JavaScript it is all there, and no dead button', async () => {
    const page = await open('thread-1.html', { javaScriptEnabled: false });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.locator('.trace svg .step').count()).toBe(41);
    await page.context().close();
  });

  test('on paper, what is folded is open and there is nothing to press', async () => {
    const page = await open('thread-1.html');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('The run as a text').count()).toBe(1);
    expect(await page.locator('.trace + details pre').isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
    await page.context().close();
  });
});

/** Texts that stand out too little from what is behind them. Runs in the page. */
function faint(): string[] {
  const numbers = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
    const part = (c: number): number => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (e: Element | null): number[] => {
    if (!e) return [255, 255, 255];
    const color = numbers(getComputedStyle(e).backgroundColor);
    return color.length === 3 || (color[3] ?? 0) > 0 ? color : behind(e.parentElement);
  };
  const found = new Set<string>();
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim() !== '');
    if (!own || e.closest('script, style, title, desc, .skip') || (e as HTMLElement).matches(':disabled')) continue;
    const style = getComputedStyle(e);
    const [a, b] = [luminance(numbers(e.closest('svg') ? style.fill : style.color)), luminance(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.add(`${e.tagName} .${e.getAttribute('class')} ${ratio.toFixed(1)}`);
  }
  return [...found];
}
