import { chart } from '../chart/chart.ts';
import type { Scale } from '../chart/scale.ts';
import type { Timeline } from '../chart/timeline.ts';
import { html, type Html } from '../html.ts';
import { dataTable } from './data-table.ts';
import { key, hasValues } from './key.ts';
import { momentAt, momentsOf } from './moments.ts';

export interface FigureWords {
  /** Unique in the page. */
  id: string;
  name: string;
  title: string;
  description: string;
  /** The moment shown in the key, and its name. */
  restMs: number;
  rest: string;
}

/** The number of rows of a table, and of positions of the crosshair. */
const rows = 80;

/** A timeline as a chart, with its key and its data as a table. */
export function timelineFigure(timeline: Timeline, scale: Scale, words: FigureWords): Html {
  if (timeline.samples.length === 0) return html`<p class="nothing">No sample was recorded.</p>`;
  const moments = momentsOf(timeline, scale, rows);
  const shown = hasValues(moments);
  return html`<figure>
    ${chart(timeline, scale, words)} ${key(words.rest, momentAt(timeline, words.restMs), shown)}
    ${dataTable(words.name, moments, shown, timeline.samples.length)}
  </figure>`;
}
