import { describe, expect, it } from 'vitest';
import { parsePoint } from '../../../harness/load/k6/points.ts';

const time = '2026-11-24T11:05:48.849731224Z';
const wallMs = Date.parse('2026-11-24T11:05:48.849Z') + 0.731224;
const line = (metric: string, value: number, tags: Record<string, string> | null = {}) =>
  JSON.stringify({ metric, type: 'Point', data: { time, value, tags } });

describe('parsePoint', () => {
  it('reads an answer with its time, duration, status and error code', () => {
    const tags = { error_code: '1507', status: '507' };
    expect(parsePoint(line('http_req_duration', 4.5, tags))).toEqual({
      what: 'answered',
      atMs: wallMs,
      tookMs: 4.5,
      status: 507,
      errorCode: 1507,
    });
  });

  it('reads an answer without an error code, as k6 leaves out what is empty', () => {
    expect(parsePoint(line('http_req_duration', 1, { status: '201' }))).toMatchObject({ errorCode: 0 });
    expect(parsePoint(line('http_req_duration', 1, null))).toMatchObject({ status: 0, errorCode: 0 });
  });

  it('reads what was sent, and after how long', () => {
    expect(parsePoint(line('sent_after_ms', 105))).toEqual({ what: 'sent', atMs: wallMs, afterMs: 105 });
  });

  it('reads how many arrivals were dropped', () => {
    expect(parsePoint(line('dropped_iterations', 3))).toEqual({ what: 'dropped', atMs: wallMs, count: 3 });
  });

  it('reads the fields in any order', () => {
    const text = JSON.stringify({
      data: { tags: {}, value: 2, time },
      type: 'Point',
      metric: 'sent_after_ms',
    });
    expect(parsePoint(text)).toEqual({ what: 'sent', atMs: wallMs, afterMs: 2 });
  });

  it.each([
    ['2026-11-24T12:05:48.5+01:00', '2026-11-24T11:05:48.500Z'],
    ['2026-11-24T11:05:48Z', '2026-11-24T11:05:48.000Z'],
  ])('reads %s in its time zone, with or without a fraction', (given, meant) => {
    const text = line('sent_after_ms', 0).replace(time, given);
    expect(parsePoint(text)?.atMs).toBe(Date.parse(meant));
  });

  it.each([
    ['another metric', line('http_req_waiting', 1)],
    [
      'the definition of a metric',
      '{"type":"Metric","data":{"name":"http_req_duration"},"metric":"http_req_duration"}',
    ],
    ['what a script prints', 'the "http_req_duration" was fine'],
    ['a line that was cut off', line('http_req_duration', 1).slice(0, 60)],
    ['an empty line', ''],
  ])('passes over %s', (_what, text) => {
    expect(parsePoint(text)).toBeNull();
  });
});
