import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../errors.ts';
import { startChild } from '../../process/child.ts';
import { monotonicMs } from '../../process/clock.ts';
import { Deferred } from '../../process/deferred.ts';
import { within } from '../../process/within.ts';
import { namePrefix, type Resource } from '../../resources/resource.ts';
import { openLedger } from '../../resources/ledger.ts';
import { podObject } from '../kubernetes/pod-object.ts';
import type { Watch } from '../target.ts';
import { FarRecorder } from './far-recorder.ts';
import { Kills, levelsInFiles, limitsIn } from './reader-files.ts';
import { chosenOf, factsOfChosen } from './chosen-container.ts';
import { limitFiles, LookReader, memoryFiles, printingLoop, sampleIn, type Files } from './memory-files.ts';
import { cgroupUidOf, containersOf } from './pod-object.ts';
import type { PodContext, PodWay } from './pod-way.ts';

const podName = 'reader';
const cgroups = '/host/cgroup';
const createMs = 15_000;
const startMs = 30_000;
const firstLookMs = 5000;
const pollMs = 200;
/** The pod ends by itself this long after the look should have. */
const spareS = 60;

/** A pod of this tool's own on the same node, in a namespace of its own, which has the node's cgroups read-only. */
export const reader: PodWay = {
  name: 'reader',
  takes: () => [
    { verb: 'create', resource: 'namespaces' },
    { verb: 'delete', resource: 'namespaces' },
    { verb: 'create', resource: 'pods' },
    { verb: 'get', resource: 'pods' },
    { verb: 'get', resource: 'pods', subresource: 'log' },
  ],
  makes: (context, name) => objectsOf(context, name),
  open: async (context) => {
    const { by, pod } = context;
    const ledger = openLedger(by.env, { prefix: `${namePrefix}reader-`, watched: true });
    let level: { container: string | null; folder: string } = { container: null, folder: '' };
    const entry = ledger.enter(namespaceResource(ledger.name, context));
    try {
      for (const object of objectsOf(context, ledger.name)) await create(context, object);
      await untilItRuns(context, ledger.name);
      const first = await firstLook(context, ledger.name);
      level = chosenOf(levelsInFiles(first, pod), context) ?? level;
    } catch (error) {
      await ledger.close();
      throw error;
    }
    return {
      ...factsOfChosen(context, level.container),
      via: `read once a second by a pod on its node ${pod.spec.nodeName} (namespace ${ledger.name}); nothing is charged to it`,
      blindTo: ['its processes, heaps and files', 'the kernel’s log'],
      cgroup: null,
      watch: watchOf(context, ledger.name, level.folder),
      close: async () => {
        const left = await ledger.close();
        if (left.length === 0) entry.settled();
      },
    };
  },
};

function namespaceResource(name: string, { ask }: PodContext): Resource {
  const undo = ask.argv('delete', 'namespace', name, '--ignore-not-found', '--wait=false');
  return { kind: 'namespace', name, undo: [undo], lateMs: 5000 };
}

function objectsOf({ pod, container, image, forMs }: PodContext, namespace: string): object[] {
  const labels = { 'app.kubernetes.io/managed-by': 'not-a-leak', 'not-a-leak/run': namespace };
  const all = containersOf(pod);
  const own = image ?? (all.find(({ name }) => name === container) ?? all[0])?.image;
  // Node-level storage is what the two stricter levels of Pod Security forbid.
  const security = { 'pod-security.kubernetes.io/enforce': 'privileged' };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { ...labels, ...security } },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: podName, namespace, labels },
      spec: {
        nodeName: pod.spec.nodeName,
        restartPolicy: 'Never',
        activeDeadlineSeconds: Math.ceil(forMs / 1000) + spareS,
        terminationGracePeriodSeconds: 0,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        tolerations: [{ operator: 'Exists' }],
        securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: podName,
            image: own,
            imagePullPolicy: 'IfNotPresent',
            command: ['sh', '-c', scriptFor(cgroupUidOf(pod))],
            resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
            securityContext: {
              readOnlyRootFilesystem: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [{ name: 'cgroups', mountPath: cgroups, readOnly: true }],
          },
        ],
        volumes: [{ name: 'cgroups', hostPath: { path: '/sys/fs/cgroup', type: 'Directory' } }],
      },
    },
  ];
}

