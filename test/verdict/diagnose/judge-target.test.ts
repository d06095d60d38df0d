import { describe, expect, it } from 'vitest';
import { sample } from '../../recording.ts';
import { judgeStory, keptSamples, mebibyte, processOf } from './target-recording.ts';

const volume = (used: number) => ({
  charged: { usage: 60 * mebibyte, shmem: used * mebibyte, anon: 20 * mebibyte, kernel: 0 },
  mounts: [
    {
      point: '/scratch',
      usedBytes: used * mebibyte,
      sizeBytes: 0,
      shared: false,
      files: { count: used * 4, bytes: used * mebibyte, largest: [{ path: '/scratch/f1', bytes: 262_144 }] },
    },
  ],
  processes: [processOf('node', 20 * mebibyte)],
});
/** Files of 38 MiB, and so much shmem with them. */
const filesBeside = (shmem: number) => ({
  ...volume(38),
  charged: { ...volume(38).charged, shmem: shmem * mebibyte },
});
const filesAt = (second: number) => {
  const bytes = (2 + 2 * second) * mebibyte;
  return { usage: bytes, file: bytes, shmem: bytes };
};
const tmpfsAt = (second: number) => ({
  usage: (60 + 2 * second) * mebibyte,
  anon: 20 * mebibyte,
  file: (40 + 2 * second) * mebibyte,
  shmem: (40 + 2 * second) * mebibyte,
});

const kill = (limited: string, shmem: number, anon: number, constraint = 'CONSTRAINT_MEMCG') => [
  'api invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'memory: usage 131072kB, limit 131072kB, failcnt 47',
  `Memory cgroup stats for ${limited}:`,
  `anon ${anon * mebibyte}`,
  `file ${shmem * mebibyte}`,
  `shmem ${shmem * mebibyte}`,
  `oom-kill:constraint=${constraint},nodemask=(null),oom_memcg=${limited},task_memcg=${limited}/c,task=api,pid=7,uid=0`,
  'Memory cgroup out of memory: Killed process 7 (api) total-vm:4000kB, anon-rss:20000kB, file-rss:0kB, shmem-rss:0kB',
];

const anonymousAt = (second: number) => ({
  usage: (20 + 3 * second) * mebibyte,
  anon: (20 + 3 * second) * mebibyte,
});

