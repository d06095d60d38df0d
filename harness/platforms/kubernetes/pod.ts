import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../process/clock.ts';
import { Deferred } from '../../process/deferred.ts';
import type { Child } from '../../process/child.ts';
import { Failure } from '../../errors.ts';
import type { Recorder, RecordingLine } from '../../recording/types.ts';
import { findPod, isOfPod } from '../../sampler/find-pod.ts';
import type { Arm } from '../../scenario/types.ts';
import { answers } from '../answers.ts';
import { readOwnKernelLog } from '../../kernel/log/own-kernel-log.ts';
import { readinessOf } from '../readiness.ts';
import { recordLives, type RecordedLives } from '../life-recorder.ts';
import type { Pod, StartedApp } from '../platform.ts';
import { startSampler } from '../sampling.ts';
import { armObjects } from './arm-objects.ts';
import { recordEvidence, recordMeminfo } from './evidence.ts';
import { reportLives } from './lives.ts';
import { waitForThoseBeside } from './own/beside.ts';
import { tryFixes, type Fix } from './own/fixes.ts';
import { LifeProbes } from './own/life-probes.ts';
import { Trouble } from './own/trouble.ts';
import { lastLinesOf } from './logs.ts';
import { podCgroup } from './pod-cgroup.ts';
import { appUrl } from './reach.ts';
import { readPodStatus, type PodStatus } from './pod-status.ts';
import { refuseLostNode } from './node-readiness.ts';
import type { KubernetesRun } from './run.ts';
import { startFailure } from './start-failure.ts';
import { measureMemoryFiles, measureScratch } from './scratch.ts';
import { watchPods, type Watch } from './watch.ts';

const samplingIntervalMs = 1;
/** The sampler reports a kill within 50 ms; Kubernetes may be quicker. */
const samplerLagMs = 100;

