/**
 * What the sampler costs over the default suite, and how old its last sample is when the kernel kills, by the time
 * that the kernel's own log gives: `npm run bench -- sampler [KILLS]`. Root, on this host's cgroups.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKernelLog } from '../harness/kernel/log/kmsg.ts';
import type { ArmRecording } from '../harness/recording/recording.ts';
import { kernelLogAheadMs } from './shared/kernel-clock.ts';
import { printFigures } from './shared/print-figures.ts';
import { recordRun } from './shared/record-run.ts';

const kills = Number(process.argv[2] ?? 30);
const folder = mkdtempSync(join(tmpdir(), 'nal-bench-'));
try {
  printShares(await recordRun(folder, []));
  const agesMs: number[] = [];
  const aheadMs: number[] = [];
  while (agesMs.length < kills) {
    const before = kernelLogAheadMs();
    const [baseline] = await recordRun(folder, ['upload-spool', '--arm', 'baseline', '--jobs', '1']);
    // The two clocks drift apart; over one run the drift is even enough.
    aheadMs.push((before + kernelLogAheadMs()) / 2);
    if (baseline) agesMs.push(...lastSampleAgesMs(baseline, aheadMs.at(-1) ?? 0));
  }
  printFigures("from the last sample to the kernel log's own time of the kill, ms", agesMs);
  printFigures("the kernel log's clock ahead of CLOCK_MONOTONIC, for which that is corrected, ms", aheadMs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function printShares(arms: ArmRecording[]): void {
  const lines = arms.flatMap(({ sampler }) => sampler ?? []);
  const [cpuMs, wallMs] = (['cpuMs', 'wallMs'] as const).map((name) =>
    lines.reduce((sum, line) => sum + line[name], 0),
  ) as [number, number];
  printFigures(
    'sampler, share of a core in each arm of the default suite, %',
    lines.map((line) => (100 * line.cpuMs) / line.wallMs),
  );
  const share = ((100 * cpuMs) / wallMs).toFixed(2);
  console.log(`on average over that suite: ${share} % (${cpuMs.toFixed(0)} of ${wallMs.toFixed(0)} ms)`);
}

/** How old the last sample was that did not count a kill yet, for each kill that the kernel's log has. */
function lastSampleAgesMs({ pod, lives }: ArmRecording, aheadMs: number): number[] {
  const pids = new Set(lives.map(({ started }) => started.pid));
  const sinceMs = pod[0]?.atMs ?? Infinity;
  return readKernelLog()
    .map(({ atMs, text }) => ({ atMs: atMs - aheadMs, text }))
    .filter(({ atMs, text }) => atMs >= sinceMs && pids.has(Number(/ Killed process (\d+) /.exec(text)?.[1])))
    .flatMap(({ atMs }, index) => {
      const last = pod.findLast((sample) => sample.atMs <= atMs && sample.oomKills <= index);
      return last ? [atMs - last.atMs] : [];
    });
}
