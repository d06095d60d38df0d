import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../harness/recording/read.ts';
import type { ExecRecording } from '../../../harness/recording/recording.ts';
import { renderExecHtml } from '../../../harness/report/html/exec-page.ts';
import { judgeExec } from '../../../harness/verdict/exec/judge-exec.ts';
import { expectAccessible, expectAllToFit, hasNoBrowser, pages, type Scheme } from './pages.ts';

const fixtures = new URL('../../fixtures/recordings/', import.meta.url);

describe.skipIf(hasNoBrowser).each([
  { what: 'was OOM-killed', folder: 'exec', title: /^node: OOM-killed after 0\.7 s at 100 MiB/, kills: 1 },
  { what: 'lived', folder: 'exec-lived', title: /^node: ended by itself after 2\.0 s/, kills: 0 },
])('the page of a command that $what, in a browser', ({ folder, title, kills }) => {
  const openPage = pages();
  const open = async (width?: number, scheme?: Scheme, scripts?: boolean) => {
    const recording = await readRecording(fileURLToPath(new URL(folder, fixtures)));
    const of = recording.exec as ExecRecording;
    return openPage(
      renderExecHtml(judgeExec(recording, of), recording, of, '/runs/1'),
      width,
      scheme,
      scripts,
    );
  };

  it('says what became of it, and draws its limit, its usage and its kills', async () => {
    const { page } = await open();
    expect(await page.locator('h1').innerText()).toMatch(title);
    const chart = page.locator('svg.chart');
    expect(await chart.locator('.limit').count()).toBe(1);
    expect(await chart.locator('path.usage').getAttribute('d')).toMatch(/^M.{20}/);
    expect(await chart.locator('.kill-line').count()).toBe(kills);
    await page.close();
  });

  it.each([1280, 390])('cuts nothing off and lets no words overlap at %i px', async (width) => {
    const opened = await open(width);
    await expectAllToFit(opened);
    await opened.page.close();
  });

  it('shows all columns of who held it at 390 px, without scrolling sideways, each figure with its heading', async () => {
    const { page } = await open(390);
    const tables = page.locator('.scroll:has(.stacked)');
    expect(await tables.count()).toBeGreaterThan(0);
    const hidden = await tables.evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth));
    expect(Math.max(...hidden)).toBeLessThanOrEqual(0);
    const labels = await page
      .locator('[aria-label^="Processes"] tr:first-child td')
      .evaluateAll((cells) =>
        cells.map((cell) => cell.ownerDocument.defaultView?.getComputedStyle(cell, '::before').content ?? ''),
      );
    expect(labels.slice(0, 6)).toEqual(
      ['anonymous', 'shared', 'file', 'page tables', 'threads', 'stacks'].map((name) => `"${name}"`),
    );
    await page.close();
  });

  it.each(['light', 'dark'] as const)('passes an accessibility checker in the %s theme', async (scheme) => {
    const opened = await open(1280, scheme);
    await expectAccessible(opened);
    await opened.page.close();
  });

  it('puts no heading over nothing, and tells of no load where there was none', async () => {
    const { page } = await open();
    const empty = await page
      .locator('h2, h3')
      .evaluateAll((headings) =>
        headings.flatMap(({ nextElementSibling: next, tagName, textContent }) =>
          next === null || next.tagName === tagName ? [textContent] : [],
        ),
      );
    expect(empty).toEqual([]);
    expect(await page.locator('.host dt').allInnerTexts()).not.toContain('load');
    expect(await page.locator('.host dt').allInnerTexts()).not.toContain('seed');
    await page.close();
  });

  it('shows all it has without scripts', async () => {
    const { page } = await open(1280, 'light', false);
    expect(await page.locator('.key li').count()).toBeGreaterThan(1);
    await page.close();
  });
});
