import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { parseLine } from '../../harness/recording/parse-line.ts';
import { countOf } from '../../harness/recording/sample-columns.ts';
import { builtPrograms } from '../../harness/package/programs.ts';
import type { SamplerSettings } from '../../harness/sampler/settings.ts';
import { temporaryFolder } from '../cli.ts';
import { fakeCgroup, type FakeFigures } from './fake-cgroup.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755); // it gives root up
afterAll(folder.remove);

const mebibyte = 2 ** 20;
const limitBytes = 128 * mebibyte;
const phaseMs = 500;

/** Lets the program sample a cgroup that stands so for half a second, then ends it by SIGTERM. */
async function sampled(name: string, figures: FakeFigures) {
  const pod = fakeCgroup(join(folder.path, name), { limit: limitBytes, ...figures });
  const settings: SamplerSettings = { arm: 'x', pod, cgroupVersion: 2, intervalMs: 1, limitBytes };
  const sampler = spawn(process.execPath, [builtPrograms.sampler, JSON.stringify(settings)]);
  const output = text(sampler.stdout);
  await once(sampler.stdout, 'data');
  await sleep(phaseMs);
  const stoppedMs = performance.now();
  sampler.kill('SIGTERM');
  const [exitCode] = (await once(sampler, 'exit')) as [number | null];
  const tookMs = performance.now() - stoppedMs;
  const lines = (await output).trimEnd().split('\n');
  return { exitCode, tookMs, lines: lines.map(parseLine) };
}

describe('the program that samples', () => {
  it('looks seldom far from the limit and often at it, says the rule, and ends soon when it is told to', async () => {
    const far = await sampled('far', { usage: mebibyte });
    const near = await sampled('near', { usage: limitBytes });
    for (const { exitCode, tookMs, lines } of [far, near]) {
      expect(exitCode).toBe(0);
      expect(tookMs).toBeLessThan(1000);
      expect(lines).not.toContain(null);
      expect(lines.at(-1)).toMatchObject({ kind: 'sampler', pace: { finestMs: 1, longestMs: 20 } });
      expect(lines).toContainEqual(expect.objectContaining({ kind: 'limits', level: 'pod' }));
    }
    expect(ticksOf(far.lines)).toBeLessThanOrEqual(200);
    expect(ticksOf(near.lines)).toBeGreaterThan(2 * ticksOf(far.lines));
    expect(rowsOf(near.lines)).toBeGreaterThan(4 * rowsOf(far.lines));
  });
});

type Lines = ReturnType<typeof parseLine>[];

function ticksOf(lines: Lines): number {
  const last = lines.at(-1);
  return last?.kind === 'sampler' ? last.ticks : Number.NaN;
}

function rowsOf(lines: Lines): number {
  return lines.reduce((sum, line) => sum + (line?.kind === 'samples' ? countOf(line.columns) : 0), 0);
}
