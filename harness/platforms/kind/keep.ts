import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyOut } from '../../files/copy-out.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { Ledger } from '../../resources/ledger.ts';
import { pastedCommand } from '../../package/tool-command.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import type { KindCluster } from './cluster.ts';
import { keptWords } from './kept-words.ts';
import type { KubernetesRun } from '../kubernetes/run.ts';
import type { Tools } from './tools.ts';

/** The image named in the plain manifests. */
const imageOfManifests = 'not-a-leak-app:dev';

/** Saves a cluster's logs in a folder, as far as kind can, and says so. */
export async function exportLogs(
  cluster: KindCluster,
  tools: Tools,
  { folder, workFolder }: { folder: string; workFolder: string },
  say: (text: string) => void,
): Promise<void> {
  const saved = join(workFolder, 'cluster-logs'); // kind runs as root if the harness does
  const argv: [string, ...string[]] = [tools.kind, 'export', 'logs', saved, '--name', cluster.name];
  const { exitCode } = await tryProgram(argv, { env: tools.env, timeoutMs: 60_000 });
  copyOut(saved, folder);
  if (exitCode === 0) say(`  the cluster's logs are in ${folder}`);
}

/** Leaves the cluster, or the run's pods in it, to the user; returns advice on what to do with it. */
export async function keepCluster(
  cluster: KindCluster,
  { image, address, sampling, kept }: KubernetesRun,
  { tools, ledger, env }: { tools: Tools; ledger: Ledger; env: Record<string, string | undefined> },
): Promise<string> {
  const { name, own, node } = cluster;
  const kubeconfig = keepKubeconfig(ledger, cluster.kubeconfig);
  cluster.entry.keep();
  if (own) await nameAsInManifests(node, image);
  return keptWords({
    cluster: name,
    node,
    own,
    address,
    kubectl: tools.kubectl,
    kubeconfig,
    cgroupVersion: sampling.cgroupVersion,
    pods: kept,
    clean: pastedCommand(env, ['clean', '--kept', ledger.name]),
  });
}

/** Puts the kubeconfig beside the ledger: the run's folder goes, and the user's own must not change. */
function keepKubeconfig(ledger: Ledger, kubeconfig: string): string {
  const folder = join(dirname(ledger.file), `${ledger.name}.kube`);
  ledger.enter({ kind: 'folder', name: folder }).keep();
  mkdirSync(folder, { mode: 0o700 });
  const file = join(folder, 'kubeconfig');
  copyFileSync(kubeconfig, file);
  return file;
}

/** The node has the app's image under a content tag; this adds the name in the plain manifests. */
async function nameAsInManifests(node: string, image: string): Promise<void> {
  const tag = ['ctr', '--namespace', 'k8s.io', 'images', 'tag', '--force'];
  const names = [image, imageOfManifests].map((name) => `docker.io/library/${name}`);
  await tryProgram([docker, 'exec', node, ...tag, ...names]);
}
