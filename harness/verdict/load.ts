import type { ArmRecording } from '../recording/read.ts';
import type { LoadBin } from '../recording/types.ts';
import type { LoadFindings } from './types.ts';

/** What was offered and what came of it, over the whole arm. */
export function judgeLoad({ bins, loadEnded, arm }: ArmRecording): LoadFindings {
  const sum = (name: keyof LoadBin) => bins.reduce((total, bin) => total + bin[name], 0);
  const scheduled = sum('scheduled');
  const ok = sum('ok');
  const { body } = arm.setup.load;
  return {
    scheduled,
    started: sum('started'),
    ok,
    failed: sum('failed'),
    refused: sum('refused'),
    dropped: sum('dropped'),
    diskFull: sum('diskFull'),
    delivered: scheduled === 0 ? 0 : ok / scheduled,
    storedBytes: body === null ? null : ok * body,
    latencyMs: loadEnded?.latencyMs ?? null,
  };
}
