import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startChild } from '../../../../harness/process/child.ts';
import { Deferred } from '../../../../harness/process/deferred.ts';
import { memoryHierarchy } from '../../../../harness/platforms/cgroup/memory-hierarchy.ts';
import { findParent } from '../../../../harness/platforms/cgroup/parent.ts';
import type {
  SupervisorNotice,
  SupervisorSettings,
} from '../../../../harness/platforms/cgroup/supervisor/settings.ts';
import { podNamespaces } from '../../../../harness/platforms/cgroup/pod.ts';
import { builtPrograms } from '../../../../harness/package/programs.ts';
import type { LifeEndedLine, RecordingLine } from '../../../../harness/recording/types.ts';
import { shmBytes } from '../../../../harness/scenario/media.ts';
import { temporaryFolder } from '../../../cli.ts';
import { lacksRoot } from '../../../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const mark = `nal-pod-${process.pid}`;

describe.skipIf(lacksRoot())('the /dev/shm of a pod on plain cgroups', () => {
  const program = builtPrograms.supervisor;

  /** The last lines of the first lives of a pod whose app looks into its /dev/shm and leaves a file there. */
  async function livesOf(pod: string, lives: number): Promise<string[][]> {
    const hierarchy = memoryHierarchy();
    const settings: SupervisorSettings = {
      arm: 'a/b',
      cgroupVersion: hierarchy.version,
      podCgroup: join(findParent(hierarchy), `nal-test-${process.pid}-${pod}`),
      limitBytes: 64 * 2 ** 20,
      scratch: { medium: 'memory', directory: join(folder.path, pod), sizeBytes: 2 ** 20 },
      shmBytes,
      user: null,
      app: {
        argv: ['sh', '-c', `stat -f -c '%b of %S' /dev/shm; ls -A /dev/shm; echo x >/dev/shm/${mark}-$$`],
        env: { PATH: process.env['PATH'] ?? '' },
        port: 9,
        ready: 'started',
        startupMs: 1000,
      },
    };
    const found: LifeEndedLine[] = [];
    const enough = new Deferred();
    const supervisor = startChild(
      ['unshare', ...podNamespaces, process.execPath, program, JSON.stringify(settings)],
      (text) => {
        const line = JSON.parse(text) as RecordingLine | SupervisorNotice;
        if (line.kind === 'supervisor' && line.state === 'failed') enough.reject(new Error(line.message));
        if (line.kind === 'life-ended') found.push(line);
        if (found.length >= lives) enough.resolve();
      },
    );
    supervisor.say('start');
    try {
      await enough.promise;
    } finally {
      await supervisor.stop(5000);
    }
    return found.slice(0, lives).map(({ lastLines }) => lastLines);
  }

  it('is fresh, of 64 MiB, outlives a container as that of a sandbox does, and ends with the pod', async () => {
    const [size] = [`${shmBytes / 4096} of 4096`];
    const [first, second] = await livesOf('first', 2);
    expect(first).toEqual([size]);
    expect(second).toEqual([size, expect.stringContaining(mark)]);
    expect((await livesOf('second', 1))[0]).toEqual([size]);
    expect(readdirSync('/dev/shm').filter((name) => name.includes(mark))).toEqual([]);
  });
});
