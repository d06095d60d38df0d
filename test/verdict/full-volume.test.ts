import { describe, expect, it } from 'vitest';
import { setupSchema } from '../../harness/scenario/schema.ts';
import { fullVolumeReason } from '../../harness/verdict/full-volume.ts';
import type { LoadFindings } from '../../harness/verdict/types.ts';
import { armRecording } from '../recording.ts';
import { wholeSetup } from '../setup.ts';

const load = { rate: '100/s', for: '2s' };
const own = setupSchema.parse({ app: { command: ['./app'] }, memory: '64Mi', load });

function reason(usedBytes: number, failed: number, setup = own): string | null {
  const mounts = [{ point: '/spool', usedBytes, sizeBytes: 1000, files: null }];
  const recording = armRecording({ holders: [{ kind: 'holders', mounts } as never] });
  const findings = { scheduled: 200, failed } as LoadFindings;
  return fullVolumeReason({ ...recording, arm: { ...recording.arm, setup } }, findings);
}

describe('a full volume of an app that answers as it likes then', () => {
  it('is why requests failed', () => {
    expect(reason(980, 90)).toBe('90 requests failed, and /spool was full');
  });

  it('is not why if it had room, or if hardly any failed', () => {
    expect(reason(900, 90)).toBeNull();
    expect(reason(980, 3)).toBeNull();
  });

  it('is told by the sample app itself, with 507', () => {
    expect(reason(980, 90, wholeSetup())).toBeNull();
  });
});
