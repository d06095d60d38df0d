import { mebibytes } from '../../../text/words.ts';
import { html, type Html } from '../html.ts';
import {
  box,
  byteSteps,
  loadBottom,
  livesTop,
  memoryBottom,
  plotWidth,
  ticks,
  timeSteps,
  xOf,
  yOfBytes,
  type Scale,
} from './scale.ts';

/** The grid with its figures, and the limit as a labelled line. */
export function axes(scale: Scale, limitBytes: number): { behind: Html; before: Html } {
  const memoryTicks = ticks(scale.topBytes, 5, byteSteps);
  const bottom = bottomOf(scale);
  const behind = html`${memoryTicks.map((bytes) => {
    const y = rounded(yOfBytes(bytes, scale));
    return html`<path class="grid" d="M${box.left} ${y}h${plotWidth}" />
      <text class="tick" x="${box.left - 6}" y="${y + 4}" text-anchor="end">${sizeWords(bytes)}</text>`;
  })}
  ${timeTicks(scale).map((ms) => {
    const x = rounded(xOf(ms, scale));
    return html`<path class="grid" d="M${x} ${bottom}v4" />
      <text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${timeWords(ms)}</text>`;
  })}`;
  const y = rounded(yOfBytes(limitBytes, scale));
  const before = html`<path class="axis" d="M${box.left} ${memoryBottom}h${plotWidth}" />
    <path class="limit" d="M${box.left} ${y}h${plotWidth}" />
    <text class="limit-name" x="${box.left + 4}" y="${y - 5}">limit ${mebibytes(limitBytes)}</text>`;
  return { behind, before };
}

/** The bottom of the lowest lane. */
export function bottomOf({ topPerSecond }: Scale): number {
  return topPerSecond === 0 ? livesTop + box.lives : loadBottom;
}

function timeTicks(scale: Scale): number[] {
  // Leaves out the last one if its figure would be cut off at the edge.
  return ticks(scale.toMs, 6, timeSteps).filter((ms) => xOf(ms, scale) <= box.width - 16);
}

function sizeWords(bytes: number): string {
  if (bytes === 0) return '0';
  const size = bytes / 2 ** 20;
  return size < 1024 ? `${size}M` : `${Number((size / 1024).toFixed(1))}G`;
}

function timeWords(ms: number): string {
  if (ms < 120_000) return `${ms / 1000} s`;
  return ms < 7_200_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
