const units = [
  [2 ** 30, 'Gi'],
  [2 ** 20, 'Mi'],
  [2 ** 10, 'Ki'],
] as const;

/** Bytes as a scenario has them: `160Mi`; in the largest unit that takes a whole number. */
export function quantityOf(bytes: number): string {
  const [size, unit] = units.find(([one]) => bytes % one === 0) ?? [1, ''];
  return `${bytes / size}${unit}`;
}

/** The same, rounded down to whole mebibytes, at least one. */
export function wholeMebibytes(bytes: number): number {
  return Math.max(1, Math.floor(bytes / 2 ** 20)) * 2 ** 20;
}
