import { describe, expect, it } from 'vitest';
import type { Life } from '../../harness/recording/recording.ts';
import type { HoldersLine } from '../../harness/recording/types.ts';
import { judgeCause } from '../../harness/verdict/cause.ts';
import { compose } from '../../harness/verdict/composition.ts';
import { attributeOwnApp } from '../../harness/verdict/own-app-attribution.ts';
import { armRecording, sample } from '../recording.ts';

const MiB = 2 ** 20;
const atKill = sample(1000, { shmem: 60 * MiB, anon: 20 * MiB, usage: 90 * MiB });

/** A look at a tmpfs that holds so much of what is charged. */
function look(atMs: number, usedBytes: number): HoldersLine {
  const mount = { point: '/dev/shm', usedBytes, sizeBytes: 64 * MiB, files: null };
  const charged = { usage: usedBytes + 20 * MiB, shmem: Math.max(usedBytes, MiB), anon: 20 * MiB, kernel: 0 };
  const rest = { processes: [], deletedFiles: [], sysvBytes: 0, unixSocketBytes: null, tookMs: 1 };
  return { kind: 'holders', arm: 'x', atMs, when: 'alive', charged, mounts: [mount], ...rest };
}

function attributed(holders: HoldersLine[], lives: Life[] = []) {
  const composition = compose(atKill, 0);
  return judgeCause(composition, attributeOwnApp(armRecording({ holders, lives }), atKill, composition));
}

describe("memory of an app of one's own at its kill", () => {
  it('is told by the last look before it: what a killed child held is gone at the next', () => {
    expect(attributed([look(900, 50 * MiB), look(1100, 0)])).toMatchObject({ cause: 'tmpfs' });
    expect(attributed([look(900, 0), look(1100, 50 * MiB)])).toMatchObject({ cause: 'shared-memory' });
  });

  it('is told by a later look where there is none before it', () => {
    expect(attributed([look(1100, 50 * MiB)])).toMatchObject({ cause: 'tmpfs' });
  });

  it('is told by the files that it left where nobody looked, with where it sees them', () => {
    const scratch = { files: 3, bytes: 55 * MiB, fileSystem: 'tmpfs', at: ['/dev/shm', '/spool'] };
    const ended = { atMs: 1000, scratch, pod: { usage: 60 * MiB, shmem: 60 * MiB } };
    const { cause, reason } = attributed([], [{ life: 1, ended } as unknown as Life]);
    expect(cause).toBe('tmpfs');
    expect(reason).toContain('3 files under /dev/shm and /spool hold 55 MiB');
  });
});
