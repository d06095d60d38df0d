import { resolve } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { findMemoryHierarchy } from '../../harness/kernel/hierarchy.ts';
import { unescapeOctal } from '../../harness/kernel/mounts.ts';

const other = '22 27 0:21 / /proc rw,relatime - proc proc rw';
const v1Mount = '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory';
const v1Cpu = '32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:8 - cgroup cgroup rw,cpu';
const v2Mount = '31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate';
const v2Unified = '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw';
const v1Groups = '9:name=systemd:/system\n4:memory:/user/app\n1:cpu:/elsewhere\n0::/unified\n';
const v1Container = (root: string) =>
  `70 60 0:32 ${root} /sys/fs/cgroup/memory ro,nosuid master:9 - cgroup cgroup rw,memory`;

describe('findMemoryHierarchy', () => {
  it.each([
    ['v1', [other, v1Cpu, v1Mount], v1Groups, 1, '/sys/fs/cgroup/memory', '/sys/fs/cgroup/memory/user/app'],
    [
      'v2',
      [other, v2Mount],
      '0::/user.slice/a b:c\n',
      2,
      '/sys/fs/cgroup',
      '/sys/fs/cgroup/user.slice/a b:c',
    ],
    ['the root of v2', [other, v2Mount], '0::/\n', 2, '/sys/fs/cgroup', '/sys/fs/cgroup'],
    [
      'a hybrid host, where v1 has the memory',
      [other, v2Unified, v1Mount],
      v1Groups,
      1,
      '/sys/fs/cgroup/memory',
      '/sys/fs/cgroup/memory/user/app',
    ],
    [
      'a hybrid host, where v2 has the memory',
      [other, v1Cpu, v2Unified],
      '1:cpu:/elsewhere\n0::/unified\n',
      2,
      '/sys/fs/cgroup/unified',
      '/sys/fs/cgroup/unified/unified',
    ],
    [
      'a memory controller mounted with others',
      ['35 31 0:32 / /cg rw - cgroup cgroup rw,cpu,memory'],
      '4:cpu,memory:/a\n',
      1,
      '/cg',
      '/cg/a',
    ],
    [
      'a container that sees its own part of the tree as the mount',
      [other, v1Container('/docker/abc')],
      '4:memory:/docker/abc\n',
      1,
      '/sys/fs/cgroup/memory',
      '/sys/fs/cgroup/memory',
    ],
    [
      'a cgroup below the part that a container sees',
      [other, v1Container('/docker/abc')],
      '4:memory:/docker/abc/inner\n',
      1,
      '/sys/fs/cgroup/memory',
      '/sys/fs/cgroup/memory/inner',
    ],
    [
      'a cgroup namespace, where paths begin at its root',
      [other, v1Container('/docker/abc')],
      '4:memory:/\n',
      1,
      '/sys/fs/cgroup/memory',
      '/sys/fs/cgroup/memory',
    ],
    [
      'a mount point with a blank',
      ['31 23 0:28 / /my\\040cgroups rw - cgroup2 none rw'],
      '0::/a\n',
      2,
      '/my cgroups',
      '/my cgroups/a',
    ],
  ])('finds %s', (_what, mounts, cgroup, version, mountPoint, own) => {
    const found = findMemoryHierarchy(`${mounts.join('\n')}\n`, cgroup);
    expect(found).toMatchObject({ version, mountPoint });
    expect(resolve(found?.own ?? '')).toBe(own);
  });

  it.each([
    ['no cgroups are mounted', other, v1Groups],
    ['only other controllers are mounted', v1Cpu, v1Groups],
    ['this process is in none of it', v1Mount, '1:cpu:/elsewhere\n0::/unified\n'],
    ['mountinfo is empty', '', ''],
  ])('finds none where %s', (_what, mountinfo, cgroup) => {
    expect(findMemoryHierarchy(mountinfo, cgroup)).toBeNull();
  });
});

describe('unescapeOctal', () => {
  it.each([
    ['/plain', '/plain'],
    ['/a\\040b\\011c', '/a b\tc'],
    ['/back\\134slash', '/back\\slash'],
    ['/not\\04', '/not\\04'],
  ])('reads %s', (text, expected) => {
    expect(unescapeOctal(text)).toBe(expected);
  });
});
