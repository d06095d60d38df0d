import { html, type Html } from '../html.ts';
import { axes, bottomOf } from './axes.ts';
import { livesLane } from './lives.ts';
import { loadLane } from './load.ts';
import { memoryAreas } from './memory.ts';
import { box, plotWidth, type Scale } from './scale.ts';
import type { Timeline } from './timeline.ts';

/** One arm as an SVG, on a shared scale. `id` is unique in the page. */
export function chart(
  timeline: Timeline,
  scale: Scale,
  words: { id: string; title: string; description: string },
): Html {
  const { behind, before } = axes(scale, timeline.limitBytes);
  const height = bottomOf(scale) + 24;
  return html`<svg
    class="chart"
    viewBox="0 0 ${box.width} ${height}"
    role="img"
    aria-labelledby="${words.id}-title ${words.id}-description"
    data-from="${scale.fromMs}"
    data-to="${scale.toMs}"
    data-left="${box.left}"
    data-right="${box.left + plotWidth}"
  >
    <title id="${words.id}-title">${words.title}</title>
    <desc id="${words.id}-description">${words.description}</desc>
    ${behind} ${memoryAreas(timeline, scale)} ${loadLane(timeline, scale)} ${livesLane(timeline, scale)}
    ${before}
    <path class="cross" d="M0 ${box.top}V${bottomOf(scale)}" />
  </svg>`;
}
