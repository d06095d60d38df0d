import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../process/clock.ts';
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
import { recordEvidence, recordMeminfo } from './evidence.ts';
import { reportLives } from './lives.ts';
import type { Manifest } from './kustomize.ts';
import { manifestsOf } from './manifests.ts';
import { lastLinesOf } from './logs.ts';
import { podCgroup } from './pod-cgroup.ts';
import { appUrl } from './reach.ts';
import { readPodStatus, type PodStatus } from './pod-status.ts';
import { refuseLostNode } from './node-readiness.ts';
import type { KubernetesRun } from './run.ts';
import { measureScratch } from './scratch.ts';
import { watchPods, type Watch } from './watch.ts';

const samplingIntervalMs = 1;
/** The sampler reports a kill within 50 ms; Kubernetes may be quicker. */
const samplerLagMs = 100;
/** Reasons for which waiting is pointless. */
const hopeless =
  /^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|CreateContainerConfigError|CreateContainerError)/;

const isApp = (object: Manifest) => object['kind'] === 'Deployment';

/** An arm's pod: a namespace with a Deployment, a Service and, if it has one, a PVC. */
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
  const placement = { namespace, image: run.image, labels: run.labels, nodePort: port?.nodePort ?? null };
  const objects = manifestsOf(arm, placement);
  let status: PodStatus | undefined;
  let sampler: Promise<Child> | undefined;
  let watch: Watch | undefined;
  let url: string | null = null;
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
      scratch: async () =>
        status?.node ? measureScratch(cluster, status.node, status.uid, arm.setup.scratch.medium) : null,
    },
    readinessOf(arm.setup.app),
    record,
  );
  const evidence = { arm: arm.id, record, cluster, namespace, cgroupVersion };
  const cgroupOnNode = async () =>
    status?.node ? podCgroup(cluster, status.node, status.uid, cgroupVersion) : null;
  const fail = (message: string, hint: string) =>
    lives.fail(new Failure('infrastructure', `${arm.id}: ${message}`, { hint }));

  const onSample = (line: RecordingLine) => {
    recorder.cgroups.see(line);
    record(line);
  };
  const onStatus = (next: PodStatus) => {
    status = next;
    reportLives(recorder, next, async ({ node }, id) =>
      node === null ? [] : lastLinesOf(cluster, node, id),
    );
    if (next.waiting !== null && hopeless.test(next.waiting)) fail('the pod does not start', next.waiting);
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

  await kubectl.apply(
    objects.filter((object) => !isApp(object)),
    { signal },
  );
  return {
    url: null,
    start: async (stop): Promise<StartedApp> => {
      watch = watchPods(
        kubectl,
        namespace,
        (object) => onStatus(readPodStatus(object)),
        (lastWords) => fail('Kubernetes no longer reports on the pod', lastWords),
      );
      await kubectl.apply(objects.filter(isApp), { signal: stop });
      url = await appUrl(cluster, namespace, run.address, port);
      const probing = new AbortController();
      answers(`${url}/healthz`, probing.signal)
        .then((up) => (up ? recorder.ready(1) : undefined))
        .catch((error: Error) => lives.fail(error));
      await lives.up(stop, () => status?.waiting ?? null).finally(() => probing.abort());
      if (status) await recordMeminfo(evidence, status.pod);
      const cgroup = run.sampling.remote || !status ? null : findPod(run.sampling.below, status.uid);
      return { url, cgroup, death: (nth) => lives.death(nth) };
    },
    gatherEvidence: async () => {
      if (status) await recordEvidence(evidence, status);
      // A node reached only through the helper has another kernel, with another log.
      if (status && lives.deaths > 0 && !run.sampling.remote) {
        const isOwn = isOfPod(status.uid);
        record(readOwnKernelLog(arm.id, isOwn, { pids: new Set(), sinceMs: madeMs }));
      }
      await refuseLostNode(kubectl, status?.node ?? cluster.node);
    },
    remove: async (keep) => {
      if (stopping) return;
      stopping = true;
      await recorder.stop();
      await (await sampler?.catch(() => undefined))?.stop();
      recorder.finish();
      await watch?.stop();
      if (keep) {
        run.kept.push({ arm, namespace, url, uid: status?.uid ?? null, cgroup: await cgroupOnNode() });
        return;
      }
      await kubectl.try(['delete', 'namespace', namespace, '--wait=false'], { timeoutMs: 30_000 });
    },
  };
}
