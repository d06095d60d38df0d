import { describe, expect, it } from 'vitest';
import type { ArmRecording } from '../../../harness/recording/recording.ts';
import { expectSchema } from '../../../harness/scenario/schema.ts';
import { judgeArm } from '../../../harness/verdict/arm.ts';
import { checkExpectations } from '../../../harness/verdict/expectations.ts';
import { openDoubt } from '../../../harness/verdict/doubt.ts';
import { armRecording, heapFigure, sample } from '../../recording.ts';
import { scratchSetup, wholeSetup } from '../../setup.ts';

const MiB = 2 ** 20;
const kill = { oomKills: 1, signal: 'SIGKILL' };
type Figures = Parameters<typeof sample>[1];

/** An arm of 10 s of load below its limit of 128 MiB, sampled each 50 ms from 1 s before it. */
function recorded(figures: (ms: number) => Figures, change: Partial<ArmRecording> = {}): ArmRecording {
  const pod = Array.from({ length: 221 }, (_, index) => index * 50 - 1000).map((ms) =>
    sample(ms, figures(ms)),
  );
  return armRecording({
    pod,
    loadEnded: { atMs: 10_000, latencyMs: null } as never,
    ended: { atMs: 10_000, reason: 'load-done' } as never,
    sampler: { longestGapMs: 2, wallMs: 10_000, cpuMs: 1, missedTicks: 0 } as never,
    bins: [{ fromMs: 0, scheduled: 10, started: 10, ok: 10, diskFull: 0, failed: 0, refused: 0, dropped: 0 }],
    ...change,
  });
}

function lifeEnd(change: object): ArmRecording['lives'] {
  const ended = { atMs: 10_000, exitCode: null, signal: null, stopped: true, oomKills: 0, reason: null };
  const pod = { usage: 0, shmem: 0 };
  return [
    {
      life: 1,
      started: { atMs: -900 } as never,
      ready: { atMs: -500 } as never,
      ended: { ...ended, pod, scratch: null, oomKillsFrom: '', ...change } as never,
    },
  ];
}

/** The one expectation beside the outcome. */
function held(budget: Record<string, unknown>, arm: ArmRecording) {
  const expected = expectSchema.parse({ outcome: 'survived', ...budget });
  const found = judgeArm({ ...arm, arm: { ...arm.arm, expect: expected } });
  const all = checkExpectations(expected, found, []);
  const doubt = found.doubt?.kind ?? openDoubt({ expectations: all, used: found.used })?.kind;
  return { ...all.find(({ name }) => name !== 'outcome'), outcome: all[0], doubt };
}

const met = { met: true, conclusive: true };
const over = { met: false, conclusive: true };
const open = { met: false, conclusive: false };

const spool = (ms: number): Figures => ({ anon: 10 * MiB, shmem: ms > 0 ? 80 * MiB : 0, usage: 90 * MiB });

describe('a budget of unreclaimable memory', () => {
  it('is met by the most that was used while the load ran, and not before', () => {
    const early = recorded((ms) => ({ anon: (ms < 0 ? 100 : 50) * MiB }));
    expect(held({ unreclaimable: '<=50Mi' }, early)).toMatchObject(met);
    expect(held({ unreclaimable: '<=40%' }, early)).toMatchObject({
      ...met,
      expected: 'at most 51 MiB (40 % of the limit)',
    });
  });

  it('is exceeded by one sample, and says what was used, what is allowed, and who used it', () => {
    const lives = lifeEnd({ scratch: { files: 409, bytes: 80 * MiB, fileSystem: 'tmpfs' } });
    const arm = recorded(spool, { lives, heap: [heapFigure(100, 6 * MiB)] });
    expect(held({ unreclaimable: '<=64Mi' }, arm)).toMatchObject({
      ...over,
      actual:
        'unreclaimable 90 MiB of 64 MiB: tmpfs 80 MiB (409 files in scratch), anonymous 10 MiB (heap 6 MiB)',
    });
  });

  it('gives two sizes that read alike in KiB', () => {
    const arm = recorded(() => ({ anon: 64 * MiB + 4096 }));
    expect(held({ unreclaimable: '<=64Mi' }, arm).actual).toContain('65540 KiB of 65536 KiB');
  });

  it('lets an app survive that never came near its limit, if its whole load came', () => {
    const arm = recorded(() => ({ anon: 50 * MiB, usage: 60 * MiB }));
    expect(held({ unreclaimable: '<=64Mi' }, arm).outcome).toMatchObject(met);
    expect(held({ cause: undefined }, arm).outcome).toMatchObject(open);
  });

  it('is held against an app that its limit killed, too', () => {
    const lives = lifeEnd({ ...kill, stopped: false, atMs: 5000 });
    const arm = recorded(spool, { lives });
    expect(held({ unreclaimable: '<=100Mi' }, arm)).toMatchObject(met);
    expect(held({ unreclaimable: '<=64Mi' }, arm)).toMatchObject(over);
    expect(held({ unreclaimable: '<=100Mi' }, arm).outcome).toMatchObject(over);
  });
});

