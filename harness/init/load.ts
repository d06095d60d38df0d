import { parseBytes, parseDuration, parseRate } from '../scenario/units.ts';
import type { Draft } from './draft.ts';
import type { InitRequest, LoadRequest } from './request.ts';
import { quoted } from '../text/quoted.ts';

/** A scenario's load, and what half of it is; null if it can't be halved. */
export interface LoadDraft {
  value: Record<string, unknown>;
  halfRate: string | null;
  /** For the answer. */
  words: string;
  /** What to edit, and why: lines of a comment. */
  comment: string[];
}

const usualBody = '256Ki';
const usualMs = 20_000;
/** Readers take no body, and nobody knows how many of them are a load. */
const usualReads = '50/s';
/** Three times the limit: an app that keeps all of it dies at its limit, and at twice its limit later. */
const timesLimit = 3;
/** As much as a small host sends and takes besides. */
const mostBytesPerSecond = 64 * 2 ** 20;

/** The load of an app under a limit: what the user gives, and for the rest what fills the limit. */
export function loadOf(
  draft: Draft,
  { load: given, words, command }: LoadParts,
  limitBytes: number,
): LoadDraft {
  if (command !== undefined && words.length > 0) return commandOf(command, given);
  const { rate, method, path, body } = given;
  const isAsked = [rate, method, path, body].some((one) => one !== undefined);
  return draft.listens || isAsked ? requestsOf(draft, given, limitBytes) : noneOf(draft, given);
}

type LoadParts = Pick<InitRequest, 'load' | 'words' | 'command'>;

/** Nobody knows what half of such a load is. */
function commandOf(command: readonly string[], given: LoadRequest): LoadDraft {
  const lasts = given.for ?? '60s';
  return {
    value: { command: [...command], for: lasts, delivered: { exit: 0 } },
    halfRate: null,
    words: `the load: ${quoted(command)}, for ${lasts} at most; it worked if it ends with exit code 0`,
    comment: [
      '{url}, {host} and {port} stand for where the app listens. It worked if it ends with exit code 0;',
      "or say { log: '100%' }, or { metric: requests_total, grows: 100 }.",
    ],
  };
}

function requestsOf({ volumes }: Draft, given: LoadRequest, limitBytes: number): LoadDraft {
  const takesBody = given.method === undefined || ['POST', 'PUT', 'PATCH'].includes(given.method);
  const guessed = volumes.length > 0 && takesBody ? usualBody : undefined;
  const { path = '/', body = guessed } = given;
  const method = given.method ?? (body === undefined ? 'GET' : 'POST');
  const { rate, lasts } = body === undefined ? readsOf(given) : uploadsOf(given, body, limitBytes);
  const isWhole = given.rate !== undefined && given.path !== undefined;
  return {
    value: { method, path, ...(body === undefined ? {} : { body }), rate, for: lasts },
    halfRate: halfOf(rate),
    words: `the load: ${method} ${path}${body === undefined ? '' : ` of ${body}`}, ${rate}, for ${lasts}`,
    comment: [
      isWhole ? 'The requests that it gets.' : 'EDIT: the requests that it gets when it dies.',
      ...(body === undefined ? [] : [totalWords(rate, body, lasts, limitBytes)]),
      'Instead of requests: { command: [wrk, ..., "{url}"], for: 20s, delivered: { exit: 0 } }',
    ],
  };
}

function readsOf(given: LoadRequest) {
  return { rate: given.rate ?? usualReads, lasts: given.for ?? '20s' };
}

/** A rate and a time that put `timesLimit` through the app, as far as they are not given. */
function uploadsOf(given: LoadRequest, body: string, limitBytes: number) {
  const bytes = parseBytes(body) ?? 1;
  const requests = (limitBytes * timesLimit) / bytes;
  const most = Math.max(1, mostBytesPerSecond / bytes);
  const givenMs = given.for === undefined ? null : parseDuration(given.for);
  const inTime = Math.min(requests / ((givenMs ?? usualMs) / 1000), most, 10_000);
  const even = Math.ceil(inTime / 2) * 2; // so that half of it reads well
  const rate = given.rate ?? `${even}/s`;
  const seconds = Math.ceil(requests / (parseRate(rate) ?? even));
  return { rate, lasts: given.for ?? `${Math.min(Math.max(seconds, usualMs / 1000), 600)}s` };
}

/** How much it uploads in all. */
function totalWords(rate: string, body: string, lasts: string, limitBytes: number): string {
  const bytes = ((parseRate(rate) ?? 0) * (parseBytes(body) ?? 0) * (parseDuration(lasts) ?? 0)) / 1000;
  const times = Number((bytes / limitBytes).toPrecision(2));
  return `In all it uploads ${times} times the limit. {n} in the path is the number of the request.`;
}

/** Half of a rate, if a scenario may have so little. */
function halfOf(rate: string): string | null {
  const half = (parseRate(rate) ?? 0) / 2;
  if (half < 1 / 60) return null;
  return half >= 1 ? `${Number(half.toFixed(2))}/s` : `${Number((half * 60).toFixed(2))}/m`;
}

function noneOf({ ends }: Draft, given: LoadRequest): LoadDraft {
  const lasts = given.for ?? '60s';
  return {
    value: { none: lasts, delivered: { exit: 0 } },
    halfRate: null,
    words: `no load: it works by itself, for ${lasts} at most; it worked if it ends with exit code 0`,
    comment: [
      `${ends ? '' : 'EDIT: '}it works by itself, and it worked if it ends with exit code 0 within this time.`,
      "Of an app that does not end, say { log: 'imported [0-9]+ rows' } or { metric: jobs_total, grows: 100 }.",
    ],
  };
}
