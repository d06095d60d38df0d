/**
 * How long `report` takes for a long recording, and how large its page is: `npm run bench -- report [SAMPLES]`. The
 * recording is made up: two arms, ten lives that fill the limit and one that holds a plateau, 1000 samples a second.
 */
// By hand: a shell's own start would be measured with it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../harness/recording/read.ts';
import { recordingName } from '../harness/recording/write.ts';
import { renderRunHtml } from '../harness/report/html/run-page.ts';
import { renderJson } from '../harness/report/json.ts';
import { judge } from '../harness/verdict/judge.ts';
import { writeLongRecording } from './shared/long-recording.ts';

const samples = Number(process.argv[2] ?? 1_000_000);
const rounds = 7;
const folder = mkdtempSync(join(tmpdir(), 'nal-bench-'));
try {
  writeLongRecording(folder, samples);
  console.log(`recording: ${samples.toLocaleString('en-US')} samples, ${size(recordingName)}`);
  const wholeMs = Array.from({ length: rounds }, () => timed(runReport));
  print('`report DIR`, from the start of Node to its end, s', wholeMs);
  console.log(`report.html: ${size('report.html')}, result.json: ${size('result.json')}`);
  const [readMs, recording] = await timedValue(() => readRecording(folder));
  const [judgeMs, findings] = await timedValue(async () => judge(recording));
  const [renderMs] = await timedValue(async () => [
    renderRunHtml(findings, recording, '/runs/1'),
    renderJson(findings),
  ]);
  const parts = [readMs, judgeMs, renderMs].map((ms) => (ms / 1000).toFixed(2));
  console.log(
    `of that, once more in one process, s: read ${parts[0]}, judge ${parts[1]}, render ${parts[2]}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runReport(): void {
  const argv = ['dist/not-a-leak.mjs', 'report', folder];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`report exited ${status}: ${stderr}`);
}

function timed(act: () => void): number {
  const fromMs = performance.now();
  act();
  return performance.now() - fromMs;
}

async function timedValue<T>(act: () => Promise<T>): Promise<[number, T]> {
  const fromMs = performance.now();
  const value = await act();
  return [performance.now() - fromMs, value];
}

function print(what: string, values: number[]): void {
  const sorted = values.toSorted((a, b) => a - b).map((ms) => (ms / 1000).toFixed(2));
  console.log(`${what}: median ${sorted[Math.floor(rounds / 2)]}, least ${sorted[0]}, most ${sorted.at(-1)}`);
}

function size(name: string): string {
  return `${(statSync(join(folder, name)).size / 1e6).toFixed(2)} MB`;
}
