import type { ArmRecording } from '../recording/recording.ts';
import { onMemory, shmBytes } from '../scenario/media.ts';
import { keepsFiles } from '../scenario/modes.ts';
import { bytesPerRequest } from './load.ts';

/**
 * When uploads that stay in memory fill the limit: (limit - the app's own memory) / (rate x size), in ms
 * since the load began. Null where expiry holds them below it (Little's law: rate x size x retention).
 */
export function predictKillMs({ arm }: ArmRecording, ownBytes: number | null): number | null {
  const { app, memory, scratch, load } = arm.setup;
  const perRequest = bytesPerRequest(arm.setup);
  if (!keepsFiles(app.mode) || !onMemory(scratch.medium) || perRequest === null || ownBytes === null)
    return null;
  const bytesPerMs = (load.rate * perRequest) / 1000;
  const roomBytes = memory - ownBytes;
  if (scratch.medium === 'shm' && roomBytes > shmBytes) return null; // that is full before
  const fillMs = roomBytes / bytesPerMs;
  // Under a ramp, the area under the rate counts: rampMs / 2 is lost once the ramp is over.
  const predictedMs = fillMs >= load.ramp / 2 ? fillMs + load.ramp / 2 : Math.sqrt(2 * load.ramp * fillMs);
  return app.retention !== null && bytesPerMs * app.retention < roomBytes ? null : predictedMs;
}
