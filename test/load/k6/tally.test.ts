import { describe, expect, it } from 'vitest';
import type { Point } from '../../../harness/load/k6/points.ts';
import { Tally } from '../../../harness/load/k6/tally.ts';
import type { RecordingLine } from '../../../harness/recording/types.ts';
import { read } from '../drive.ts';

const plan = { ratePerSecond: 20, rampMs: 0, durationMs: 1000 };
const sent = (atMs: number, afterMs: number): Point => ({ what: 'sent', atMs, afterMs });
const answered = (atMs: number, status: number, errorCode = 0, tookMs = 10): Point => ({
  what: 'answered',
  atMs,
  tookMs,
  status,
  errorCode,
});

function tally() {
  const lines: RecordingLine[] = [];
  return { lines, tally: new Tally('a/b', plan, (line) => lines.push(line)) };
}

describe('Tally', () => {
  it('begins when the load began, and not when the first request was heard of', () => {
    const { lines, tally: one } = tally();
    one.see(sent(5003, 3));
    one.see(sent(5060, 60));
    expect(lines).toEqual([{ kind: 'arm-started', arm: 'a/b', atMs: 5000 }]);
  });

  it('tells answers apart: ok, a full volume, refused, failed', () => {
    const { lines, tally: one } = tally();
    for (let index = 0; index < 7; index++) one.see(sent(1000, 0));
    for (const status of [200, 201, 507, 500, 302]) one.see(answered(1150, status));
    one.see(answered(1150, 0, 1212));
    one.see(answered(1150, 0, 1220));
    one.end(1200);
    expect(read(lines).bins.slice(0, 2)).toMatchObject([
      { fromMs: 0, scheduled: 2, started: 7, ok: 0 },
      { fromMs: 100, started: 0, ok: 2, diskFull: 1, failed: 3, refused: 1 },
    ]);
  });

  it('counts each arrival that k6 dropped', () => {
    const { lines, tally: one } = tally();
    one.see(sent(1000, 0));
    one.see({ what: 'dropped', atMs: 1250, count: 3 });
    one.end(1300);
    expect(read(lines).bins.map(({ dropped }) => dropped)).toEqual([0, 0, 3, 0]);
  });

  it('counts what was sent and never answered as unfinished', () => {
    const { lines, tally: one } = tally();
    for (const atMs of [1000, 1050, 1100]) one.see(sent(atMs, atMs - 1000));
    one.see(answered(1020, 201));
    one.end(2000);
    expect(read(lines).ended).toMatchObject({ atMs: 2000, unfinished: 2 });
  });

  it('takes latencies of good answers only, and null where there is none', () => {
    const [some, none] = [tally(), tally()];
    some.tally.see(answered(1000, 201, 0, 10));
    some.tally.see(answered(1000, 201, 0, 30));
    some.tally.see(answered(1000, 500, 0, 900));
    some.tally.end(1100);
    none.tally.end(1100);
    expect(read(some.lines).ended?.latencyMs?.max).toBeCloseTo(30, 0);
    expect(read(none.lines).ended?.latencyMs).toBeNull();
  });

  it('knows when requests began also where a script does not tell: so long before their answer', () => {
    const { lines, tally: one } = tally();
    one.see(answered(1110, 201, 0, 110));
    one.see(answered(1160, 201, 0, 10));
    one.end(1200);
    expect(read(lines)).toMatchObject({ startedMs: 1000, ended: { unfinished: 0 } });
    expect(read(lines).bins.map(({ started }) => started)).toEqual([1, 1, 0]);
  });

  it('reports only bins that k6 has told all of, each once, and late news in the next', () => {
    const { lines, tally: one } = tally();
    one.see(sent(1000, 0));
    one.report(1400);
    expect(read(lines).bins).toEqual([]);
    one.report(2200);
    expect(read(lines).bins.map(({ fromMs }) => fromMs)).toEqual([0, 100]);
    one.see(answered(1050, 201));
    one.report(2300);
    one.end(2300);
    const { bins } = read(lines);
    expect(bins.map(({ fromMs }) => fromMs)).toEqual(bins.map((_, index) => index * 100));
    expect(bins[2]).toMatchObject({ ok: 1 });
  });

  it('says nothing of a beginning where there was none', () => {
    const { lines, tally: one } = tally();
    one.report(5000);
    one.end(6000);
    expect(lines.map(({ kind }) => kind)).toEqual(['load-ended']);
  });
});