/** An arm's pod: a namespace with what its app is made of, and a Service that reaches it. */
export async function makePod(
  run: KubernetesRun,
  arm: Arm,
  namespace: string,
  record: Recorder,
  signal: AbortSignal,
): Promise<Pod> {
  const { cluster } = run;
  const { kubectl } = cluster;
  const { cgroupVersion } = run.sampling;
  const port = cluster.ports.shift() ?? null;
  const objects = armObjects(run, arm, namespace, port?.nodePort ?? null);
  const { container, isOwn, service } = objects;
  const readiness = readinessOf(arm.setup);
  let status: PodStatus | undefined;
  let sampler: Promise<Child> | undefined;
  let watch: Watch | undefined;
  let trouble: Trouble | undefined;
  const url = new Deferred<string | null>();
  let keptUrl: string | null = null;
  let stopping = false;
  const madeMs = monotonicMs();
  const { lives, recorder }: RecordedLives = recordLives(
    {
      arm: arm.id,
      podCountsKills: cgroupVersion === 2,
      residue: async () => {
        await sleep(samplerLagMs);
        return recorder.cgroups.residue();
      },
      scratch: async () => {
        if (!status?.node) return null;
        const { node, uid } = status;
        if (isOwn) return measureMemoryFiles(cluster, node, uid);
        return measureScratch(cluster, node, uid, arm.setup.scratch.medium);
      },
    },
    readiness,
    record,
  );
  const evidence = { arm: arm.id, record, cluster, namespace, cgroupVersion, isOwn };
  const cgroupOnNode = async () =>
    status?.node ? podCgroup(cluster, status.node, status.uid, cgroupVersion) : null;
  const fail = (message: string, hint: string) =>
    lives.fail(new Failure('infrastructure', `${arm.id}: ${message}`, { hint }));
  const probes = isOwn
    ? new LifeProbes(
        recorder,
        readiness,
        {
          cluster,
          namespace,
          container: container ?? '',
          port: 'port' in arm.setup.app ? arm.setup.app.port : undefined,
          url: url.promise,
          throughPort: run.address === null,
        },
        (error) => lives.fail(error),
      )
    : null;

  const onSample = (line: RecordingLine) => {
    recorder.cgroups.see(line);
    record(line);
  };
  const onStatus = (next: PodStatus) => {
    if (next.hopeless) lives.fail(startFailure(arm, next.pod, next.hopeless));
    // Another pod of the namespace, or one that replaces the first: another life of the app has the first one's name.
    if (!objects.isMeasured(next) || (status && status.uid !== next.uid)) return;
    status = next;
    reportLives(
      recorder,
      isOwn ? { ...next, ready: false } : next,
      async ({ node }, id) => (node === null ? [] : lastLinesOf(cluster, node, id)),
      isOwn && readiness.ready === 'started',
    );
    probes?.see(next);
    const { argv, below, remote } = run.sampling;
    sampler ??= startSampler(
      argv,
      {
        arm: arm.id,
        pod: { below, uid: next.uid },
        cgroupVersion,
        remote,
        intervalMs: samplingIntervalMs,
        limitBytes: arm.setup.memory,
      },
      onSample,
      { lost: (failure) => lives.fail(failure) },
    );
    sampler.catch((error: unknown) => lives.fail(error instanceof Error ? error : new Error(String(error))));
  };

  await kubectl.apply(objects.others, { signal });
  return {
    url: null,
    start: async (stop): Promise<StartedApp> => {
      watch = watchPods(
        kubectl,
        namespace,
        (object) => onStatus(readPodStatus(object, container)),
        (lastWords) => fail('Kubernetes no longer reports on the pod', lastWords),
      );
      if (isOwn) await waitForThoseBeside(kubectl, namespace, objects.others, readiness.startupMs, stop);
      await kubectl.apply([objects.workload], { signal: stop });
      trouble = new Trouble(
        kubectl,
        namespace,
        () => status !== undefined,
        (why) => fail('no pod is made', why),
      );
      keptUrl = service === null ? null : await appUrl(cluster, namespace, service, run.address, port);
      url.resolve(keptUrl);
      const probing = new AbortController();
      if (!isOwn) {
        answers(`${keptUrl}/healthz`, probing.signal)
          .then((up) => (up ? recorder.ready(1) : undefined))
          .catch((error: Error) => lives.fail(error));
      }
      const whyNotUp = () => [status?.waiting, trouble?.last].filter(Boolean).join('; ') || null;
      await lives.up(stop, whyNotUp).finally(() => {
        probing.abort();
        trouble?.stop();
      });
      if (status) await recordMeminfo(evidence, status.pod);
      const cgroup = run.sampling.remote || !status ? null : findPod(run.sampling.below, status.uid);
      return { url: keptUrl, cgroup, death: (nth) => lives.death(nth) };
    },
    gatherEvidence: async () => {
      if (status) await recordEvidence(evidence, status);
      if (arm.name === 'baseline') await tryFixes(kubectl, namespace, fixesBeside(run, arm), record);
      // A node reached only through the helper has another kernel, with another log.
      if (status && lives.deaths > 0 && !run.sampling.remote) {
        const isOfThis = isOfPod(status.uid);
        record(readOwnKernelLog(arm.id, isOfThis, { pids: new Set(), sinceMs: madeMs }));
      }
      await refuseLostNode(kubectl, status?.node ?? cluster.node);
    },
    remove: async (keep) => {
      if (stopping) return;
      stopping = true;
      probes?.stop();
      trouble?.stop();
      await recorder.stop();
      await (await sampler?.catch(() => undefined))?.stop();
      recorder.finish();
      await watch?.stop();
      if (keep) {
        run.kept.push({
          arm,
          namespace,
          url: keptUrl,
          uid: status?.uid ?? null,
          cgroup: await cgroupOnNode(),
        });
        return;
      }
      await kubectl.try(['delete', 'namespace', namespace, '--wait=false'], { timeoutMs: 30_000 });
      // Its pods may want half a minute for their end, while other arms run; nothing is to be learned from it.
      const atOnce = ['delete', 'pods', '--all', '--grace-period=1', '--wait=false'];
      if (isOwn) await kubectl.try([...atOnce, '--namespace', namespace], { timeoutMs: 30_000 });
    },
  };
}

/** The patches of a baseline's other arms. */
function fixesBeside({ ownApps }: KubernetesRun, { id, name }: Arm): Fix[] {
  const scenario = id.slice(0, -name.length);
  return [...ownApps].flatMap(([other, { fixes }]) => (other.startsWith(scenario) ? fixes : []));
}