/** Tries again while its namespace is too new: a controller gives each one the account that pods run as. */
async function create({ ask }: PodContext, object: object): Promise<void> {
  const untilMs = monotonicMs() + startMs;
  for (;;) {
    try {
      const input = JSON.stringify(object);
      await ask.run(['create', '--filename', '-'], { input, timeoutMs: createMs });
      return;
    } catch (error) {
      const isTooNew = error instanceof Failure && /serviceaccount \S+ not found/.test(error.hint ?? '');
      if (!isTooNew || monotonicMs() > untilMs) throw error;
      await sleep(pollMs);
    }
  }
}

/** v1 has a folder for memory, v2 one for all. The pod's name depends on the driver. */
function scriptFor(uid: string): string {
  const names = [`*pod${uid}*`, `*pod${uid.replaceAll('-', '_')}*`]
    .map((name) => `-name '${name}'`)
    .join(' -o ');
  const find = `R=${cgroups}; [ -d $R/memory ] && R=$R/memory; P=$(find $R -type d \\( ${names} \\) 2>/dev/null | head -n 1)`;
  const own = ['', '*/'].flatMap((level) => memoryFiles.map((name) => `${level}${name}`));
  const above = ['../', '../../'].flatMap((level) => limitFiles.map((name) => `${level}${name}`));
  const files = [...own, ...above].join(' ');
  return `${find}; cd "$P" || exit 1; ${printingLoop(files, 1)}`;
}

/** Throws a Failure that says why not, if it does not within a time, or never will. */
async function untilItRuns({ ask }: PodContext, namespace: string): Promise<void> {
  const untilMs = monotonicMs() + startMs;
  let state = '';
  while (monotonicMs() < untilMs) {
    const get = ['get', `pod/${podName}`, '--namespace', namespace, '--output', 'json'];
    const { status } = podObject.parse(JSON.parse(await ask.run(get, { timeoutMs: startMs })));
    if (status.phase === 'Running') return;
    const [container] = status.containerStatuses ?? [];
    const { waiting, terminated } = container?.state ?? {};
    state = waiting?.reason ?? terminated?.reason ?? status.reason ?? status.phase ?? '';
    if (/^Err|Error|Failed|Backoff|BackOff/.test(state)) break;
    await sleep(pollMs);
  }
  throw new Failure('missing', `the reader pod did not start (${state})`, {
    hint: 'It takes an image with sh, head and find: --image NAME, of one that the node has or can pull.',
  });
}

/** What it prints first. Throws a Failure if that does not come. */
async function firstLook({ ask }: PodContext, namespace: string): Promise<Files> {
  const untilMs = monotonicMs() + firstLookMs;
  do {
    const looks: Files[] = [];
    const printedLooks = new LookReader((files) => void looks.push(files));
    const printed = await ask.run(['logs', podName, '--namespace', namespace], { timeoutMs: startMs });
    for (const line of printed.split('\n')) printedLooks.line(line);
    if (looks[0]) return looks[0];
    await sleep(pollMs);
  } while (monotonicMs() < untilMs);
  throw new Failure('missing', 'the reader pod shows no memory files');
}

/** `folder`: that of the container that is looked at, below the pod's; empty: the pod itself is. */
function watchOf({ ask }: PodContext, namespace: string, folder: string): Watch {
  return async (record, options) => {
    const over = new Deferred();
    options.signal.addEventListener('abort', () => over.resolve(), { once: true });
    const far = new FarRecorder(record, options, () => over.resolve());
    const kills = new Kills();
    const looks = new LookReader((files) => {
      const atMs = monotonicMs();
      const sample = sampleIn(files, folder, atMs);
      if (sample === null) return;
      far.limits(atMs, limitsIn(files, folder));
      far.sample({ ...sample, oomKills: Math.max(sample.oomKills, kills.countIn(files)) });
    });
    // From now on: what it has printed before came at times that nobody knows.
    const follow = ['logs', '--follow', '--tail', '0', podName, '--namespace', namespace];
    const logs = startChild(ask.argv(...follow), looks.line);
    const ended = Promise.race([over.promise, logs.ended]);
    await within(options.forMs, ended, null);
    await logs.stop(0);
  };
}
