import type { ArmRecording } from '../recording/recording.ts';
import type { Scratch } from '../recording/types.ts';
import { emptiedShare } from './thresholds.ts';
import type { Composition, HeapShare } from './types.ts';
import { mebibytes } from '../text/words.ts';

/** Evidence to tell the causes within a class apart, at the moment of a composition. */
export interface Attribution {
  /** Files on memory-backed mounts; null if not inspected. */
  tmpfs: { bytes: number; words: string } | null;
  /** Where nobody could look: what would tell files from shared memory. Then the cause is `unknown`. */
  shmemOpen?: string;
  heap: HeapShare & { words: string };
  /**
   * Anonymous memory in thread stacks, and all anonymous memory at that moment if it differs: threads may have been
   * added before the kill. Null if not inspected or there are few.
   */
  stacks: { bytes: number; anonBytes?: number | null; words: string } | null;
  /** Unread data in AF_UNIX sockets, charged as kernel memory; null if not inspected. */
  unixSocketBytes: number | null;
  socketWords: string | null;
  kernelWords: string | null;
}

/** For an arm: from the files on its volume, and the app's own heap figure. */
export function attributeArm(arm: ArmRecording, { atMs, anonBytes, tmpfsBytes }: Composition): Attribution {
  const ended = arm.lives.find((life) => life.ended)?.ended;
  const scratch = ended?.scratch;
  const bytes = scratch?.fileSystem === 'tmpfs' ? scratch.bytes : 0;
  // Kubernetes may have begun the next life, which empties the volume, before it could be inspected: the pod's
  // figure may be from before, the inspection that found no file from after.
  const left = scratch?.files === 0 ? 0 : (ended?.pod.shmem ?? 0);
  const { app } = arm.arm.setup;
  const isEmptied = 'mode' in app && app.cleanAtStart && left < tmpfsBytes * emptiedShare;
  const killMs = atMs + (arm.startedMs ?? 0);
  const latest = arm.heap.findLast((line) => line.atMs <= killMs);
  return {
    tmpfs: isEmptied
      ? null
      : { bytes, words: `${scratch?.files} files ${placeWords(scratch)} hold ${mebibytes(bytes)}` },
    heap: {
      bytes: latest?.heapUsed ?? null,
      openBytes: latest ? 0 : anonBytes,
      unseenBytes: latest ? Math.max(0, anonBytes - (anonAt(arm, latest.atMs) ?? anonBytes)) : 0,
      holder: null,
      words: latest
        ? `the app's heap ${mebibytes(latest.heapUsed)}, ${Math.round(killMs - latest.atMs)} ms before`
        : 'the app reported no heap figure: heap and native are not told apart',
    },
    stacks: latest ? stacksThen(arm, latest) : null,
    unixSocketBytes: null,
    socketWords: null,
    kernelWords: null,
  };
}

/** `under /dev/shm`, or of the sample app, `on the volume`. */
function placeWords(scratch: Scratch | null | undefined): string {
  return scratch?.at === undefined ? 'on the volume' : `under ${scratch.at.join(' and ')}`;
}

/** Thread stacks by the app's own figure, as a share of anonymous memory at that moment. */
function stacksThen(
  arm: ArmRecording,
  { atMs, threadStacks }: ArmRecording['heap'][number],
): Attribution['stacks'] {
  if (!threadStacks) return null;
  const anon = anonAt(arm, atMs);
  const ofAnon = anon === null ? '' : ` of ${mebibytes(anon)} just before`;
  return {
    bytes: threadStacks,
    anonBytes: anon,
    words: `stacks of threads ${mebibytes(threadStacks)}${ofAnon}`,
  };
}

function anonAt({ pod }: ArmRecording, atMs: number): number | null {
  return pod.findLast((sample) => sample.atMs <= atMs)?.anon ?? null;
}
