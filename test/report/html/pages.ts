import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { temporaryFolder } from '../../cli.ts';
import { chromiumHere } from '../../chromium.ts';

export type Scheme = 'light' | 'dark';

export interface OpenedPage {
  page: Page;
  /** What its console says and what it asks the network for. */
  trouble: string[];
}

const executablePath = chromiumHere();
if (executablePath === null)
  console.warn('skipped: looking at the page takes Chromium on PATH, or CHROMIUM_BIN');

export const hasNoBrowser = executablePath === null;

/** A browser for the tests of a `describe`, and what opens pages in it; both end with those tests. */
export function pages() {
  let browser: Browser;
  const folder = temporaryFolder();
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    mkdirSync(folder.path, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    folder.remove();
  });
  const open = async (html: string, width = 1280, colorScheme: Scheme = 'light', scripts = true) => {
    const viewport = { width, height: 900 };
    const page = await browser.newPage({ viewport, colorScheme, javaScriptEnabled: scripts });
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) trouble.push(request.url());
    });
    const file = join(folder.path, 'report.html');
    writeFileSync(file, html);
    await page.goto(pathToFileURL(file).href);
    return { page, trouble };
  };
  return open;
}

/** Nothing is wider than the window, no word is broken in a table, no words of a chart meet or leave it. */
export async function expectAllToFit({ page, trouble }: OpenedPage): Promise<void> {
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
  // A heading of one word takes one line, 1.5 times as high as its letters.
  const broken = await page.locator('thead th').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const words = cell.ownerDocument.createRange();
      words.selectNodeContents(cell);
      const lines = new Set([...words.getClientRects()].map(({ y }) => Math.round(y))).size;
      return lines > (cell.textContent ?? '').trim().split(/\s+/).length ? [cell.textContent] : [];
    }),
  );
  expect(broken).toEqual([]);
  expect(trouble).toEqual([]);
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** With all that is folded unfolded. */
export async function expectAccessible({ page }: OpenedPage): Promise<void> {
  await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
  // The page lets no script in but its own: the checker comes from outside of it.
  await page.evaluate(readFileSync(axe, 'utf8'));
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(told).toEqual([]);
}

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export async function boxOf(locator: Locator): Promise<Box> {
  return locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
}

export function overlap(a: Box, b: Box): boolean {
  const inner = 1; // boxes of words are a little higher than the words
  return (
    a.x + inner < b.x + b.width &&
    b.x + inner < a.x + a.width &&
    a.y + 3 * inner < b.y + b.height &&
    b.y + 3 * inner < a.y + a.height
  );
}
