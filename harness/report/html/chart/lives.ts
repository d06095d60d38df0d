import { html, type Html } from '../html.ts';
import { box, livesTop, memoryBottom, xOf, type Scale } from './scale.ts';
import type { DrawnLife, Timeline } from './timeline.ts';
import { seconds } from '../../../text/words.ts';

const isKill = ({ ended }: DrawnLife) =>
  ended === 'oom-killed' || ended === 'oom-killed-at-start' || ended === 'child-oom-killed';

const killOf = ({ killedMs, endedMs }: DrawnLife) => killedMs ?? endedMs;

/** Half the width of a kill's cross. */
const arm = 4;

/** The lane of lives: a bar each, with a cross if killed, and a line through the memory at each kill. */
export function livesLane({ lives }: Timeline, scale: Scale): Html {
  const { fromMs, toMs } = scale;
  const drawn = lives.filter(({ startedMs, endedMs }) => (endedMs ?? toMs) >= fromMs && startedMs <= toMs);
  const kills = apart(drawn.filter(isKill).map((life) => xOf(killOf(life) ?? toMs, scale)));
  const middle = livesTop + box.lives / 2;
  return html`${drawn.map((life) => bar(life, scale))}
    ${kills.map(
      (x) =>
        html`<path class="kill-line" d="M${x} ${box.top}V${memoryBottom}" />
          <path class="kill" d="M${x - arm} ${middle - arm}l8 8m0-8l-8 8" />`,
    )}
    <text class="tick" x="${box.left - 6}" y="${middle + 4}" text-anchor="end">lives</text>
    ${firstKill(drawn, scale)}`;
}

function bar({ startedMs, endedMs }: DrawnLife, scale: Scale): Html {
  const from = rounded(xOf(Math.max(startedMs, scale.fromMs), scale));
  const to = rounded(xOf(Math.min(endedMs ?? scale.toMs, scale.toMs), scale));
  return html`<rect
    class="life"
    x="${from}"
    y="${livesTop + 3}"
    width="${rounded(Math.max(1, to - from))}"
    height="${box.lives - 6}"
  />`;
}

/** The label of the first kill, above the plot and within its sides. */
function firstKill(lives: DrawnLife[], scale: Scale): Html | null {
  const first = lives.find(isKill);
  if (!first) return null;
  const atMs = killOf(first) ?? scale.toMs;
  const x = xOf(atMs, scale);
  const anchor = x < box.left + 80 ? 'start' : x > box.width - 90 ? 'end' : 'middle';
  const what = first.ended === 'child-oom-killed' ? 'a child killed' : 'OOM-killed';
  return html`<text class="kill-name" x="${rounded(x)}" y="${box.top - 20}" text-anchor="${anchor}"
    >${what} ${seconds(atMs)}</text
  >`;
}

/** Of overlapping marks only the first is kept. */
function apart(all: number[]): number[] {
  const kept: number[] = [];
  for (const x of all.map(rounded)) if (x - (kept.at(-1) ?? -Infinity) >= 1) kept.push(x);
  return kept;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
