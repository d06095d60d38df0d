import type { ArmRecording } from '../recording/recording.ts';
import type { LoadBin } from '../recording/types.ts';
import { isRequests } from '../scenario/load-schema.ts';
import { isSampleSetup, type Setup } from '../scenario/schema.ts';
import { judgeShown } from './shown.ts';
import type { LoadFindings } from './types.ts';

/** The offered load and its results over the whole arm; `killedMs`: the first OOM kill, since the load began. */
export function judgeLoad(recording: ArmRecording, killedMs: number | null): LoadFindings {
  const { bins, loadEnded, arm, startedMs, ended } = recording;
  const sum = (name: keyof LoadBin) => bins.reduce((total, bin) => total + bin[name], 0);
  const scheduled = sum('scheduled');
  const ok = sum('ok');
  const perRequest = bytesPerRequest(arm.setup);
  const shown = judgeShown(recording);
  const endMs = loadEnded?.atMs ?? ended?.atMs ?? null;
  return {
    scheduled,
    started: sum('started'),
    ok,
    failed: sum('failed'),
    refused: sum('refused'),
    dropped: sum('dropped'),
    diskFull: sum('diskFull'),
    delivered: isRequests(arm.setup.load) ? share(ok, scheduled) : Number(shown?.met ?? false),
    deliveredLate: lateShare(bins),
    burst: burstOf(
      bins.filter(({ fromMs }) => fromMs <= (killedMs ?? Infinity)),
      arm.setup,
    ),
    storedBytes: perRequest === null ? null : ok * perRequest,
    latencyMs: loadEnded?.latencyMs ?? null,
    lastedMs: startedMs === null || endMs === null ? null : endMs - startedMs,
    shown,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** A log has bodies in base64. */
const base64Share = 4 / 3;

/** What a request puts into memory or files; null if requests only read, or it isn't known, as of an app not ours. */
export function bytesPerRequest(setup: Setup): number | null {
  if (!isSampleSetup(setup)) return null;
  const { app, load } = setup;
  if (load.body === null) return null;
  if (app.mode === 'threads') return app.stack;
  if (app.mode === 'sockets') return load.body * app.subscribers;
  if (app.mode === 'log') return load.body * base64Share;
  return app.mode === 'temp' ? load.body * app.stages : load.body;
}

/** What was answered in the second half of the load, as a share of what was due then. */
function lateShare(bins: LoadBin[]): number {
  const due = bins.filter(({ scheduled }) => scheduled > 0);
  const halfMs = ((due[0]?.fromMs ?? 0) + (due.at(-1)?.fromMs ?? 0)) / 2;
  const late = bins.filter(({ fromMs }) => fromMs >= halfMs); // an answer may be in a later bin than its request
  const sum = (name: 'ok' | 'scheduled') => late.reduce((total, bin) => total + bin[name], 0);
  return sum('scheduled') === 0 ? 0 : sum('ok') / sum('scheduled');
}

/** The most answers within one retention time, relative to rate x retention, the steady state by Little's law. */
function burstOf(bins: LoadBin[], setup: Setup): number | null {
  if (!isSampleSetup(setup)) return null;
  const { load } = setup;
  const { retention } = setup.app;
  if (retention === null || retention <= 0) return null;
  let [within, most] = [0, 0];
  const kept: LoadBin[] = [];
  for (const bin of bins) {
    kept.push(bin);
    within += bin.ok;
    while (kept[0] && kept[0].fromMs <= bin.fromMs - retention) within -= kept.shift()?.ok ?? 0;
    most = Math.max(most, within);
  }
  return most / ((load.rate * retention) / 1000);
}
