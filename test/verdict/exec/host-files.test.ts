import { describe, expect, it } from 'vitest';
import type { HoldersLine, TmpfsMount } from '../../../harness/recording/evidence-lines.ts';
import { fullMountsOf, hostFilesOf } from '../../../harness/verdict/exec/host-files.ts';

const mebibyte = 2 ** 20;

const line = (when: HoldersLine['when'], mounts: TmpfsMount[], shmem = 0): HoldersLine => ({
  kind: 'holders',
  arm: 'exec',
  atMs: 0,
  when,
  charged: { usage: shmem, shmem, anon: 0, kernel: 0 },
  mounts,
  processes: [],
  deletedFiles: [],
  sysvBytes: 0,
  unixSocketBytes: null,
  tookMs: 1,
});

const mount = (point: string, own: boolean, bytes = 0, oldBytes = 0): TmpfsMount => ({
  point,
  usedBytes: bytes,
  sizeBytes: 64 * mebibyte,
  own,
  files: { count: bytes > 0 ? 1 : 0, bytes, oldBytes, largest: [{ path: `${point}/f`, bytes }] },
});

function told(after: TmpfsMount[], shmem: number) {
  const before = after.map((one) => ({ ...one, usedBytes: 0, files: null }));
  return hostFilesOf({ holders: [line('start', before), line('after', after, shmem)] });
}
const points = (after: TmpfsMount[], shmem: number) => told(after, shmem)?.mounts.map(({ point }) => point);

describe("files on the host's own tmpfs", () => {
  it('are told with what is charged for them, which leaves out what is on mounts of the command', () => {
    const own = mount('/dev/shm', true, 10 * mebibyte);
    expect(told([own, mount('/run', false, 5 * mebibyte)], 15 * mebibyte)).toEqual({
      chargedBytes: 5 * mebibyte,
      mounts: [{ point: '/run', files: 1, bytes: 5 * mebibyte, largest: '/run/f' }],
    });
    expect(told([own, mount('/run', false)], 10 * mebibyte)).toBe(null);
  });

  it('are not told of a mount whose new files are charged to somebody else', () => {
    expect(points([mount('/run', false, 5 * mebibyte)], 0)).toBeUndefined();
    expect(
      points([mount('/run', false, mebibyte), mount('/tmp', false, 8 * mebibyte)], 8 * mebibyte),
    ).toEqual(['/tmp']);
  });

  it('are told where they were there before and are large, though nothing is charged for them', () => {
    expect(points([mount('/run', false, 5 * mebibyte, 5 * mebibyte)], 0)).toEqual(['/run']);
    expect(points([mount('/run', false, 4096, 4096)], 0)).toBeUndefined();
  });

  it('are not known of a recording of 0.1.0, nor where nobody looked', () => {
    const old = { point: '/run', usedBytes: mebibyte, files: { count: 1, bytes: mebibyte, largest: [] } };
    expect(told([old], mebibyte)).toBe(null);
    expect(hostFilesOf({ holders: [] })).toBe(null);
  });
});

describe('a full tmpfs', () => {
  it('is one of the command, seen full at any moment', () => {
    const full = mount('/dev/shm', true, 64 * mebibyte);
    const empty = mount('/dev/shm', true);
    expect(fullMountsOf({ holders: [line('alive', [full]), line('after', [empty])] })).toEqual([
      { point: '/dev/shm', sizeBytes: 64 * mebibyte },
    ]);
    const ofHost = mount('/run', false, 64 * mebibyte);
    expect(fullMountsOf({ holders: [line('after', [ofHost, empty])] })).toEqual([]);
  });
});