describe('a living cgroup', () => {
  it('whose files on a tmpfs grow dies of them, after the room that is left over the pace', () => {
    const found = judgeStory({ at: tmpfsAt, holders: [volume(40), volume(60)], heap: () => 12 * mebibyte });
    expect(found).toMatchObject({
      outlook: 'dies',
      cause: 'tmpfs',
      limitBytes: 128 * mebibyte,
      heapBytes: 12 * mebibyte,
    });
    // 79.8 MiB are held after 9.9 s, and 126.7 can be.
    expect((found.diesInMs?.likely ?? 0) / 1000).toBeCloseTo(23.5, 0);
    expect(found.isNot).toContainEqual(expect.stringContaining('the heap is flat at 12 MiB'));
    expect(found.holders[0]).toMatchObject({ what: 'volume', name: '/scratch', bytes: 60 * mebibyte });
    expect(found.advice[0]).toMatch(/^start it afresh: a restart of the container alone keeps the files/);
  });

  it('whose shmem grows while the files stay dies of shared memory', () => {
    const found = judgeStory({
      at: tmpfsAt,
      holders: [volume(5), { ...volume(5), charged: { ...volume(5).charged, shmem: 60 * mebibyte } }],
    });
    expect(found).toMatchObject({ outlook: 'dies', cause: 'shared-memory' });
  });

  it('whose shmem grows while most of it is files that stay dies of shared memory', () => {
    const found = judgeStory({ at: tmpfsAt, holders: [filesBeside(40), filesBeside(60)] });
    expect(found).toMatchObject({ outlook: 'dies', cause: 'shared-memory' });
  });

  it('dies of its files however late the looks at them came', () => {
    const found = judgeStory({ at: filesAt, holders: [volume(10), volume(11)] });
    expect(found).toMatchObject({ outlook: 'dies', cause: 'tmpfs' });
  });

  it.each([
    ['node' as const, (second: number) => (10 + 3 * second) * mebibyte, 'heap'],
    ['node' as const, () => 10 * mebibyte, 'native'],
    ['node' as const, undefined, 'anonymous'],
    [null, undefined, 'native'],
  ])(
    'whose anonymous memory grows, of %s with such a heap, dies of the right part',
    (runtime, heap, cause) => {
      const look = {
        processes: [processOf(runtime, 40 * mebibyte)],
        charged: { usage: 1, shmem: 0, anon: 40 * mebibyte, kernel: 0 },
      };
      expect(judgeStory({ at: anonymousAt, heap, holders: [look, look] })).toMatchObject({
        outlook: 'dies',
        cause,
      });
    },
  );

  it('dies of what grows as a whole, though each class of it is within what comes and goes', () => {
    // 128 KiB of files a second, on a slow host; in the last second somebody's `kubectl exec` comes in.
    const pod = keptSamples('slow-files-and-a-late-exec');
    const found = judgeStory({ pod, limitBytes: 64 * mebibyte });
    expect(found).toMatchObject({ outlook: 'dies', cause: 'tmpfs' });
    expect(found.growth['tmpfs']).toBeGreaterThan(60 * 1024);
  });

  it('at 100 % of its limit lives where that is clean cache, and says so', () => {
    const found = judgeStory({
      at: (second) => ({
        usage: 128 * mebibyte,
        anon: 10 * mebibyte,
        file: 117 * mebibyte,
        inactiveFile: 117 * mebibyte,
        activeFile: 0,
        limitEvents: second * 3000,
      }),
    });
    expect(found).toMatchObject({ outlook: 'lives', cause: null, diesInMs: null, advice: [] });
    expect(found.isNot).toContainEqual(expect.stringContaining('clean cache, dropped when needed'));
  });

  it('stalls at its limit where what is dirty fills it and it is met again and again', () => {
    const found = judgeStory({
      at: (second) => ({
        usage: 128 * mebibyte,
        anon: 10 * mebibyte,
        file: 117 * mebibyte,
        dirty: 110 * mebibyte,
        inactiveFile: 117 * mebibyte,
        activeFile: 0,
        limitEvents: second * 3000,
      }),
    });
    expect(found).toMatchObject({ outlook: 'stalls', cause: 'dirty-cache' });
  });

  it('stalls where it drops clean cache and reads it again all the time, and is filled by nothing', () => {
    const found = judgeStory({
      at: (second) => ({
        usage: 63.9 * mebibyte,
        anon: 0.14 * mebibyte,
        kernel: 0.65 * mebibyte,
        slabReclaimable: 0.37 * mebibyte,
        file: 63 * mebibyte,
        inactiveFile: 63 * mebibyte,
        activeFile: 0,
        limitEvents: second * 186,
        refaultFile: second * 10_441,
        pressureFullUs: second * 690_000,
      }),
      limitBytes: 64 * mebibyte,
    });
    expect(found).toMatchObject({ outlook: 'stalls', cause: null });
    expect(found.outlookReason).toMatch(/10,441 refaults.* drops clean cache and reads it again/);
    expect(found.advice).toEqual([expect.stringContaining('room for the files that it reads again')]);
  });

  it.each([
    ['one sample tells', 0],
    ['samples of half a second tell', 5],
  ])('of which no more than %s is not said to live', (_, last) => {
    const pod = Array.from({ length: last + 1 }, (_one, index) => sample(index * 100, { anon: mebibyte }));
    const found = judgeStory({ pod });
    expect(found).toMatchObject({ outlook: 'unknown', cause: null });
    expect(found.outlookReason).toContain('look longer');
  });

  it.each([
    ['collects nothing meanwhile is not said to live', () => 30 * mebibyte, 'unknown'],
    ['collects, and holds what it held, lives', (second: number) => (30 + (second % 2)) * mebibyte, 'lives'],
  ])('whose JVM %s', (_, heap, outlook) => {
    const look = { processes: [processOf('jvm', 60 * mebibyte)] };
    const found = judgeStory({ at: () => ({ anon: 60 * mebibyte }), heap, holders: [look, look] });
    expect(found.outlook).toBe(outlook);
    expect(found.outlookReason.includes('its JVM showed no collection')).toBe(outlook === 'unknown');
  });

  it('is not bound by a limit below it, which bounds a part of it alone', () => {
    expect(judgeStory({ at: tmpfsAt, limitBelowBytes: 16 * mebibyte })).toMatchObject({
      limitBytes: 128 * mebibyte,
      limits: [{ bytes: 128 * mebibyte }],
    });
  });

  it('without a limit has no outlook, and says what would end it', () => {
    const found = judgeStory({ at: tmpfsAt, limitBytes: null });
    expect(found).toMatchObject({ outlook: 'unknown', limitBytes: null });
    expect(found.outlookReason).toContain('no memory limit');
  });

  it('that grows so slowly that nobody can tell when is not foretold to die', () => {
    const found = judgeStory({
      at: (second) => ({ usage: 20 * mebibyte, anon: (20 + 0.1 * second) * mebibyte }),
      limitBytes: 2 ** 36,
    });
    expect(found.outlook).toBe('unknown');
    expect(found.outlookReason).toMatch(/too far ahead/);
  });

  it('in a sandbox is not said to be filled by anything', () => {
    expect(judgeStory({ at: tmpfsAt, holders: [volume(40)], target: { isSandboxed: true } })).toMatchObject({
      cause: 'unknown',
    });
  });

  it('that nobody could look into is not said to be native', () => {
    expect(judgeStory({ at: anonymousAt })).toMatchObject({ outlook: 'dies', cause: 'anonymous' });
  });
});

