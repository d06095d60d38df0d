import { parseJson } from '../../text/json.ts';

/** What k6 reports about one request, as far as the load counts need it. Wall-clock times in ms. */
export type Point =
  | { what: 'sent'; atMs: number; afterMs: number }
  | { what: 'answered'; atMs: number; tookMs: number; status: number; errorCode: number }
  | { what: 'dropped'; atMs: number; count: number };

/** The metric by which `scenarios/load.ts` reports that it sends a request. */
const sentMetric = 'sent_after_ms';
const names = [sentMetric, 'http_req_duration', 'dropped_iterations'].map((name) => `"${name}"`);

interface Line {
  type?: string;
  metric?: string;
  data?: { time?: string; value?: number; tags?: Record<string, string> | null };
}

/**
 * One line of k6's JSON output; null for the many that are not counted, and for anything but JSON, as scripts may
 * print. https://grafana.com/docs/k6/latest/results-output/real-time/json/
 */
export function parsePoint(text: string): Point | null {
  if (!names.some((name) => text.includes(name))) return null;
  const { type, metric, data } = (parseJson(text) ?? {}) as Line;
  if (type !== 'Point' || !data?.time || data.value === undefined) return null;
  const atMs = wallMs(data.time);
  const { value, tags } = data;
  if (metric === sentMetric) return { what: 'sent', atMs, afterMs: value };
  if (metric === 'dropped_iterations') return { what: 'dropped', atMs, count: value };
  if (metric !== 'http_req_duration') return null;
  const [status, errorCode] = [Number(tags?.['status'] ?? 0), Number(tags?.['error_code'] ?? 0)];
  return { what: 'answered', atMs, tookMs: value, status, errorCode };
}

/** RFC 3339 with up to nine decimals of a second; Date keeps three. */
function wallMs(time: string): number {
  const digits = /\.(\d+)/.exec(time)?.[1] ?? '';
  return Date.parse(time) + Number(`0.${digits.slice(3)}`);
}
