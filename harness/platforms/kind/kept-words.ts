import { join } from 'node:path';
import { quoted } from '../../text/quoted.ts';
import { isSample } from '../../scenario/app-schema.ts';
import { isRequests, type Requests } from '../../scenario/load-schema.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { handNodePort, overlayFolder } from '../kubernetes/manifests.ts';
import type { KeptPod } from '../kubernetes/run.ts';
import { memoryVolumeOf } from '../kubernetes/scratch.ts';

export interface Kept {
  cluster: string;
  node: string;
  /** Made for the run, so it goes with what is kept. */
  own: boolean;
  /** The cluster's address, if this host can reach it. */
  address: string | null;
  /** The kubectl program, and the kubeconfig for the cluster. */
  kubectl: string;
  kubeconfig: string;
  cgroupVersion: 1 | 2;
  pods: KeptPod[];
  /** The command that removes everything. */
  clean: string;
}

interface Line {
  what: string;
  command: string;
}

const loadMs = 10_000;
/** The lines of memory.stat that show what fills a pod. */
const figures = { 1: '^total_(cache|rss|shmem) ', 2: '^(anon|file|shmem) ' };
/** Moves the scratch volume to disk: the smallest change that ends the pattern. */
const onDisk = '{"spec":{"template":{"spec":{"volumes":[{"name":"scratch","emptyDir":{"medium":null}}]}}}}';

/** What was kept of a run, and the likely next commands, each on a line to paste. */
export function keptWords(kept: Kept): string {
  const { cluster, own, pods, clean } = kept;
  const shown = pods.find(({ arm }) => arm.setup.scratch.medium === 'memory') ?? pods[0];
  const others = pods
    .filter((pod) => pod !== shown)
    .map(({ arm, namespace }) => `    ${arm.id}: ${namespace}`);
  return [
    `  kept: ${own ? `the cluster ${cluster}` : `the pods of the run in the cluster ${cluster}`}.`,
    ...(shown
      ? [`  ${shown.arm.id} is in the namespace ${shown.namespace}.`, ...linesOf(ofPod(shown, kept))]
      : []),
    ...(others.length === 0 ? [] : ['  The others are in namespaces of their own:', ...others]),
    ...(own && pods.some(({ arm }) => isSample(arm.setup.app)) ? linesOf(byHand(kept)) : []),
    ...linesOf([{ what: 'To remove what was kept:', command: clean }]),
  ].join('\n');
}

function linesOf(lines: Line[]): string[] {
  return lines.flatMap(({ what, command }) => [`  ${what}`, `      ${command}`]);
}

function ofPod({ arm, namespace, url, uid, cgroup }: KeptPod, kept: Kept): Line[] {
  const { node, cgroupVersion } = kept;
  const onNode = (...command: string[]) => quoted([docker, 'exec', node, ...command]);
  const inNamespace = (...args: string[]) => kubectl(kept, '--namespace', namespace, ...args);
  const { medium } = arm.setup.scratch;
  const isOfSample = isSample(arm.setup.app);
  const lines: (Line | null | '')[] = [
    { what: 'Its pod and its restarts:', command: inNamespace('get', 'pods') },
    { what: 'How its lives ended:', command: inNamespace('describe', 'pods') },
    cgroup && {
      what: 'What the pod holds, including what earlier lives left:',
      command: onNode('grep', '-E', figures[cgroupVersion], join(cgroup, 'memory.stat')),
    },
    uid && medium === 'memory'
      ? { what: 'Its memory-backed volume:', command: onNode('df', '-h', memoryVolumeOf(uid)) }
      : null,
    isOfSample && url !== null && isRequests(arm.setup.load)
      ? { what: `The same load again, for ${loadMs / 1000} s:`, command: loadAgain(url, arm.setup.load) }
      : null,
    !isOfSample && url !== null
      ? { what: 'Where it listens:', command: quoted(['curl', '--include', url]) }
      : null,
    isOfSample && medium === 'memory'
      ? {
          what: 'The fix (scratch on a disk):',
          command: inNamespace('patch', 'deployment', 'app', '--patch', onDisk),
        }
      : null,
  ];
  return lines.filter((line) => typeof line === 'object' && line !== null);
}

/** Node is there with the harness; k6 may not be. */
function loadAgain(url: string, load: Requests): string {
  const request =
    load.body === null
      ? `fetch("${url}/read")`
      : `fetch("${url}/upload", { method: "POST", body: Buffer.alloc(${load.body}) })`;
  const send = `setInterval(() => ${request}.then((answer) => answer.text()).catch(() => {}), ${1000 / load.rate})`;
  return quoted(['node', '--eval', `${send}; setTimeout(process.exit, ${loadMs})`]);
}

/** The plain manifests, to show it from the start. */
function byHand(kept: Kept): Line[] {
  const where = kept.address === null ? '' : `, at http://${kept.address}:${handNodePort}`;
  return [
    { what: `The plain manifests beside it${where}:`, command: apply(kept, 'memory-scratch') },
    { what: 'Their fix:', command: apply(kept, 'pvc-scratch') },
  ];
}

function kubectl(kept: Kept, ...args: string[]): string {
  return quoted([kept.kubectl, '--kubeconfig', kept.kubeconfig, ...args]);
}

function apply(kept: Kept, overlay: string): string {
  return kubectl(kept, 'apply', '--kustomize', overlayFolder(overlay));
}
