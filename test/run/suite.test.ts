import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runSuite } from '../../harness/run/suite.ts';
import { Interrupted } from '../../harness/errors.ts';
import type { Load } from '../../harness/load/load.ts';
import type { InspectedPlatform } from '../../harness/platforms/platform.ts';
import type { RecordingLine } from '../../harness/recording/types.ts';
import type { Arm } from '../../harness/scenario/types.ts';
import { wholeSetup } from '../setup.ts';

const never = new Promise<never>(() => undefined);
const arm = (id: string) =>
  ({ id, name: id, setup: wholeSetup(), expect: { outcome: 'survived' } }) as unknown as Arm;
const load: Load = { name: 'none', prepare: async () => ({ run: () => never, stop: async () => undefined }) };

/** Apps that never die; those of arms that are to fail never come up. */
const platform = {
  prepare: async () => ({
    makePod: async ({ id }: Arm) => ({
      url: null,
      start: async () => {
        if (id !== 'fails') return { url: 'http://127.0.0.1:1', death: () => never };
        await sleep(400); // the other has its load by then
        throw new Error('it fails');
      },
      gatherEvidence: async () => undefined,
      remove: async () => undefined,
    }),
    load: null,
    restartsMs: () => 0,
    upAheadMs: () => 0,
    close: async () => undefined,
  }),
} as unknown as InspectedPlatform;

/** How each arm ended, as it is recorded. */
async function endsOf(ids: string[], signal: AbortSignal): Promise<Record<string, string>> {
  const lines: RecordingLine[] = [];
  const running = runSuite(ids.map(arm), {
    platform,
    load,
    jobs: ids.length,
    record: (line) => void lines.push(line),
    progress: () => undefined,
    keepPods: false,
    unclear: async () => [],
    end: async () => ({ failed: true, keep: false, logsFolder: '' }),
    signal,
  });
  await expect(running).rejects.toThrow();
  return Object.fromEntries(
    lines.flatMap((line) => (line.kind === 'arm-ended' ? [[line.arm, line.reason]] : [])),
  );
}

describe('an arm that is cut short', () => {
  it('is stopped where another arm fails, and not interrupted', async () => {
    const signal = new AbortController().signal;
    expect(await endsOf(['fails', 'runs'], signal)).toEqual({ fails: 'failed', runs: 'stopped' });
  });

  it('is interrupted by a signal to the run', async () => {
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(new Interrupted('SIGINT')), 400);
    expect(await endsOf(['runs'], interruption.signal)).toEqual({ runs: 'interrupted' });
  });
});