describe('what is out of order', () => {
  it('is a limit in force that is another than the one asked for', () => {
    const asked = { bytes: 512 * mebibyte, source: 'the spec' };
    expect(judgeStory({ at: tmpfsAt, target: { asked } }).findings[0]).toMatch(
      /^the spec says 512 MiB, but 128 MiB is in force/,
    );
    expect(
      judgeStory({ at: tmpfsAt, target: { asked: { ...asked, bytes: 128 * mebibyte } } }).findings,
    ).toEqual([]);
  });

  it('is an end by SIGKILL that its platform gives another reason for, with what the kernel says', () => {
    const end = { reason: 'Error', exitCode: 137, startedAt: null, finishedAt: null };
    const of = (kernelLines: string[]) =>
      judgeStory({ at: tmpfsAt, target: { ends: [end], restarts: 1 }, kernelLines }).findings[0];
    expect(of(kill('/pods/pod-1', 100, 20))).toMatch(/^Kubernetes says Error .*a kill at its limit$/);
    expect(of([])).toMatch(/no OOM kill of it: it was another SIGKILL/);
  });

  it('is a kill that its platform does not show', () => {
    const found = judgeStory({ at: (second) => ({ ...tmpfsAt(second), oomKills: 2 }) });
    expect(found.findings[0]).toMatch(
      /counts 2 kills, yet it was never restarted: a child process was killed/,
    );
  });
});

describe('earlier kills', () => {
  it("have each its own cause, by the kernel's table, and its own time", () => {
    const { kills } = judgeStory({
      at: tmpfsAt,
      holders: [volume(40)],
      kernelLines: [...kill('/pods/pod-1', 100, 20), ...kill('/pods/pod-1', 0, 120)],
    });
    expect(kills).toMatchObject([
      {
        cause: 'tmpfs',
        isOwnLimit: true,
        limitBytes: 128 * mebibyte,
        victim: { pid: 7, name: 'api' },
        atMs: -59_993,
      },
      { cause: 'anonymous', isOwnLimit: true },
    ]);
  });

  it('of the whole host, or of a limit above, are not of its own limit', () => {
    const { kills } = judgeStory({
      at: tmpfsAt,
      kernelLines: [...kill('/pods/pod-1', 100, 20, 'CONSTRAINT_NONE'), ...kill('/pods', 100, 20)],
    });
    expect(kills.map(({ isOwnLimit }) => isOwnLimit)).toEqual([false, false]);
  });

  it('are told with what the platform reported, and how long each life was', () => {
    const end = {
      reason: 'OOMKilled',
      exitCode: 137,
      startedAt: '2026-01-01T00:00:00Z',
      finishedAt: '2026-01-01T00:01:01Z',
    };
    expect(judgeStory({ at: tmpfsAt, target: { ends: [end], restarts: 1 } })).toMatchObject({
      reported: ['OOMKilled 137'],
      livesMs: [61_000],
    });
  });
});
