import { describe, expect, it } from 'vitest';
import { judgeMetrics } from '../../harness/verdict/metrics.ts';
import { metricTable } from '../../harness/verdict/warnings.ts';
import { armFindings, scenarioFindings } from '../findings.ts';
import { armRecording, heapFigure, sample } from '../recording.ts';

const MiB = 2 ** 20;
const limit = 128 * MiB; // the limit of a test's setup

/** tmpfs grows from 0 to the limit in 1 s; clean cache lies beside it. */
const recording = armRecording({
  pod: Array.from({ length: 101 }, (_, index) => {
    const shmem = (index * limit) / 100;
    return sample(index * 10, { usage: shmem, file: shmem, shmem, anon: 10 * MiB, inactiveFile: 0 });
  }),
  heap: [heapFigure(0, 6 * MiB), heapFigure(900, 6.4 * MiB)],
  node: [
    { kind: 'node', arm: 'x/baseline', atMs: 100, memAvailable: 75 * MiB },
    { kind: 'node', arm: 'x/baseline', atMs: 800, memAvailable: 50 * MiB },
  ],
});
const of = (metric: string, nodeBytes: number | null = 100 * MiB) =>
  judgeMetrics(recording, 1000, nodeBytes).find((one) => one.metric === metric);

describe('what a metric said', () => {
  it('is its share of the limit at the kill, and how long before it was over 90 % for the first time', () => {
    expect(of('usage')).toMatchObject({ share: 1, ofBytes: limit, firstOverMs: 100 });
    expect(of('unreclaimable')?.firstOverMs).toBeGreaterThan(100);
    expect(of('rss')).toMatchObject({ valueBytes: 10 * MiB, firstOverMs: null });
  });

  it('is silence for a heap that is flat', () => {
    expect(of('heap')).toMatchObject({ valueBytes: 6.4 * MiB, share: 0.05, firstOverMs: null });
  });

  it('is a share of the whole node for MemAvailable', () => {
    expect(of('node-memory-used')).toMatchObject({ valueBytes: 50 * MiB, ofBytes: 100 * MiB, share: 0.5 });
  });

  it('leaves out what came after the kill and before the load', () => {
    const early = judgeMetrics({ ...recording, startedMs: 500 }, 600, null);
    expect(early.find(({ metric }) => metric === 'usage')).toMatchObject({ share: 0.6, mostShare: 0.6 });
  });

  it('is not known, with the reason, where there is no source', () => {
    expect(of('node-memory-used', null)).toMatchObject({ share: null, reason: expect.any(String) as string });
    const none = judgeMetrics(armRecording(), null, null);
    expect(none.map(({ valueBytes, reason }) => [valueBytes, reason === null])).toEqual(
      none.map(() => [null, false]),
    );
  });

  it('counts inactive file cache as usage and not as working set', () => {
    const pod = [sample(10, { usage: limit, file: limit, inactiveFile: limit / 2 })];
    const [usage, workingSet] = ['usage', 'working-set'].map((name) =>
      judgeMetrics(armRecording({ pod }), null, null).find(({ metric }) => metric === name),
    );
    expect(usage).toMatchObject({ share: 1 });
    expect(workingSet).toMatchObject({ share: 0.5, firstOverMs: null });
  });
});

describe('the table of metrics', () => {
  const killed = armFindings({ metrics: judgeMetrics(recording, 1000, null) });
  const atLimit = armRecording({
    pod: [sample(0, { usage: limit, file: limit }), sample(500, { usage: limit })],
  });
  const control = armFindings({
    outcome: 'survived',
    limitEvents: 10,
    setup: { ...killed.setup, bodyBytes: null },
    metrics: judgeMetrics(atLimit, null, null),
  });

  it('has a cell for each baseline that was killed, and calls usage a false alarm in the control', () => {
    const table = metricTable([
      scenarioFindings({ name: 'a', arms: [killed] }),
      scenarioFindings({ name: 'control', arms: [control] }),
    ]);
    const row = (name: string) => table?.rows.find(({ metric }) => metric === name);
    expect(table).toMatchObject({ control: 'control', controlReason: null });
    expect(row('usage')).toMatchObject({
      falseAlarm: true,
      kills: [{ scenario: 'a', share: 1, firstOverMs: 100 }],
    });
    expect(row('unreclaimable')).toMatchObject({ falseAlarm: false });
    expect(row('heap')).toMatchObject({ falseAlarm: null });
  });

  it('says why it knows of no false alarm where no control was run', () => {
    const table = metricTable([scenarioFindings({ name: 'a', arms: [killed] })]);
    expect(table?.control).toBeNull();
    expect(table?.controlReason).toContain('no scenario ran');
    expect(table?.rows[0]).toMatchObject({ falseAlarm: null, falseAlarmMs: null });
  });

  it('is not there where nothing was killed', () => {
    expect(metricTable([scenarioFindings({ arms: [control] })])).toBeNull();
  });
});
