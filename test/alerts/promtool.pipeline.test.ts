import { describe, expect, it } from 'vitest';
import { panels } from '../../harness/alerts/dashboard/panels.ts';
import { lacks } from '../skip.ts';
import {
  cgroupSeries,
  lastEnded,
  podSeries,
  restartedAt,
  stateSeries,
  type InputSeries,
} from './pod-series.ts';
import { checkRules, hasPromtool, testRules, type Sample } from './promtool.ts';

const fired = 'count by (alertname, container, reason) (ALERTS{alertstate="firing"})';

/** Expects exactly these alerts to fire at a minute: `ALERT`, `ALERT of CONTAINER` or `ALERT of CONTAINER: REASON`. */
function expectAlerts(series: InputSeries[], at: Record<number, string[]>): void {
  const asked = Object.entries(at).map(([minute, names]) => ({
    minute: Number(minute),
    expr: fired,
    samples: names.map(sampleOf),
  }));
  expect(testRules(series, asked)).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
}

function sampleOf(words: string): Sample {
  const [, name = '', container, reason] = /^(\w+)(?: of (\w+))?(?:: (\w+))?$/.exec(words) ?? [];
  const labels = Object.entries({ alertname: name, container, reason }).filter(([, value]) => value);
  return { labels: `{${labels.map(([label, value]) => `${label}="${value}"`).join(',')}}`, value: 1 };
}

/** A heap that a full collection empties each 8 minutes. */
function sawTooth(minute: number): number {
  return 260 + 100 * ((minute / 8) % 1);
}

