import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { metricsBlock } from '../../harness/report/metrics-block.ts';
import type { MetricVerdict } from '../../harness/verdict/types.ts';

const row = (change: Partial<MetricVerdict>): MetricVerdict => ({
  metric: 'usage',
  kills: [{ scenario: 'spool', share: 0.97, firstOverMs: 240, reason: null }],
  falseAlarm: true,
  falseAlarmMs: 4000,
  ...change,
});
const lines = (rows: MetricVerdict[], control: string | null) =>
  metricsBlock({ rows, control, controlReason: null }, createColors(false)).split('\n');

describe('the table of metrics in the text report', () => {
  it('says how long before the kill a metric warned, and that it cried wolf in the control', () => {
    const [, header, usage] = lines([row({})], 'clean-cache-control');
    expect(header).toMatch(/^ {2}metric +spool +clean-cache-control \(nobody died\)$/);
    expect(usage).toMatch(/^ {2}usage +97 %, warned 0\.2 s before +false alarm, for 4\.0 s$/);
  });

  it('says of a metric that never came to 90 % that it was silent', () => {
    const kills = [{ scenario: 'spool', share: 0.05, firstOverMs: null, reason: null }];
    const [, , heap] = lines([row({ metric: 'heap', kills, falseAlarm: false })], 'control');
    expect(heap).toMatch(/heap +5 %, silent +silent, rightly$/);
  });

  it('leaves out the control where none was run, and says what is not known', () => {
    const kills = [{ scenario: 'spool', share: null, firstOverMs: null, reason: 'no source' }];
    const [, header, heap] = lines([row({ metric: 'heap', kills, falseAlarm: null })], null);
    expect(header).not.toContain('nobody died');
    expect(heap).toMatch(/heap +not known$/);
  });
});
