const byteUnits: Record<string, number> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * Bytes of a Kubernetes quantity such as `160Mi`, `1.5Gi`, `128M` or `4096`; null where it is none, or
 * where it is not a whole number of bytes (`100m` is a tenth of a byte).
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kMGT]i?|Ki)?$/.exec(text);
  const unit = byteUnits[match?.[2] ?? ''];
  if (!match || unit === undefined) return null;
  const product = Number(match[1]) * unit;
  const bytes = Math.round(product);
  // 8.2 * 1e9 is not quite whole in floating point, yet it is meant to be.
  const isWhole = Math.abs(product - bytes) <= product * Number.EPSILON * 2;
  return isWhole && Number.isSafeInteger(bytes) ? bytes : null;
}

/** Milliseconds of a duration such as `8s`, `1.5s`, `250ms` or `2m`; null where it is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  if (!match) return null;
  return Number(match[1]) * (match[2] === 'ms' ? 1 : match[2] === 's' ? 1000 : 60_000);
}

/** Requests per second of a rate such as `200/s` or `90/m`; null where it is none. */
export function parseRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\/(s|m)$/.exec(text);
  return match ? Number(match[1]) / (match[2] === 's' ? 1 : 60) : null;
}

/** A lower bound such as `>=2`; null where it is none. */
export function parseAtLeast(text: string): number | null {
  const match = /^>=\s*(\d+)$/.exec(text);
  return match ? Number(match[1]) : null;
}
