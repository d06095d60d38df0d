/** Figures of sampler and load on this host, from the recordings of real runs: `npm run bench [KILLS]`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../harness/recording/read.ts';
import type { ArmRecording } from '../harness/recording/recording.ts';

const kills = Number(process.argv[2] ?? 30);
const folder = mkdtempSync(join(tmpdir(), 'nal-bench-'));
try {
  const gapsMs: number[] = [];
  const shares: number[] = [];
  while (gapsMs.length < kills) {
    const [baseline] = await record(['upload-spool', '--arm', 'baseline', '--jobs', '1']);
    if (!baseline) throw new Error('the run recorded no arm');
    gapsMs.push(...killGapsMs(baseline));
    shares.push((baseline.sampler?.cpuMs ?? 0) / (baseline.sampler?.wallMs ?? 1));
  }
  print('from the last sample before a kill to the first that counts it, ms', gapsMs);
  print(
    'sampler, share of a core while the app is loaded, %',
    shares.map((share) => share * 100),
  );
  const [headroom] = await record(['upload-spool', '--arm', 'headroom', '--jobs', '1']);
  const bins = headroom?.bins.filter(({ scheduled }) => scheduled > 0) ?? [];
  print(
    'arrivals off schedule in a bin of 100 ms, %',
    bins.map((bin) => (Math.abs(bin.started - bin.scheduled) / bin.scheduled) * 100),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function record(args: string[]): Promise<ArmRecording[]> {
  const argv = ['dist/not-a-leak.mjs', 'run', '--on', 'cgroup', ...args, '--out', folder, '-q'];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the run exited ${status}: ${stderr}`);
  return (await readRecording(folder)).arms;
}

/** An upper bound of how old the last sample before each kill was: the kill lies between the two. */
function killGapsMs({ pod }: ArmRecording): number[] {
  return pod.flatMap((sample, index) => {
    const before = pod[index - 1];
    return before && sample.oomKills > before.oomKills ? [sample.atMs - before.atMs] : [];
  });
}

function print(what: string, values: number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2);
  console.log(`${what}: median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} (${sorted.length} values)`);
}
