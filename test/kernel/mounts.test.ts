import { describe, expect, it } from 'vitest';
import { mountOf, parseMounts } from '../../harness/kernel/mounts.ts';

const mountinfo = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
28 27 0:25 / /data ro,nosuid,nodev shared:2 master:3 - xfs /dev/vdb rw
29 27 0:27 / /data/my\\040files rw,relatime - tmpfs tmpfs rw,size=4k
30 27 0:28 / /over rw - ext4 /dev/vdc rw
31 27 0:29 / /over rw - tmpfs none rw
`;
const mounts = parseMounts(mountinfo);

describe('parseMounts', () => {
  it('reads point, file system and device, whatever fields are in between', () => {
    expect(mounts).toHaveLength(6);
    expect(mounts[1]).toEqual({
      root: '/',
      point: '/',
      fileSystem: 'ext4',
      device: '/dev/vda',
      readOnly: false,
      options: ['rw', 'discard'],
    });
    expect(mounts[2]).toMatchObject({
      point: '/data',
      fileSystem: 'xfs',
      device: '/dev/vdb',
      readOnly: true,
    });
    expect(mounts[3]?.point).toBe('/data/my files');
  });

  it.each(['', '\n', 'nonsense', '27 1 254:0 / / rw,relatime', '27 1 - ext4 /dev/vda rw'])(
    'passes over %j',
    (text) => {
      expect(parseMounts(text)).toEqual([]);
    },
  );
});

describe('mountOf', () => {
  it.each([
    ['/', '/dev/vda'],
    ['/home/me', '/dev/vda'],
    ['/data', '/dev/vdb'],
    ['/data/set', '/dev/vdb'],
    ['/database', '/dev/vda'],
    ['/data/my files/a', 'tmpfs'],
    ['/over/a', 'none'],
  ])('says that %s lies on %s', (path, device) => {
    expect(mountOf(path, mounts)?.device).toBe(device);
  });

  it('is none where nothing is mounted above a path', () => {
    expect(mountOf('/home', mounts.slice(2))).toBeUndefined();
  });
});
