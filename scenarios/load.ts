/**
 * The load of every scenario that brings no script of its own: arrivals by the clock, however slow the
 * answers are. A k6 script; k6 runs it as it is. By hand, against an app on port 8080:
 *
 *     k6 run -e LOAD_URL=http://127.0.0.1:8080 -e LOAD_RATE=200 -e LOAD_FOR_MS=5500 \
 *       -e LOAD_BODY_BYTES=262144 scenarios/load.ts
 */
import { randomBytes } from 'k6/crypto';
import { scenario } from 'k6/execution';
import http from 'k6/http';
import { Gauge } from 'k6/metrics';
import type { Options, Scenario } from 'k6/options';

const url = text('LOAD_URL');
const ratePerSecond = number('LOAD_RATE');
const rampMs = number('LOAD_RAMP_MS', 0);
const forMs = number('LOAD_FOR_MS');
const maxVUs = number('LOAD_MAX_VUS', 200);
/** k6 takes no constant rate for less than this. */
const leastMs = 1000;
/** The size of each body; 0 sends none. */
const bodyBytes = number('LOAD_BODY_BYTES', 0);
/** What each request sends; random bytes of that size where there is none. */
const bodyFile = text('LOAD_BODY_FILE', '');
const sendsNothing = bodyBytes === 0 && bodyFile === '';
/** By default the requests that the sample app takes: reads and uploads. */
const method = text('LOAD_METHOD', sendsNothing ? 'GET' : 'POST');
/** `{n}` stands for the number of the request, from 0. */
const path = text('LOAD_PATH', sendsNothing ? '/read' : '/upload');
const headers = JSON.parse(text('LOAD_HEADERS', '{}')) as Record<string, string>;
const summaryFile = text('LOAD_SUMMARY', '');

export const options: Options = {
  scenarios: { load: rampMs > 0 || forMs <= leastMs ? ramping() : constant() },
  discardResponseBodies: true,
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

/** Tells of each request when it is sent, in ms since the load began: k6 itself tells only of answers. */
const sent = new Gauge('sent_after_ms');

// Made once for each VU, and only by those that are used.
let body: ArrayBuffer | undefined = bodyFile === '' ? undefined : open(bodyFile, 'b');

export default function send(): void {
  const target = url + path.replaceAll('{n}', String(scenario.iterationInTest));
  if (!sendsNothing) body ??= randomBytes(bodyBytes);
  sent.add(Date.now() - scenario.startTime);
  http.request(method, target, body, { headers });
}

export function handleSummary(data: unknown): Record<string, string> {
  return summaryFile === '' ? {} : { [summaryFile]: JSON.stringify(data) };
}

function constant(): Scenario {
  // It ends between its last arrival and the one that would fall due at the very end.
  const periodMs = 1000 / ratePerSecond;
  const lastMs = (Math.ceil(forMs / periodMs) - 1) * periodMs;
  const duration = `${Math.max(leastMs, Math.min(forMs, lastMs + periodMs / 2))}ms`;
  return { executor: 'constant-arrival-rate', ...rate(), duration, ...limits() };
}

function ramping(): Scenario {
  const { rate: target, timeUnit } = rate();
  const stages = [rampMs, forMs - rampMs]
    .filter((ms) => ms > 0)
    .map((ms) => ({ target, duration: `${ms}ms` }));
  const startRate = rampMs > 0 ? 0 : target;
  return { executor: 'ramping-arrival-rate', startRate, timeUnit, stages, ...limits() };
}

/** k6 takes whole rates only: one that is none is told for an hour. */
function rate(): { rate: number; timeUnit: string } {
  if (Number.isInteger(ratePerSecond)) return { rate: ratePerSecond, timeUnit: '1s' };
  return { rate: Math.max(1, Math.round(ratePerSecond * 3600)), timeUnit: '1h' };
}

function limits(): { preAllocatedVUs: number; maxVUs: number; gracefulStop: string } {
  return { preAllocatedVUs: maxVUs, maxVUs, gracefulStop: '2s' };
}

function number(name: string, otherwise?: number): number {
  const value = Number(text(name, otherwise === undefined ? undefined : String(otherwise)));
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${name} must be a number from 0`);
}

function text(name: string, otherwise?: string): string {
  const value = __ENV[name] ?? otherwise;
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
