import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPod } from '../../harness/sampler/find-pod.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const uid = '0dffc731-f136-45b1-ae35-0e8abedb907f';

function tree(name: string, path: string): string {
  const root = join(folder.path, name);
  mkdirSync(join(root, path), { recursive: true });
  mkdirSync(join(root, 'kubelet.slice/kubelet-kubepods.slice/other-pod1.slice'), { recursive: true });
  return root;
}

describe("a pod's cgroup is found by its UID", () => {
  it.each([
    [
      'systemd, burstable',
      `kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod${uid.replaceAll('-', '_')}.slice`,
    ],
    [
      'systemd, guaranteed',
      `kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${uid.replaceAll('-', '_')}.slice`,
    ],
    ['cgroupfs', `kubepods/burstable/pod${uid}`],
  ])('with the driver %s', (name, path) => {
    const root = tree(name, join(path, 'cri-containerd-abc.scope'));
    expect(findPod(root, uid)).toBe(join(root, path));
  });

  it('and not before it is there, nor where another pod is', () => {
    expect(findPod(tree('none', 'kubepods'), uid)).toBeNull();
    expect(findPod(join(folder.path, 'nowhere'), uid)).toBeNull();
  });
});
