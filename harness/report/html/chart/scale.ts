/** Shared by all charts of a scenario, so that they can be compared. */
export interface Scale {
  /** Since the load began, like all times of a chart. */
  fromMs: number;
  toMs: number;
  /** The top of the memory axis. */
  topBytes: number;
  /** The top of the load axis; 0 without load. */
  topPerSecond: number;
}

/** In SVG units: pixels if the chart is as wide as it was drawn. */
export const box = {
  width: 560,
  left: 60,
  right: 10,
  top: 36,
  memory: 196,
  lives: 12,
  load: 40,
  gap: 12,
} as const;

export const plotWidth = box.width - box.left - box.right;
export const memoryBottom = box.top + box.memory;
export const livesTop = memoryBottom + box.gap;
export const loadTop = livesTop + box.lives + box.gap;
export const loadBottom = loadTop + box.load;

export function xOf(atMs: number, { fromMs, toMs }: Scale): number {
  return box.left + ((atMs - fromMs) / (toMs - fromMs)) * plotWidth;
}

export function yOfBytes(bytes: number, { topBytes }: Scale): number {
  return memoryBottom - (bytes / topBytes) * box.memory;
}

/** Round values from 0 to `top`, at most `most` of them, in steps of 1, 2 or 5 times a power of `base`. */
export function ticks(top: number, most: number, steps: readonly number[]): number[] {
  const step = steps.find((one) => top / one <= most) ?? steps.at(-1) ?? top;
  const count = Math.min(most, Math.floor(top / step + 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

const mebibyte = 2 ** 20;
/** From 1 MiB to 1 PiB in powers of two. */
export const byteSteps = Array.from({ length: 31 }, (_, power) => mebibyte * 2 ** power);

/** From a millisecond to a month. */
export const timeSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_200_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000, 604_800_000,
  2_592_000_000,
];
