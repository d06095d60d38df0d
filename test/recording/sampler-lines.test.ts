import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../harness/recording/read.ts';
import type { ArmRecording } from '../../harness/recording/recording.ts';
import type { RecordingLine, SamplerLine } from '../../harness/recording/types.ts';
import { recordingName } from '../../harness/recording/write.ts';
import { temporaryFolder } from '../cli.ts';
import { armRecording } from '../recording.ts';
import { runRecording } from '../report/html/run-recording.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const arm = 'x/baseline';
const sampler: SamplerLine = {
  kind: 'sampler',
  arm,
  intervalMs: 1,
  ticks: 9,
  missedTicks: 0,
  longestGapMs: 1,
  cpuMs: 1,
  wallMs: 100,
};
const pace = { finestMs: 1, longestMs: 10, fillBytesPerMs: 6_442_451 };
const limits = { kind: 'limits', arm, level: 'pod', atMs: 1, limits: [{ cgroup: '/x', limitBytes: 64 }] };

async function read(...lines: unknown[]): Promise<{ arm: ArmRecording | undefined; unreadable: number[] }> {
  const { run } = runRecording([]);
  const begin: RecordingLine[] = [run, armRecording().arm];
  writeFileSync(
    join(folder.path, recordingName),
    [...begin, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const { arms, unreadable } = await readRecording(folder.path);
  return { arm: arms[0], unreadable };
}

describe('what the sampler tells of itself and of limits', () => {
  it('is read with the rule that it looked by, and the limits that are in force', async () => {
    const { arm: found, unreadable } = await read(limits, { ...sampler, pace });
    expect(unreadable).toEqual([]);
    expect(found?.sampler?.pace).toEqual(pace);
    expect(found?.limits).toEqual([limits]);
  });

  it('is read without them where it was recorded before they were kept', async () => {
    const { arm: found, unreadable } = await read(sampler);
    expect(unreadable).toEqual([]);
    expect(found).toMatchObject({ sampler, limits: [] });
    expect(found?.sampler?.pace).toBeUndefined();
  });

  it.each([
    ['a limit that is a word', { ...limits, limits: [{ cgroup: '/x', limitBytes: 'max' }] }],
    ['half a rule', { ...sampler, pace: { finestMs: 1 } }],
  ])('can not be read with %s', async (_what, line) => {
    expect((await read(line)).unreadable).toEqual([3]);
  });
});
