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
 * Bytes of a Kubernetes quantity such as `160Mi`, `1.5Gi`, `128M` or `4096`, or with a full unit such as `160MiB`;
 * null if it is not one, or not a whole number of bytes (`100m` is a tenth of a byte).
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(?:([kMGT]|[KMGT]i)|([KMGT]i)B)?$/.exec(text);
  const unit = byteUnits[match?.[2] ?? match?.[3] ?? ''];
  if (!match || unit === undefined) return null;
  const product = Number(match[1]) * unit;
  const bytes = Math.round(product);
  // 8.2 * 1e9 is not quite whole in floating point, but is meant to be.
  const isWhole = Math.abs(product - bytes) <= product * Number.EPSILON * 2;
  return isWhole && Number.isSafeInteger(bytes) ? bytes : null;
}

/** A guess at the size that was meant, as a sentence; null if there is none. */
export function sizeHint(text: string): string | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]i?b?)$/i.exec(text) ?? [];
  const letter = unit.charAt(0).toUpperCase();
  if (parseBytes(`${number}${letter}i`) === null) return null; // not a size, or too large
  const decimal = letter === 'K' ? 'k' : letter;
  const meant = `Did you mean ${number}${letter}i (powers of 1024) or ${number}${decimal} (of 1000)?`;
  return unit === 'm' ? `${meant} To Kubernetes ${text} is ${number} thousandths of a byte.` : meant;
}

const durationUnits: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `8s`, `1.5s`, `250ms`, `2m`, `3h` or `1d`; null if it is not one. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const ms = Number(match?.[1]) * (durationUnits[match?.[2] ?? ''] ?? NaN);
  return Number.isFinite(ms) ? ms : null;
}

/** Requests per second of a rate such as `200/s` or `90/m`; null if it is not one. */
export function parseRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\/(s|m)$/.exec(text);
  return match ? Number(match[1]) / (match[2] === 's' ? 1 : 60) : null;
}

/** A lower bound such as `>=2`; null if it is not one. */
export function parseAtLeast(text: string): number | null {
  const match = /^>=\s*(\d+)$/.exec(text);
  return match ? Number(match[1]) : null;
}

/** How often something may happen. */
export interface Times {
  least: number;
  most: number;
}

/** A number of times: exactly, as in `2`, or at most, as in `<=2`; null if it is neither. */
export function parseTimes(text: string): Times | null {
  const [, atMost, number] = /^(<=\s*)?(\d+)$/.exec(text) ?? [];
  if (number === undefined) return null;
  return { least: atMost === undefined ? Number(number) : 0, most: Number(number) };
}

/** An amount of memory: bytes, or a share of the limit, from 0 to 1. */
export type Amount = { bytes: number } | { share: number };

/** The amount behind a bound such as `<=64Mi` or `>=25%`; null if it is not one, or more than the whole limit. */
export function parseBound(sign: '<=' | '>=', text: string): Amount | null {
  if (!text.startsWith(sign)) return null;
  const amount = text.slice(sign.length).trim();
  const share = /^(\d+(?:\.\d+)?)%$/.exec(amount)?.[1];
  if (share !== undefined) return Number(share) <= 100 ? { share: Number(share) / 100 } : null;
  const bytes = parseBytes(amount);
  return bytes === null ? null : { bytes };
}

const paceUnits: Record<string, number> = { s: 1, min: 60, m: 60, h: 3600 };

/** Bytes per second of an upper bound on growth such as `<=1Mi/min`; null if it is not one. */
export function parsePace(text: string): number | null {
  const [, size = '', unit = ''] = /^<=\s*(.+)\/(s|min|m|h)$/.exec(text) ?? [];
  const bytes = parseBytes(size);
  return bytes === null ? null : bytes / (paceUnits[unit] ?? NaN);
}