describe('a budget that was not really tried is neither met nor exceeded', () => {
  const limits = (atMs: number, bytes: number | null) => ({
    kind: 'limits' as const,
    arm: 'x/baseline',
    level: 'pod',
    atMs,
    limits: [
      { cgroup: '/pod', limitBytes: bytes },
      { cgroup: '/', limitBytes: 512 * MiB },
    ],
  });
  const refused = {
    fromMs: 0,
    scheduled: 10,
    started: 10,
    ok: 1,
    diskFull: 0,
    failed: 0,
    refused: 9,
    dropped: 0,
  };
  const cases: [string, Partial<ArmRecording>, string, string][] = [
    ['the load did not come', { bins: [refused] }, 'load-not-delivered', '1 of 10 requests'],
    ['the load never began', { startedMs: null }, 'load-never-began', 'the load never began'],
    [
      'the app ended by itself',
      { bins: [refused], lives: lifeEnd({ stopped: false, exitCode: 1 }) },
      'ended-early',
      'exit code 1',
    ],
    ['the sampler paused', { sampler: { longestGapMs: 3000 } as never }, 'paused', 'paused for 3.0 s'],
    [
      'it had another limit',
      { limits: [limits(-900, 256 * MiB)] },
      'limit-not-in-force',
      'its limit was 256 MiB',
    ],
    [
      'somebody lifted its limit',
      { limits: [limits(-900, 128 * MiB), limits(5000, null)] },
      'limit-not-in-force',
      'its limit was 512 MiB',
    ],
  ];

  it.each(cases)('because %s', (_, change, doubt, reason) => {
    for (const most of ['<=64Mi', '<=100Mi']) {
      const found = held({ unreclaimable: most }, recorded(spool, change));
      expect(found).toMatchObject({ ...open, doubt, actual: expect.stringContaining(reason) });
    }
  });

  it('because some of it was in swap', () => {
    const arm = recorded((ms) => ({ ...spool(ms), swap: 4 * MiB }));
    for (const most of ['<=64Mi', '<=100Mi'])
      expect(held({ unreclaimable: most }, arm)).toMatchObject({ ...open, doubt: 'swapped' });
  });

  it('but a limit that was only set after its cgroup was seen is in force', () => {
    const arm = recorded(spool, { limits: [limits(-900, null), limits(-880, 128 * MiB)] });
    expect(held({ unreclaimable: '<=100Mi' }, arm)).toMatchObject(met);
  });
});

describe('headroom', () => {
  it('is what unreclaimable memory leaves of the limit at its most', () => {
    expect(held({ headroom: '>=25%' }, recorded(spool))).toMatchObject(met);
    expect(held({ headroom: '>=32Mi' }, recorded(spool))).toMatchObject(met);
    expect(held({ headroom: '>=30%' }, recorded(spool))).toMatchObject({
      ...over,
      expected: 'at least 38 MiB (30 % of the limit) left by unreclaimable memory',
      actual: '38912 KiB left (29.7 %): unreclaimable 90 MiB of 128 MiB: tmpfs 80 MiB, anonymous 10 MiB',
    });
  });
});

const growing = (mebibytesPerMinute: number, noise = 0) =>
  recorded((ms) => {
    const wave = noise * MiB * Math.sin(ms / 100);
    return { anon: (20 + (mebibytesPerMinute * ms) / 60_000) * MiB + wave };
  });

describe('a budget of growth', () => {
  it('is met by memory that stands still or comes and goes, and exceeded by what grows faster', () => {
    expect(held({ growth: '<=1Mi/min' }, growing(0))).toMatchObject(met);
    expect(held({ growth: '<=60Mi/min' }, growing(0, 2))).toMatchObject(met);
    expect(held({ growth: '<=1Mi/min' }, growing(60))).toMatchObject({
      ...over,
      actual: '60 MiB a minute ± 0 MiB a minute: anonymous by 60 MiB a minute',
    });
    expect(held({ growth: '<=60Mi/min' }, growing(240, 1))).toMatchObject(over);
  });

  it('is open where the load is too short for its noise, and says so', () => {
    const found = held({ growth: '<=1Mi/min' }, growing(2, 3));
    expect(found).toMatchObject({ ...open, doubt: 'growth-unclear' });
    expect(found.actual).toContain('the load is too short to tell');
  });

  it('is open where too little of the load was left', () => {
    const short = recorded(() => ({}), { loadEnded: { atMs: 2000, latencyMs: null } as never });
    expect(held({ growth: '<=1Mi/min' }, short)).toMatchObject(open);
  });

  it('does not look at what fills up at first', () => {
    const filling = recorded((ms) => ({ anon: Math.min(60, 20 + ms / 100) * MiB }));
    expect(held({ growth: '<=1Mi/min' }, filling)).toMatchObject(met);
  });
});

