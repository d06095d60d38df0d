import { expect, it } from 'vitest';
import { sampleOf } from '../../../harness/recording/types.ts';
import { tmpfsIn, withResidue } from '../../../harness/diagnose/targets/way-exec.ts';

const df = `Filesystem           1K-blocks      Used Available Use% Mounted on
overlay               61796348  20480000  38145536  35% /
tmpfs                    65536         0     65536   0% /dev
shm                      65536       512     65024   1% /dev/shm
tmpfs                   131072    114688     16384  88% /my scratch
/dev/vda1             61796348  20480000  38145536  35% /etc/hosts`;

it('df tells the memory-backed mounts and what they hold', () => {
  expect(tmpfsIn(df).map(({ point, usedBytes }) => [point, usedBytes])).toEqual([
    ['/dev', 0],
    ['/dev/shm', 512 * 1024],
    ['/my scratch', 114_688 * 1024],
  ]);
});

it("what earlier lives left in a volume is added to a container's figures, which lack it", () => {
  const mounts = [{ point: '/scratch', usedBytes: 100, shared: false, files: null }];
  const sample = sampleOf({ atMs: 0, usage: 50, anon: 40, file: 10, shmem: 10 });
  expect(withResidue(sample, mounts)).toMatchObject({ usage: 140, anon: 40, file: 100, shmem: 100 });
  expect(withResidue({ ...sample, shmem: 100 }, mounts)).toMatchObject({ usage: 50, shmem: 100 });
});
