import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../../harness/recording/read.ts';
import type { Recording } from '../../../harness/recording/recording.ts';
import { renderRunHtml } from '../../../harness/report/html/run-page.ts';
import { judge } from '../../../harness/verdict/judge.ts';
import { temporaryFolder } from '../../cli.ts';
import { chromiumHere } from '../../chromium.ts';
import { killedArm, livingArm, MiB, runRecording } from './run-recording.ts';

const executablePath = chromiumHere();
if (executablePath === null)
  console.warn('skipped: looking at the page takes Chromium on PATH, or CHROMIUM_BIN');

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const fixture = fileURLToPath(new URL('../../fixtures/recordings/run', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

describe.skipIf(executablePath === null)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** Opens the page of a recording; `trouble` gathers what its console says and what it asks the network for. */
  async function open(recording: Recording, width = 1280, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) trouble.push(request.url());
    });
    mkdirSync(folder.path, { recursive: true });
    const file = join(folder.path, 'report.html');
    writeFileSync(file, renderRunHtml(judge(recording), recording));
    await page.goto(pathToFileURL(file).href);
    return { page, trouble };
  }

  it('draws the limit, the kills, the usage and the heap where the recording has them', async () => {
    const recording = runRecording([killedArm(), livingArm({ expect: { outcome: 'survived' } })]);
    const { page } = await open(recording);
    const chart = page.locator('svg.chart').first();
    const scale = await scaleOf(page);
    const limitY = (await boxOf(chart.locator('.limit'))).y;
    const kills = await chart.locator('.kill-line').all();
    expect(kills).toHaveLength(2);
    const xs = await Promise.all(kills.map(async (kill) => (await boxOf(kill)).x));
    expect(xs[0]).toBeCloseTo(scale.xOf(2000), -0.5);
    expect(xs[1]).toBeCloseTo(scale.xOf(2600), -0.5);
    // The ticks tell where bytes are: 128 MiB is the limit.
    const tick = chart.locator('.tick', { hasText: /^128M$/ });
    const { y, height } = await boxOf(tick);
    expect(Math.abs(y + height / 2 - limitY)).toBeLessThan(4);
    const heap = await boxOf(chart.locator('path.heap'));
    const usage = await boxOf(chart.locator('path.usage'));
    const zero = await boxOf(chart.locator('path.axis').first());
    const heights = (zero.y - usage.y) / (zero.y - limitY);
    const most = Math.max(...(recording.arms[0]?.pod.map((sample) => sample.usage) ?? []));
    expect(heights).toBeCloseTo(most / (128 * MiB), 1);
    expect((zero.y - heap.y) / (zero.y - limitY)).toBeCloseTo(7 / 128, 1);
  });

  it.each([1280, 390])('cuts nothing off and lets no words overlap at %i px', async (width) => {
    const { page, trouble } = await open(await readRecording(fixture), width);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    for (const chart of await page.locator('svg.chart').all()) {
      const own = await boxOf(chart);
      const words = await Promise.all((await chart.locator('text').all()).map(boxOf));
      for (const [index, word] of words.entries()) {
        expect(word.x).toBeGreaterThanOrEqual(own.x - 1);
        expect(word.x + word.width).toBeLessThanOrEqual(own.x + own.width + 1);
        for (const other of words.slice(index + 1)) expect(overlap(word, other)).toBe(false);
      }
    }
    expect(trouble).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('passes an accessibility checker in the %s theme', async (scheme) => {
    const { page } = await open(await readRecording(fixture), 1280, scheme);
    for (const summary of await page.locator('summary').all()) await summary.click();
    // The page lets no script in but its own: the checker comes from outside of it.
    await page.evaluate(readFileSync(axe, 'utf8'));
    const { violations } = await page.evaluate<AxeResult>('axe.run()');
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    );
    await page.close();
  });

  it('tells the figures under the pointer', async () => {
    const { page, trouble } = await open(runRecording([killedArm()]));
    const figure = page.locator('figure').first();
    const before = await figure.innerText();
    const { x, y, width, height } = await boxOf(figure.locator('svg.chart'));
    await page.mouse.move(x + width / 3, y + height / 2);
    expect(await figure.innerText()).not.toBe(before);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('shows all it has without scripts, for paper too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder.path, 'report.html')).href);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('svg.chart path.usage').count()).toBeGreaterThan(0);
    await expect(page.locator('h1').innerText()).resolves.not.toBe('');
    await context.close();
  });
});

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function boxOf(locator: Locator): Promise<Box> {
  return locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
}

function overlap(a: Box, b: Box): boolean {
  const inner = 1; // boxes of words are a little higher than the words
  return (
    a.x + inner < b.x + b.width &&
    b.x + inner < a.x + a.width &&
    a.y + 3 * inner < b.y + b.height &&
    b.y + 3 * inner < a.y + a.height
  );
}

/** Where the first chart has its moments, in pixels of the page: by what the chart says of itself. */
async function scaleOf(page: Page): Promise<{ xOf: (ms: number) => number }> {
  const chart = page.locator('svg.chart').first();
  const { x, width } = await boxOf(chart);
  const at = async (name: string) => Number(await chart.getAttribute(`data-${name}`));
  const [from, to, left, right] = await Promise.all(['from', 'to', 'left', 'right'].map(at));
  const [, , units] = ((await chart.getAttribute('viewBox')) ?? '').split(' ').map(Number);
  const pixels = width / (units ?? 1);
  return {
    xOf: (ms) =>
      x +
      ((left ?? 0) + ((ms - (from ?? 0)) / ((to ?? 0) - (from ?? 0))) * ((right ?? 0) - (left ?? 0))) *
        pixels,
  };
}
