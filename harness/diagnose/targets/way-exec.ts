import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../errors.ts';
import { monotonicMs } from '../../process/clock.ts';
import { startChild } from '../../process/child.ts';
import { Deferred } from '../../process/deferred.ts';
import { within } from '../../process/within.ts';
import type { Sample, TmpfsMount } from '../../recording/types.ts';
import { mebibytes } from '../../text/words.ts';
import { unreclaimableBytes } from '../../verdict/composition.ts';
import type { Watch } from '../target.ts';
import { FarRecorder } from './far-recorder.ts';
import {
  limitIn,
  LookReader,
  memoryFiles,
  printingLoop,
  printingOnce,
  sampleIn,
  type Files,
} from './memory-files.ts';
import { containersOf } from './pod-object.ts';
import type { PodContext, PodWay } from './pod-way.ts';

/** With less room than this, the shell and what it starts might be what fills the limit. */
const leastRoomBytes = 8 * 2 ** 20;
/** A container that restarts can't be entered for a while. */
const againMs = 1000;
/** Its time begins with the first look, which comes this much later at most. */
const latestMs = 4000;

const folders = ['/sys/fs/cgroup', '/sys/fs/cgroup/memory'];
const files = folders.flatMap((folder) => memoryFiles.map((name) => `${folder}/${name}`)).join(' ');
const volumes = `echo; echo '==> df <=='; df -k 2>/dev/null`;

/** `kubectl exec` of a shell in the container. */
export const exec: PodWay = {
  name: 'exec',
  takes: (namespace) => [{ verb: 'create', resource: 'pods', subresource: 'exec', namespace }],
  makes: () => [],
  open: async (context) => {
    const container = meantIn(context);
    const [first] = await looksOf(context, container);
    const roomBytes = first === undefined ? null : roomIn(first);
    if (roomBytes !== null && roomBytes < leastRoomBytes)
      throw new Failure(
        'missing',
        `it has ${mebibytes(roomBytes)} left, and a look by exec is charged to it`,
      );
    return {
      ...context.facts,
      target: { ...context.facts.target, container },
      via: `read once a second by kubectl exec in its container ${container}, which is charged for it (1 to 2 MiB)`,
      blindTo: [
        'the level of the pod: its limit, and what is charged to it alone, such as files of earlier lives; df tells what its volumes hold',
        'its processes and heaps, and the kernel’s log',
        ...(context.container === undefined && containersOf(context.pod).length > 1
          ? ['its other containers (-c names another)']
          : []),
      ],
      cgroup: null,
      watch: watchOf(context, container),
    };
  },
};

function meantIn({ pod, container }: PodContext): string {
  const [first] = containersOf(pod);
  return container ?? first?.name ?? '';
}

function execArgs({ pod }: PodContext, container: string, script: string): string[] {
  const { name, namespace } = pod.metadata;
  return ['exec', name, '--namespace', namespace, '--container', container, '--', 'sh', '-c', script];
}

/** One look. Throws a Failure if there is no shell in it, or no such file. */
async function looksOf(context: PodContext, container: string): Promise<Files[]> {
  const args = execArgs(context, container, printingOnce(files, volumes));
  const { exitCode, stdout, stderr, broken } = await context.ask.try(args, { timeoutMs: 15_000 });
  const looks: Files[] = [];
  const reader = new LookReader((look) => void looks.push(look));
  for (const line of stdout.split('\n')) reader.line(line);
  if (looks[0] && sampleOf(looks[0], 0) !== null) return looks;
  const noShell = /executable file not found|no such file or directory|exec: "sh"/.test(stderr);
  throw new Failure(
    'missing',
    noShell ? 'its container has no shell' : 'kubectl exec shows no memory files',
    {
      hint: broken ?? (stderr.trim() || `It ended with ${exitCode}.`),
    },
  );
}

function roomIn(look: Files): number | null {
  const sample = sampleOf(look, 0);
  const limitBytes = limitOf(look)?.limitBytes ?? null;
  return sample === null || limitBytes === null ? null : limitBytes - unreclaimableBytes(sample);
}

function sampleOf(look: Files, atMs: number): Sample | null {
  return folders.map((folder) => sampleIn(look, folder, atMs)).find((one) => one !== null) ?? null;
}

function limitOf(look: Files, level = 'container') {
  return folders.map((folder) => limitIn(look, folder, level)).find((one) => one !== undefined);
}

function watchOf(context: PodContext, container: string): Watch {
  const isAlone = containersOf(context.pod).length === 1;
  const points = memoryPoints(context, container);
  return async (record, options) => {
    const beganMs = monotonicMs();
    let firstMs = beganMs + latestMs;
    const leftMs = () => Math.max(0, firstMs + options.forMs - monotonicMs());
    const [first, over] = [new Deferred(), new Deferred()];
    options.signal.addEventListener('abort', () => over.resolve(), { once: true });
    const far = new FarRecorder(record, options, () => over.resolve());
    const reader = new LookReader((look) => {
      const atMs = monotonicMs();
      const sample = sampleOf(look, atMs);
      if (sample === null) return;
      firstMs = Math.min(firstMs, atMs);
      first.resolve();
      const limit = limitOf(look, `container ${container}`);
      if (limit) far.limits(atMs, [limit]);
      const mounts = tmpfsIn(look.get('df') ?? '').filter(
        ({ point }) => points.has(point) || point === '/dev/shm',
      );
      far.volumes(sample, mounts);
      far.sample(isAlone ? withResidue(sample, mounts) : sample);
    });
    while (leftMs() > 0 && !options.signal.aborted) {
      const child = startChild(
        context.ask.argv(...execArgs(context, container, printingLoop(files, 1, volumes))),
        reader.line,
      );
      const ended = Promise.race([child.ended, over.promise]);
      await within(leftMs(), Promise.race([first.promise, ended]), null);
      await within(leftMs(), ended, null);
      await child.stop(0);
      const isOver = over.promise.then(() => true);
      if (await within(Math.min(againMs, leftMs()), isOver, false)) break;
      await sleep(0);
    }
  };
}

/** Where its volumes in memory are mounted. */
function memoryPoints({ pod }: PodContext, container: string): Set<string> {
  const inMemory = (pod.spec.volumes ?? []).filter(({ emptyDir }) => emptyDir?.medium === 'Memory');
  const mounts = containersOf(pod).find(({ name }) => name === container)?.volumeMounts ?? [];
  const own = mounts.filter(({ name }) => inMemory.some((volume) => volume.name === name));
  return new Set(own.map(({ mountPath }) => mountPath.replace(/\/+$/, '')));
}

/** The tmpfs mounts in what `df -k` prints. */
export function tmpfsIn(text: string): TmpfsMount[] {
  return text.split('\n').flatMap((line) => {
    const [, size, used, point] = /^(?:tmpfs|shm)\s+(\d+)\s+(\d+)\s+\d+\s+\d+%\s+(\S.*)$/.exec(line) ?? [];
    if (point === undefined) return [];
    return [
      { point, usedBytes: Number(used) * 1024, sizeBytes: Number(size) * 1024, shared: false, files: null },
    ];
  });
}

/**
 * With what earlier lives left in its volumes: that is charged to the pod, whose only container this is, and is none
 * of the container's own figures.
 */
export function withResidue(sample: Sample, mounts: TmpfsMount[]): Sample {
  const held = mounts.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  const residue = Math.max(0, held - sample.shmem);
  const { usage, shmem, file } = sample;
  return { ...sample, usage: usage + residue, shmem: shmem + residue, file: file + residue };
}
