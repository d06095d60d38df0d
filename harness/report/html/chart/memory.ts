import { Html, html } from '../html.ts';
import { bytesByClass, memoryClasses } from './classes.ts';
import { Columns } from './columns.ts';
import { areaPath, linePath, type Place } from './path.ts';
import { memoryBottom, plotWidth, xOf, yOfBytes, type Scale } from './scale.ts';
import type { Timeline } from './timeline.ts';

/** A class that never reaches this share of the axis would be invisible. */
const leastShare = 0.002;

/**
 * Usage by class as stacked areas, with usage itself as the edge and the app's heap as a line. Each area is drawn
 * from the bottom to its own top, highest first, so that no gaps show.
 */
export function memoryAreas(timeline: Timeline, scale: Scale): Html {
  const { samples, heap, startMs } = timeline;
  const tops = memoryClasses.map(() => new Columns(scale, plotWidth));
  const most = memoryClasses.map(() => 0);
  const usage = new Columns(scale, plotWidth);
  for (const sample of samples) {
    const atMs = sample.atMs - startMs;
    const bytes = bytesByClass(sample);
    let top = 0;
    for (let index = 0; index < bytes.length; index++) {
      const own = bytes[index] as number;
      top += own;
      if (own > (most[index] as number)) most[index] = own;
      tops[index]?.add(atMs, top);
    }
    usage.add(atMs, sample.usage);
  }
  const heapUsed = new Columns(scale, plotWidth);
  for (const figure of heap) heapUsed.add(figure.atMs - startMs, figure.heapUsed);
  const places = (columns: Columns): Place[] =>
    columns.points().map(([atMs, bytes]) => [xOf(atMs, scale), yOfBytes(bytes, scale)]);
  const areas = memoryClasses.map(({ id }, index) => {
    if ((most[index] as number) < scale.topBytes * leastShare) return null;
    const path = areaPath(places(tops[index] as Columns), memoryBottom);
    return html`<path class="area ${id}" d="${new Html(path)}" />`;
  });
  return html`${areas.toReversed()}
    <path class="usage" d="${new Html(linePath(places(usage)))}" />
    <path class="heap" d="${new Html(linePath(places(heapUsed)))}" />`;
}