describe.skipIf(lacks('promtool', hasPromtool))('promtool', () => {
  it('finds nothing wrong in the rule file', () => {
    expect(checkRules()).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });

  it('sees files that fill a memory-backed volume, from half of the limit on', () => {
    // As measured: 25 MiB of the app's own, then files, 128 MiB in ten minutes.
    const series = podSeries({ usage: (minute) => Math.min(128, 25 + 10.3 * minute), limitMiB: 128 });
    expectAlerts(series, { 3: [], 4: ['MemoryFillsSoon of app'], 9: ['MemoryFillsSoon of app'] });
  });

  it('sees no danger in clean cache at the limit, where the working set is at 90 % of it', () => {
    const series = podSeries({
      usage: (minute) => Math.min(96, 20 + 30 * minute),
      active: (minute) => Math.min(70, 20 * minute),
      inactive: (minute) => Math.min(6, 10 * minute),
      limitMiB: 96,
    });
    expectAlerts(series, { 1: [], 3: [], 15: [] });
    const falseAlarm = 'sum(container_memory_working_set_bytes{container="app"}) / (96 * 2^20) > 0.9';
    const { status } = testRules(series, [
      { minute: 15, expr: falseAlarm, samples: [{ labels: '{}', value: 0.9375 }] },
    ]);
    expect(status).toBe(0);
  });

  it('sees a slow leak hours before, and again when it is minutes', () => {
    // 2 MiB a minute: full after 91 minutes.
    const series = podSeries({ usage: (minute) => 330 + 2 * minute, limitMiB: 512, minutes: 80 });
    expectAlerts(series, {
      40: [],
      47: ['MemoryFillsToday of app'],
      67: ['MemoryFillsToday of app', 'MemoryNearlyFull of app'],
      78: ['MemoryFillsSoon of app', 'MemoryFillsToday of app', 'MemoryNearlyFull of app'],
    });
  });

  it('takes the saw-tooth of a garbage collector for growth no longer than it takes to see it once', () => {
    const silent = Object.fromEntries(Array.from({ length: 46 }, (_, step) => [14 + step, []]));
    expectAlerts(podSeries({ usage: sawTooth, limitMiB: 512 }), silent);
  });

  it('sees no danger in a start that ends below half of the limit', () => {
    expectAlerts(podSeries({ usage: (minute) => Math.min(60, 120 * minute), limitMiB: 128 }), {
      0.5: [],
      0.75: [],
      1: [],
      2: [],
      5: [],
    });
  });

  it('shows the latest life of a container while Prometheus still shows the one before', () => {
    const dead = cgroupSeries('app', { usage: (now) => (now < 10 ? 100 : undefined), limitMiB: 128 });
    const alive = cgroupSeries('app', {
      usage: (now) => (now < 10 ? undefined : 12),
      life: 'b',
      limitMiB: 128,
    });
    const expr = 'container:memory_unreclaimable_bytes:max';
    const labels = `${expr}{container="app",namespace="shop",pod="uploader-1"}`;
    const at = (minute: number, mebibytes: number) => ({
      minute,
      expr,
      samples: [{ labels, value: mebibytes * 2 ** 20 }],
    });
    expect(testRules([...dead, ...alive], [at(9, 100), at(11, 12)]).output).toContain('SUCCESS');
  });

  it('sees a kill with the reason that Kubernetes gave, and what the dead container left in its pod', () => {
    const series = [
      ...cgroupSeries('app', { usage: (now) => (now < 10 ? 5 * now : undefined), limitMiB: 128 }),
      ...cgroupSeries('app', { usage: (now) => (now < 10 ? undefined : 12), life: 'b', limitMiB: 128 }),
      ...cgroupSeries('', { usage: (now) => (now < 10 ? 5 * now : 60), limitMiB: 128 }),
      restartedAt(10),
      lastEnded('OOMKilled', 10),
    ];
    expectAlerts(series, {
      9: [],
      10.25: ['ContainerKilledByMemory of app: OOMKilled'],
      12: ['ContainerKilledByMemory of app: OOMKilled', 'PodMemoryOutlivesContainer'],
      21: ['PodMemoryOutlivesContainer'],
    });
  });

  it.each([
    { reason: 'Error', share: 0.85, alerts: ['ContainerKilledByMemory of app: Error'] },
    { reason: 'StartError', share: 0.85, alerts: ['ContainerKilledByMemory of app: StartError'] },
    { reason: 'Error', share: 0.3, alerts: [] },
    { reason: 'Completed', share: 0.85, alerts: [] },
  ])('believes $reason to be a kill for memory by how full that was: $share', ({ reason, share, alerts }) => {
    const series = podSeries({ usage: () => share * 128, limitMiB: 128 });
    expectAlerts([...series, restartedAt(10), lastEnded(reason, 10)], { 9: [], 11: alerts, 21: [] });
  });

  it("sees a Job's kill, which no restart follows, while it is news", () => {
    const ended = stateSeries('status_terminated_reason', 'reason="OOMKilled"', (now) =>
      now < 10 ? undefined : 1,
    );
    const series = [...podSeries({ usage: () => 20, limitMiB: 128 }), ended];
    expectAlerts(series, { 9: [], 11: ['ContainerKilledByMemory of app: OOMKilled'], 21: [] });
  });

  it('sees a killed child, which Kubernetes shows nowhere, but takes no restart for one', () => {
    const labels =
      'container="app",id="/kubepods/app/a",image="uploader:1",namespace="shop",pod="uploader-1"';
    const counter = { series: `container_oom_events_total{${labels}}`, values: '0x40 1x200' };
    const series = [...podSeries({ usage: () => 20, limitMiB: 128 }), counter];
    expectAlerts([...series, stateSeries('status_restarts_total', '', () => 0)], {
      9: [],
      12: ['ContainerChildKilledByMemory of app'],
    });
    expectAlerts([...series, restartedAt(10), lastEnded('OOMKilled', 10)], {
      12: ['ContainerKilledByMemory of app: OOMKilled'],
    });
  });

  it('takes the limits that pods ask for where the real ones are dropped, and the sum for the pod', () => {
    const asked = stateSeries('resource_limits', 'resource="memory",unit="byte"', () => 128 * 2 ** 20);
    const info = stateSeries('info', '', () => 1);
    const series = [...podSeries({ usage: () => 96 }), asked, info];
    const expr = 'container:memory_unreclaimable:share_of_limit';
    const both = ['container="app",', ''].map((container) => ({
      labels: `${expr}{${container}namespace="shop",pod="uploader-1"}`,
      value: 0.75,
    }));
    expect(testRules(series, [{ minute: 5, expr, samples: both }]).output).toContain('SUCCESS');
    const sidecar = { ...info, series: info.series.replace('container="app"', 'container="proxy"') };
    expect(
      testRules([...series, sidecar], [{ minute: 5, expr, samples: both.slice(0, 1) }]).output,
      'a container without a limit: the pod has none',
    ).toContain('SUCCESS');
  });

  it.each(panels)('draws something of such a pod in the panel "$title"', ({ targets }) => {
    const series = [
      ...cgroupSeries('app', { usage: (now) => 10 + 5 * now, limitMiB: 128 }),
      ...cgroupSeries('', { usage: (now) => 30 + 5 * now, limitMiB: 128 }),
      restartedAt(2),
      lastEnded('OOMKilled', 2),
    ];
    const asked = targets.map(({ expr }) => ({
      minute: 5,
      expr: `count(${expr.replaceAll(/\$\w+/g, '.+')}) > bool 0`,
      samples: [{ labels: '{}', value: 1 }],
    }));
    expect(testRules(series, asked).output).toContain('SUCCESS');
  });

  it('says that it is blind where the series it needs are missing', () => {
    const up = [{ series: 'up{job="kubelet"}', values: '1x240' }];
    expectAlerts(up, { 14: [], 16: ['MemoryAlertsBlind'] });
  });
});
