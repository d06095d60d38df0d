import { describe, expect, it } from 'vitest';
import type { ArmRecording } from '../../harness/recording/recording.ts';
import { doubts } from '../../harness/verdict/doubt.ts';
import { judge } from '../../harness/verdict/judge.ts';
import { openReason } from '../../harness/verdict/scenario.ts';
import { sample } from '../recording.ts';
import { killedArm, MiB, runRecording } from '../report/html/run-recording.ts';

const seconds = (toMs: number) => Array.from({ length: toMs / 20 }, (_, index) => index * 20);

/** A fix with a limit of 512 MiB, of which `peak` is in use from second 2 on, and the load that killed the baseline. */
function fix(change: Partial<ArmRecording> = {}, peak = 100): ArmRecording {
  const killed = killedArm({ name: 'headroom', expect: { outcome: 'survived' } });
  const [first] = killed.bins;
  const pod = seconds(6000).map((ms) => {
    const shmem = Math.min(peak - 26, (ms / 2000) * peak) * MiB;
    return sample(ms, { usage: shmem + 26 * MiB, anon: 25 * MiB, file: shmem, shmem, kernel: MiB });
  });
  const lived = { stopped: true, oomKills: 0, signal: 'SIGTERM' };
  return {
    ...killed,
    arm: { ...killed.arm, setup: { ...killed.arm.setup, memory: 512 * MiB } },
    pod,
    bins: Array.from({ length: 60 }, (_, index) => ({
      ...(first as (typeof killed.bins)[0]),
      fromMs: index * 100,
    })),
    lives: killed.lives
      .slice(0, 1)
      .map((life) => ({ ...life, ended: life.ended && { ...life.ended, ...lived, atMs: 6000 } })),
    ...change,
  };
}

function judged(arms: ArmRecording[]) {
  const findings = judge(runRecording(arms));
  const arm = findings.scenarios[0]?.arms.at(-1);
  if (!arm) throw new Error('no arm was judged');
  return { arm, findings };
}

function withSetup(recorded: ArmRecording, setup: object): ArmRecording {
  return { ...recorded, arm: { ...recorded.arm, setup: setup as never } };
}

describe('a fix with room to spare', () => {
  it('has survived on its plateau, under the load that killed the baseline of the same run', () => {
    const { arm } = judged([killedArm(), fix()]);
    expect(arm).toMatchObject({ outcome: 'survived', doubt: null });
    expect(arm.reason).toBe('plateau at 100 MiB of 512 MiB, under as many requests as killed the baseline');
  });

  it('has survived what killed a child of the baseline, which answered on to the end', () => {
    const childKilled = fix({ arm: killedArm().arm });
    const [life] = childKilled.lives;
    if (!life?.ended) throw new Error('no life has ended');
    const lives = [{ ...life, ended: { ...life.ended, oomKills: 1 } }];
    const bins = fix().bins.map((bin, index) => (index === 0 ? { ...bin, ok: bin.ok - 1 } : bin));
    const { arm } = judged([{ ...childKilled, lives }, fix({ bins })]);
    expect(arm).toMatchObject({ outcome: 'survived', doubt: null });
  });

  it('has survived as many requests at half the rate, if the app is not the sample app', () => {
    const setup = { ...fix().arm.setup, app: { command: ['x'], startup: 1, env: {} } };
    const slower = { ...setup, load: { ...setup.load, rate: 1 } } as typeof setup;
    const { arm } = judged([withSetup(killedArm(), setup), withSetup(fix(), slower)]);
    expect(arm).toMatchObject({ outcome: 'survived', doubt: null });
  });

  it.each([
    ['without the baseline', [fix()]],
    ['where the baseline lived', [fix({ arm: { ...fix().arm, name: 'baseline' } }), fix()]],
    [
      'where the baseline had another load',
      [killedArm({ setup: { ...fix().arm.setup, load: { ...fix().arm.setup.load, rate: 9 } } }), fix()],
    ],
    ['where less came than killed the baseline', [killedArm(), fix({ bins: fix().bins.slice(0, 5) })]],
  ])('is open %s', (_what, arms) => {
    const { arm, findings } = judged(arms);
    expect(arm).toMatchObject({ outcome: 'inconclusive', doubt: { kind: 'limit-never-met' } });
    expect(findings.verdictReason).toContain('a longer load or a lower limit');
    expect(findings.verdictReason).not.toContain('--jobs');
  });
});

/** A quarter of the requests is answered, and of the rest became this. */
const unanswered = (count: object) => fix().bins.map((bin) => ({ ...bin, ok: 5, ...count }));

describe('a measurement that does not tell', () => {
  const ended = {
    kind: 'load-ended',
    arm: 'x/headroom',
    atMs: 6000,
    unfinished: 0,
    latencyMs: null,
  } as const;
  const sampler = killedArm().sampler as NonNullable<ArmRecording['sampler']>;

  it.each<[string, Partial<ArmRecording>, string, RegExp]>([
    ['for want of load', { bins: unanswered({ dropped: 15 }) }, 'load-not-delivered', /--jobs 1/],
    [
      'as the app answers with errors',
      { bins: unanswered({ failed: 15 }) },
      'load-refused',
      /the app's answers/,
    ],
    ['as the sampler paused', { sampler: { ...sampler, longestGapMs: 3000 } }, 'paused', /suspend/],
    [
      'as it was interrupted',
      { ended: { kind: 'arm-ended', arm: 'x', atMs: 1, reason: 'interrupted' } },
      'cut-short',
      /to its end/,
    ],
    ['as nothing was sampled', { pod: [] }, 'not-sampled', /doctor/],
    [
      'as the script threw',
      {
        bins: unanswered({}),
        loadEnded: { ...ended, scriptErrors: ['ReferenceError: x at /s/load.ts:4:10'] },
      },
      'script-failed',
      /fix the load script/,
    ],
    [
      'as the script threw at once',
      {
        startedMs: null,
        bins: [],
        loadEnded: { ...ended, scriptErrors: ['ReferenceError: x at /s/load.ts:4:10'] },
      },
      'script-failed',
      /fix the load script/,
    ],
  ])('%s, says what helps against that', (_what, change, kind, words) => {
    const { arm, findings } = judged([killedArm(), fix(change)]);
    expect(arm).toMatchObject({ outcome: 'inconclusive', doubt: { kind } });
    expect(findings.verdictReason).toMatch(words);
    expect(kind === 'script-failed').toBe(arm.reason.includes('/s/load.ts:4:10'));
    const isAgain = Object.entries(doubts).some(([name, { again }]) => name === kind && again);
    expect(openReason(arm) !== null).toBe(isAgain);
  });

  it('as it still grew, is not measured again: that would show the same', () => {
    const growing = seconds(6000).map((ms) => sample(ms, { usage: ms * 60_000, anon: ms * 60_000 }));
    const { arm } = judged([killedArm(), fix({ pod: growing })]);
    expect(arm.doubt?.kind).toBe('still-growing');
    expect(openReason(arm)).toBeNull();
  });
});
