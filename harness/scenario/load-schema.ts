import * as z from 'zod';
import { text, type Units } from './measures.ts';

const argv = z.array(z.string()).min(1, 'must name a program');
const ownFile = text.regex(
  /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0\n]+$/,
  'must be a file beside the scenario',
);
const regex = text.refine(compiles, { error: 'must be a regular expression' });

/** Requests that arrive on schedule, however slow the answers are. */
const requestsOf = (units: Units) =>
  units.object({
    rate: units.rate,
    /** Present: uploads of this size. Absent: reads. */
    body: units.bodySize.nullable().default(null),
    for: units.duration,
    /** The rate grows from 0 to `rate` over this time, as in k6's ramping-arrival-rate. */
    ramp: units.ramp.default(0),
    /** Maximum of requests in flight; arrivals beyond it are dropped and counted. */
    maxVUs: z.int().min(1).max(10_000).default(200),
    /** Only for an app of one's own; the default is GET, or POST with a body. */
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).exactOptional(),
    /** Likewise; `{n}` stands for the number of the request, from 0. The default is /. */
    path: z
      .string()
      .regex(/^\/[^\s]*$/, 'must be a path that begins with /')
      .exactOptional(),
    headers: z
      .record(
        z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, 'must be the name of a header'),
        z.string().regex(/^[^\r\n\0]*$/, 'must be one line'),
      )
      .exactOptional(),
    /** A file beside the scenario, sent with each request in place of `body`. */
    bodyFile: ownFile.exactOptional(),
    /** A k6 script beside the scenario, which sends the requests; `load.ts` is taken by itself. */
    script: ownFile.exactOptional(),
  });

/** What shows that a load worked that can't be counted. */
const delivered = z.union(
  [
    /** The exit code of the load's command; without one, of the app. */
    z.strictObject({ exit: z.int().min(0).max(255) }),
    /** A line of its output, by a regular expression; without a command, of the app's output. */
    z.strictObject({ log: regex }),
    /** A figure on a page of the app, and the least by which it must have grown. */
    z.strictObject({
      metric: z.string().regex(/^[a-zA-Z_:][\w:]*$/, 'must be the name of a metric'),
      url: z
        .string()
        .regex(/^(?:\/|https?:\/\/.)/, 'must be a path or a URL')
        .default('/metrics'),
      grows: z.number().positive(),
    }),
  ],
  { error: 'must be { exit: 0 }, { log: REGULAR-EXPRESSION } or { metric: NAME, grows: NUMBER }' },
);

/** Any program that makes load. */
const commandLoadOf = (units: Units) =>
  units.object({
    /** `{url}`, `{host}` and `{port}` stand for where the app listens, as do $URL, $HOST and $PORT. */
    command: argv,
    /** It is ended after this time, which counts as its end. */
    for: units.duration,
    delivered: delivered.exactOptional(),
  });

/** None: the app works by itself. */
const noLoadOf = (units: Units) =>
  units.object({
    /** For how long it is watched, unless it ends by itself. */
    none: units.duration,
    delivered: delivered.exactOptional(),
  });

export type Requests = z.output<ReturnType<typeof requestsOf>>;
export type CommandLoad = z.output<ReturnType<typeof commandLoadOf>>;
export type NoLoad = z.output<ReturnType<typeof noLoadOf>>;
export type LoadSetup = Requests | CommandLoad | NoLoad;
export type Delivered = z.output<typeof delivered>;

export const loadOf = (units: Units) =>
  z.union([requestsOf(units), commandLoadOf(units), noLoadOf(units)], {
    error: 'must have one of rate (requests), command, none',
  });

/** Whether a load is requests, which are counted one by one. */
export function isRequests(load: LoadSetup): load is Requests {
  return 'rate' in load;
}

/** A load that is known to be requests, as the generators take it. */
export function asRequests(load: LoadSetup): Requests {
  if (!isRequests(load)) throw new Error('this load is not requests');
  return load;
}

/** How long a load lasts at most, in ms. */
export function loadMs(load: LoadSetup): number {
  return 'none' in load ? load.none : load.for;
}

function compiles(source: string): boolean {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}
