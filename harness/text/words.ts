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
