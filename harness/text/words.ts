/** Readable sizes and times. */
export function mebibytes(bytes: number): string {
  const value = bytes / 2 ** 20;
  if (Math.abs(value) < 0.995 && value !== 0) return `${Math.round(bytes / 1024)} KiB`;
  return `${Math.abs(value) < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value)} MiB`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A whole number with commas: 26,283. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;
}

/** A time to the precision that a guess deserves: `17 s`, `9 min`, `11 h`, `3 d`. */
export function roughTime(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const;
  const [size, unit] = units.find(([one]) => ms >= one * 2) ?? [1000, 's'];
  const value = ms / size;
  return `${value < 3 && unit === 's' ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
