/**
 * How long before each kill the alerts of `rules` come, and which of them come where nobody dies, beside a threshold over
 * usage, working set and RSS: `npm run bench -- alerts --cluster NAME`, a kind cluster of yours. Needs
 * prometheus. A kubelet looks at a container each 10 to 20 s, so the scenarios run slowly (`--stretch`). Fails where a
 * kill was not foretold, or an arm was warned about whose memory can all be reclaimed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { $ } from 'zx';
import { renderRules } from '../harness/alerts/render.ts';
import { series } from '../harness/alerts/series.ts';
import { thresholds } from '../harness/alerts/thresholds.ts';
import { readRecording } from '../harness/recording/read.ts';
import { printAlerts, type WarnedArm } from './shared/alert-table.ts';
import { Prometheus, type Series } from './shared/prometheus.ts';
import { serveStateMetrics } from './shared/state-metrics.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cluster: { type: 'string' },
    stretch: { type: 'string', default: '60' },
    jobs: { type: 'string', default: '6' },
    scrape: { type: 'string', default: '15s' },
  },
});
if (values.cluster === undefined)
  throw new Error('which kind cluster? npm run bench -- alerts --cluster NAME');
const usual =
  'upload-spool temp-files shm native-memory heap-leak-control clean-cache-control mmap-read'.split(' ');
const scenarios = positionals.length > 0 ? positionals : usual;

/** What is watched elsewhere and here, as shares of the limit. */
const watched = {
  usage: ofLimit('container_memory_usage_bytes'),
  'working set': ofLimit('container_memory_working_set_bytes'),
  RSS: ofLimit('container_memory_rss'),
  "can't be reclaimed": `${series.share}{container!=""}`,
};
const nearlyFull = thresholds.nearlyFullShare;

const out = mkdtempSync(join(tmpdir(), 'nal-alerts-'));
const kubeconfig = join(out, 'kubeconfig');
await $({ quiet: true })`kind get kubeconfig --name ${values.cluster} > ${kubeconfig}`;
const kubectl = ['kubectl', '--kubeconfig', kubeconfig];
const state = await serveStateMetrics(kubectl);
const prometheus = new Prometheus({
  kubectl,
  statePort: state.port,
  scrape: values.scrape,
  rules: [renderRules('file'), stringify(comparison())],
});
try {
  await prometheus.start();
  const run = join(out, 'run');
  const pace = ['--stretch', values.stretch, '--jobs', values.jobs];
  const ended = await $({
    nothrow: true,
    quiet: true,
  })`${process.execPath} dist/not-a-leak.mjs run --on kind --cluster ${values.cluster} ${pace} --out ${run} -q ${scenarios}`;
  const passed = printAlerts(await warnedArms(run));
  const ranThrough = [0, 1, 5].includes(ended.exitCode ?? -1); // whatever a busy host's verdict is
  if (!ranThrough)
    console.log(`the run broke off, exit code ${ended.exitCode}: ${ended.stderr.slice(-1000)}`);
  process.exitCode = passed && ranThrough ? 0 : 1;
} finally {
  await prometheus.stop();
  await state.close();
  rmSync(out, { recursive: true, force: true });
}

/** The threshold of MemoryNearlyFull over what others watch. */
function comparison() {
  const rules = [
    { alert: 'Usage', expr: `${watched.usage} > ${nearlyFull}`, for: '1m' },
    { alert: 'WorkingSet', expr: `${watched['working set']} > ${nearlyFull}`, for: '1m' },
    { alert: 'Rss', expr: `${watched.RSS} > ${nearlyFull}`, for: '1m' },
  ];
  return { groups: [{ name: 'comparison', interval: '15s', rules }] };
}

function ofLimit(gauge: string): string {
  const containers = 'namespace, pod, container';
  return `max by (${containers}) (${gauge}{container!=""}) / on (${containers}) ${series.limit}{container!=""}`;
}

/** The arms of a run with the times of what fired, in ms from the load's beginning. */
async function warnedArms(folder: string): Promise<WarnedArm[]> {
  const { run, arms } = await readRecording(folder);
  const wallMs = Date.parse(run.startedAt) - run.atMs;
  const ask = (query: string) => prometheus.range(query, Date.parse(run.startedAt), Date.now());
  const fired = await ask('ALERTS{alertstate="firing"}');
  const peaks = await Promise.all(
    Object.entries(watched).map(async ([name, query]) => ({ name, all: await ask(query) })),
  );
  return arms.flatMap(({ arm: { arm }, startedMs, lives, ended }) => {
    if (startedMs === null) return [];
    const killed = lives.find((life) => (life.ended?.oomKills ?? 0) > 0)?.ended;
    const [fromMs, toMs] = [wallMs + startedMs, wallMs + (ended?.atMs ?? Infinity)];
    const ofArm = ({ metric }: Series) => isOf(arm, metric['namespace'] ?? '');
    return {
      arm,
      killedMs: killed ? killed.atMs - startedMs : null,
      fired: fired.filter(ofArm).flatMap((one) => firedOf(one, fromMs, toMs)),
      peaks: peaks.map(({ name, all }) => ({ name, share: peakOf(all.filter(ofArm), toMs) })),
    };
  });
}

function firedOf({ metric, values: samples }: Series, fromMs: number, toMs: number) {
  const times = samples.map(([seconds]) => seconds * 1e3).filter((ms) => ms <= toMs);
  const [firstMs] = times;
  if (firstMs === undefined) return [];
  const [alert = '', reason = null] = [metric['alertname'], metric['reason']];
  return [{ alert, reason, firstMs: firstMs - fromMs, forMs: times.length * 5000 }];
}

function peakOf(all: Series[], toMs: number): number {
  const samples = all.flatMap((one) => one.values).filter(([seconds]) => seconds * 1e3 <= toMs);
  return Math.max(0, ...samples.map(([, value]) => Number(value)));
}

/** Whether a namespace is an arm's: `not-a-leak-RUN-N-SCENARIO-ARM`, cut to what Kubernetes allows. */
function isOf(arm: string, namespace: string): boolean {
  const [, named = ''] = /^not-a-leak-[0-9a-f]+-\d+-(.+)$/.exec(namespace) ?? [];
  const whole = arm.replaceAll('/', '-');
  return named === whole || (namespace.length >= 62 && whole.startsWith(named) && named !== '');
}