describe('a budget of one class', () => {
  it('is held against that class alone', () => {
    const arm = recorded(() => ({
      anon: 30 * MiB,
      shmem: 5 * MiB,
      file: 5 * MiB,
      dirty: 20 * MiB,
      kernel: 3 * MiB,
    }));
    for (const [name, mebibytes] of [
      ['anonymous', 30],
      ['tmpfs', 5],
      ['dirty-cache', 20],
      ['kernel', 3],
    ] as const) {
      expect(held({ [name]: `<=${mebibytes}Mi` }, arm)).toMatchObject(met);
      expect(held({ [name]: `<=${mebibytes - 1}Mi` }, arm)).toMatchObject({ ...over, name });
    }
  });

  it('names the files and where an app of its own keeps them', () => {
    const lives = lifeEnd({ scratch: { files: 409, bytes: 80 * MiB, fileSystem: 'tmpfs' } });
    const arm = recorded(spool, { lives });
    arm.arm.setup = wholeSetup({ scratch: scratchSetup({ at: '/tmp/uploads' }) });
    expect(held({ tmpfs: '<=64Mi' }, arm).actual).toBe('tmpfs 80 MiB of 64 MiB: 409 files in /tmp/uploads');
  });

  it('tells files from shared memory by the files that were counted', () => {
    const lives = lifeEnd({ scratch: { files: 1, bytes: 20 * MiB, fileSystem: 'tmpfs' } });
    const arm = recorded(spool, { lives });
    expect(held({ tmpfs: '<=20Mi' }, arm)).toMatchObject(met);
    expect(held({ 'shared-memory': '<=59Mi' }, arm)).toMatchObject(over);
    expect(held({ 'shared-memory': '<=60Mi' }, arm)).toMatchObject(met);
  });

  it('takes all for files where nobody could count, and leaves shared memory open', () => {
    const arm = recorded(spool);
    expect(held({ tmpfs: '<=64Mi' }, arm)).toMatchObject(over);
    expect(held({ 'shared-memory': '<=64Mi' }, arm)).toMatchObject({ ...open, doubt: 'class-unknown' });
    expect(held({ 'shared-memory': '<=80Mi' }, arm)).toMatchObject(met);
  });

  it('of heap, native memory or threads is held against the figures of the app, or open without any', () => {
    const arm = recorded(spool, { heap: [heapFigure(100, 6 * MiB, MiB), heapFigure(-100, 9 * MiB)] });
    for (const [name, mebibytes] of [
      ['heap', 6],
      ['native', 4],
      ['threads', 1],
    ] as const) {
      expect(held({ [name]: `<=${mebibytes}Mi` }, arm)).toMatchObject(met);
      expect(held({ [name]: `<=${mebibytes - 1}Mi` }, arm)).toMatchObject({ ...over, name });
      expect(held({ [name]: `<=9Mi` }, recorded(spool))).toMatchObject({ ...open, doubt: 'class-unknown' });
      expect(held({ [name]: `<=10Mi` }, recorded(spool))).toMatchObject(met);
    }
  });
});

describe('kills that are allowed', () => {
  const killed = recorded(spool, { lives: lifeEnd({ ...kill, stopped: false, atMs: 5000 }) });

  it('are counted', () => {
    expect(held({ kills: 0 }, recorded(spool))).toMatchObject({ name: 'kills', ...met });
    expect(held({ kills: '<=1' }, killed)).toMatchObject(met);
    expect(held({ kills: 1 }, killed)).toMatchObject(met);
    expect(held({ kills: 0 }, killed)).toMatchObject({
      ...over,
      actual: expect.stringContaining('1 kill of 0'),
    });
  });
});

describe('what an arm usually uses', () => {
  it('is what it held most of the time once it had filled up, whatever it peaked at', () => {
    const spiking = recorded((ms) => ({ anon: (ms < 2000 ? 10 : ms > 7000 && ms < 8000 ? 90 : 50) * MiB }));
    const { used } = judgeArm(spiking);
    expect(used.usualBytes).toBe(50 * MiB);
    expect(used.peaks['unreclaimable']?.bytes).toBe(90 * MiB);
  });
});
