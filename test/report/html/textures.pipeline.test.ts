import { describe, expect, it } from 'vitest';
import { memoryClasses } from '../../../harness/report/html/chart/classes.ts';
import type { Recording } from '../../../harness/recording/recording.ts';
import { renderRunHtml } from '../../../harness/report/html/run-page.ts';
import { judge } from '../../../harness/verdict/judge.ts';
import { hasNoBrowser, pages } from './pages.ts';
import { livingArm, MiB, runRecording } from './run-recording.ts';

const colours = [...memoryClasses.map(({ id }) => id), 'heap', 'offered', 'served'];

/** An arm in which every class has its share of the limit. */
function everyClass(): Recording {
  const arm = livingArm();
  arm.pod = arm.pod.map((one) => ({
    ...one,
    usage: 230 * MiB,
    anon: 30 * MiB,
    kernel: 30 * MiB,
    shmem: 40 * MiB,
    unevictable: 30 * MiB,
    file: 170 * MiB,
    dirty: 30 * MiB,
    writeback: 30 * MiB,
  }));
  return runRecording([arm]);
}

describe.skipIf(hasNoBrowser)('the classes and lines of a chart', () => {
  const open = pages();

  it.each(['light', 'dark'] as const)('are told apart without any colour in the %s theme', async (scheme) => {
    const recording = everyClass();
    const { page } = await open(renderRunHtml(judge(recording), recording, '/runs/1'), 1280, scheme);
    // One grey for all is what the palest projector makes of them, and more than any eye does.
    await page.locator('html').evaluate((root, names) => {
      for (const name of names) root.style.setProperty(`--${name}`, '#888888');
    }, colours);
    const rows = await page.locator('.key li').all();
    expect(rows).toHaveLength(colours.length + 1); // and usage, a line of the colour of writing
    const seen = new Map<string, string[]>();
    for (const row of rows) {
      const look = (await row.locator('.swatch').screenshot()).toString('base64');
      seen.set(look, [...(seen.get(look) ?? []), await row.innerText()]);
    }
    const alike = [...seen.values()].filter((names) => names.length > 1);
    expect(alike).toEqual([]);
    await page.close();
  });

  it('look in the chart as they do in its key', async () => {
    const recording = everyClass();
    const { page } = await open(renderRunHtml(judge(recording), recording, '/runs/1'));
    for (const { id } of memoryClasses) {
      const fills = await page
        .locator(`.area.${id}`)
        .evaluateAll((areas) =>
          areas.map((area) => area.ownerDocument.defaultView?.getComputedStyle(area).fill),
        );
      expect(fills).toHaveLength(2);
      expect(new Set(fills)).toEqual(new Set([`url("#texture-${id}")`]));
    }
    await page.close();
  });
});
