import { describe, expect, it } from 'vitest';
import type { HoldersLine } from '../../../harness/recording/evidence-lines.ts';
import type { ExecRecording } from '../../../harness/recording/recording.ts';
import { tmpfsOf } from '../../../harness/verdict/exec/tmpfs.ts';

interface Told {
  when: HoldersLine['when'];
  used: number;
  shmem: number;
  sysv?: number;
  memfd?: number;
  /** In files that changed since the start. */
  changed?: number;
}

function filesIn(shmem: number, told: Told[]): number | undefined {
  const holders = told.map(({ when, used, shmem: charged, sysv = 0, memfd = 0, changed }): HoldersLine => ({
    kind: 'holders',
    arm: 'exec',
    atMs: 0,
    when,
    charged: { usage: charged, shmem: charged, anon: 0, kernel: 0 },
    mounts: [
      {
        point: '/dev/shm',
        usedBytes: used,
        files: changed === undefined ? null : { count: 1, bytes: changed, largest: [] },
      },
    ],
    processes: [],
    deletedFiles: memfd > 0 ? [{ path: '/memfd:x (deleted)', bytes: memfd, on: 'memfd', pid: 1 }] : [],
    sysvBytes: sysv,
    unixSocketBytes: null,
    tookMs: 1,
  }));
  return tmpfsOf({ holders } as unknown as ExecRecording, shmem)?.bytes;
}
const start: Told = { when: 'start', used: 10, shmem: 0 };

describe('shmem that is files on a tmpfs', () => {
  it('is what the mounts use more than at the start', () => {
    expect(filesIn(60, [start, { when: 'after', used: 68, shmem: 60 }])).toBe(58);
  });

  it('is known from before the death where the files went with it: deleted, and open', () => {
    expect(
      filesIn(60, [start, { when: 'alive', used: 40, shmem: 30 }, { when: 'after', used: 10, shmem: 0 }]),
    ).toBe(60);
  });

  it('is not taken from a look at the mounts that came when the process was being killed', () => {
    const gone: Told = { when: 'alive', used: 10, shmem: 60 };
    const after: Told = { when: 'after', used: 10, shmem: 0 };
    expect(filesIn(60, [start, { when: 'alive', used: 60, shmem: 50 }, gone, after])).toBe(60);
    expect(filesIn(60, [start, { when: 'alive', used: 30, shmem: 20 }, gone, after])).toBe(60);
    expect(filesIn(60, [start, gone, after])).toBe(0);
  });

  it('is known from the look at the kill where a database cleaned up after it, and kept shared memory of its own', () => {
    const looks: Told[] = [
      { when: 'alive', used: 54, shmem: 50 },
      { when: 'alive', used: 10, shmem: 7 },
    ];
    expect(filesIn(50, [start, ...looks, { when: 'after', used: 10, shmem: 7 }])).toBe(44);
  });

  it("is none where it is a memfd or a segment, also when somebody else's files come meanwhile", () => {
    expect(
      filesIn(60, [
        start,
        { when: 'alive', used: 90, shmem: 30, memfd: 30 },
        { when: 'after', used: 90, shmem: 0 },
      ]),
    ).toBe(0);
    expect(filesIn(60, [start, { when: 'after', used: 90, shmem: 60, sysv: 60 }])).toBe(0);
  });

  it('is what an earlier run had left and this one wrote anew: no mount has grown then', () => {
    expect(
      filesIn(60, [
        { ...start, used: 63 },
        { when: 'after', used: 63, shmem: 60, changed: 62 },
      ]),
    ).toBe(60);
  });

  it('is not known where nobody looked', () => {
    expect(filesIn(60, [])).toBeUndefined();
  });
});
