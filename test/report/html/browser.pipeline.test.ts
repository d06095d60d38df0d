import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../harness/recording/read.ts';
import type { Recording } from '../../../harness/recording/recording.ts';
import { renderRunHtml } from '../../../harness/report/html/run-page.ts';
import { judge } from '../../../harness/verdict/judge.ts';
import { boxOf, expectAccessible, expectAllToFit, hasNoBrowser, pages, type Scheme } from './pages.ts';
import { killedArm, livingArm, MiB, runRecording } from './run-recording.ts';

const fixture = fileURLToPath(new URL('../../fixtures/recordings/run', import.meta.url));

describe.skipIf(hasNoBrowser)('the page of a run in a browser', () => {
  const openPage = pages();
  const open = (recording: Recording, width?: number, scheme?: Scheme, scripts?: boolean) =>
    openPage(renderRunHtml(judge(recording), recording, '/runs/1'), width, scheme, scripts);

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
    const zero = await boxOf(chart.locator('path.axis').last());
    const heights = (zero.y - usage.y) / (zero.y - limitY);
    const most = Math.max(...(recording.arms[0]?.pod.map((sample) => sample.usage) ?? []));
    expect(heights).toBeCloseTo(most / (128 * MiB), 1);
    expect((zero.y - heap.y) / (zero.y - limitY)).toBeCloseTo(7 / 128, 1);
  });

  it.each([1280, 390])('cuts nothing off and lets no words overlap at %i px', async (width) => {
    const opened = await open(await readRecording(fixture), width);
    await expectAllToFit(opened);
    await opened.page.close();
  });

  it.each(['light', 'dark'] as const)('passes an accessibility checker in the %s theme', async (scheme) => {
    const opened = await open(await readRecording(fixture), 1280, scheme);
    await expectAccessible(opened);
    await opened.page.close();
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
    const { page } = await open(await readRecording(fixture), 1280, 'light', false);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('svg.chart path.usage').count()).toBeGreaterThan(0);
    await expect(page.locator('h1').innerText()).resolves.not.toBe('');
    await page.close();
  });
});

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
