import { Html, html } from '../html.ts';
import { Columns } from './columns.ts';
import { areaPath, linePath, type Place } from './path.ts';
import { box, loadBottom, loadTop, plotWidth, xOf, type Scale } from './scale.ts';
import { perSecond, type Timeline } from './timeline.ts';

/** The lane below the memory: offered load as a line, served load as an area. */
export function loadLane(timeline: Timeline, scale: Scale): Html | null {
  const { bins, binMs } = timeline;
  if (scale.topPerSecond === 0) return null;
  const offered = new Columns(scale, plotWidth);
  const served = new Columns(scale, plotWidth);
  for (const { fromMs, scheduled, ok } of bins) {
    offered.add(fromMs + binMs / 2, perSecond(scheduled, timeline));
    served.add(fromMs + binMs / 2, perSecond(ok, timeline));
  }
  const places = (columns: Columns): Place[] =>
    columns
      .points()
      .map(([atMs, rate]) => [xOf(atMs, scale), loadBottom - (rate / scale.topPerSecond) * box.load]);
  return html`<path class="served" d="${new Html(areaPath(places(served), loadBottom))}" />
    <path class="offered" d="${new Html(linePath(places(offered)))}" />
    <path class="axis" d="M${box.left} ${loadBottom}h${plotWidth}" />
    <text class="tick" x="${box.left - 6}" y="${loadTop + 8}" text-anchor="end"
      >${rateWords(scale.topPerSecond)}</text
    >`;
}

/** Short, as it is beside the lane: `200/s`, `12k/s`. */
function rateWords(rate: number): string {
  return rate < 1000 ? `${Number(rate.toPrecision(3))}/s` : `${Math.round(rate / 1000)}k/s`;
}
