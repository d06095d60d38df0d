import { describe, expect, it } from 'vitest';
import { byOurClock, startSampler } from '../../harness/platforms/sampling.ts';
import type { RecordingLine } from '../../harness/recording/types.ts';

describe("lines of a sampler that runs by another kernel's clock", () => {
  it('come to stand in our time, samples and all', () => {
    const columns = [[1000, 1001], [5, 6], 7];
    expect(byOurClock({ kind: 'samples', arm: 'x', level: 'pod', columns }, 400)).toMatchObject({
      columns: [[600, 601], [5, 6], 7],
    });
    const killed = {
      kind: 'container',
      arm: 'x',
      level: 'l',
      atMs: 1000,
      state: 'killed',
      oomKills: 1,
    } as const;
    expect(byOurClock(killed, -50)).toMatchObject({ atMs: 1050, state: 'killed' });
  });

  it('stay as they are where the clock is our own', () => {
    const line: RecordingLine = { kind: 'samples', arm: 'x', level: 'pod', columns: [[1], 2] };
    expect(byOurClock(line, 0)).toBe(line);
  });
});

describe('a sampler that never answers', () => {
  const silent: [string, ...string[]] = ['sh', '-c', 'cat > /dev/null; sleep 60'];
  const settings = { arm: 'x', pod: '/nowhere', cgroupVersion: 2, intervalMs: 1, limitBytes: 1 } as const;

  it.each([true, false])('is not waited for for ever (elsewhere: %s)', async (remote) => {
    const starting = startSampler(silent, { ...settings, remote }, () => undefined, { patienceMs: 200 });
    await expect(starting).rejects.toMatchObject({
      kind: 'infrastructure',
      message: 'The sampler did not answer within 0.2 s.',
    });
  });
});
