import { onMemory, shmBytes } from '../scenario/media.ts';
import { keepsFiles } from '../scenario/modes.ts';
import { isRequests } from '../scenario/load-schema.ts';
import { isSampleSetup, type Setup } from '../scenario/schema.ts';
import { bytesPerRequest } from './load.ts';

/**
 * When uploads that stay in memory fill the limit: (limit - the app's own memory) / (rate x size), in ms since the
 * load began. Null if expiry keeps them below it (Little's law: rate x size x retention).
 */
export function predictKillMs(setup: Setup, ownBytes: number | null): number | null {
  if (!isSampleSetup(setup)) return null;
  const { app, memory, scratch, load } = setup;
  if (!keepsFiles(app.mode) || !onMemory(scratch.medium) || ownBytes === null) return null;
  const roomBytes = memory - ownBytes;
  if (scratch.medium === 'shm' && roomBytes > shmBytes) return null; // that fills up first
  const predictedMs = fillMs(setup, roomBytes);
  const bytesPerMs = (load.rate * (bytesPerRequest(setup) ?? 0)) / 1000;
  return app.retention !== null && bytesPerMs * app.retention < roomBytes ? null : predictedMs;
}

/** How long a load takes to bring this much if everything is kept, in ms; null if it brings nothing. */
export function fillMs(setup: Setup, roomBytes: number): number | null {
  const perRequest = bytesPerRequest(setup);
  if (perRequest === null || !isRequests(setup.load)) return null;
  const { rate, ramp } = setup.load;
  const steadyMs = (roomBytes * 1000) / (rate * perRequest);
  // With a ramp, the area under the rate counts: it loses rampMs / 2 in all.
  return steadyMs >= ramp / 2 ? steadyMs + ramp / 2 : Math.sqrt(2 * ramp * steadyMs);
}
