import { existsSync, mkdirSync } from 'node:fs';
import { bothFailed } from '../../errors.ts';
import { runProgram, tryProgram } from '../../exec.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { quoted } from '../../quoted.ts';
import type { Programs } from '../../programs.ts';
import type { Check, HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { jobsFor, refuseTooLarge } from '../capacity.ts';
import { attempt } from '../../checks.ts';
import { findDaemon, type Daemon } from '../docker/daemon.ts';
import { buildImage } from '../docker/image.ts';
import type { Platform, PreparedPlatform } from '../platform.ts';
import { checkTools } from './checks.ts';
import { createCluster, deleteCluster, refuseUnknownCluster, reuseCluster, type Cluster } from './cluster.ts';
import { startHelper } from './helper.ts';
import { checkHost } from './host-checks.ts';
import { factsOfDaemon } from '../docker/daemon-facts.ts';
import { removeNamespaces, runLabels, runSelector } from './namespaces.ts';
import { findNodeImage } from './node-image.ts';
import { makePod, type KindRun } from './pod.ts';
import { reachableAddress } from './reach.ts';
import { restartsMs } from './restarts.ts';
import { nodeCgroup, samplingHere, samplingInHelper } from './sampling.ts';
import { toolsFrom } from './tools.ts';
import { whyNotWithoutSlowDisk } from '../why-not.ts';

export interface KindOptions {
  env: Record<string, string | undefined>;
  /** Folder of the run, for kubeconfig and programs; removed by the caller. */
  workFolder: string;
  /** Its name is the run's own. */
  ledger: Ledger;
  programs: () => Promise<Programs>;
  say: (text: string) => void;
  /** The node image to use. */
  image: string | undefined;
  /** An existing cluster to run in. */
  cluster: string | undefined;
  /** `pod` samples from a pod also where this host could see the node's cgroups. */
  sampleFrom: string | undefined;
  /** `loopback` reaches the app through a published port also where this host reaches the node. */
  reach: string | undefined;
}

const mostPorts = 80;
/** Node, kubelet and API server take their share of the processors, most of it while pods start. */
const armsPerProcessor = 1;

/** A Kubernetes cluster of one node in a container, by kind; made for the run, or one that is named. */
export function kindPlatform(options: KindOptions): Platform {
  const tools = toolsFrom(options.env, options.workFolder);
  let found: Daemon | undefined;

  let checks: Promise<Check[]> | undefined;
  const check = () => (checks ??= look());
  const look = async (): Promise<Check[]> => {
    let daemon: Daemon | null = null;
    const answer = await attempt('Docker daemon', async () => {
      daemon = await findDaemon();
      return `${daemon.version}, cgroup v${daemon.cgroupVersion}, kernel ${daemon.kernel}`;
    });
    return [answer, ...(await checkTools(tools, daemon, options.image)), ...checkHost()];
  };

  const inspect = async (arms: Arm[]): Promise<HostFacts> => {
    found = await findDaemon();
    if (options.cluster !== undefined) await refuseUnknownCluster(tools, options.cluster);
    const facts = factsOfDaemon(found);
    refuseTooLarge(arms, facts);
    return facts;
  };

  const prepare = async (arms: Arm[], signal: AbortSignal): Promise<PreparedPlatform> => {
    if (!found) throw new Error('prepare before inspect');
    const daemon = found;
    const programs = await options.programs();
    const { ledger } = options;
    const { name } = ledger;
    const labels = runLabels(name);
    let cluster: Cluster | undefined;
    const undo = async () => {
      if (!cluster) return;
      if (cluster.own) return deleteCluster(tools, cluster);
      await removeNamespaces(cluster.kubectl, name);
      cluster.owed.settled();
    };
    try {
      const image = await buildImage(programs.app, options.workFolder, ledger, signal);
      const order = {
        tools,
        name,
        folder: options.workFolder,
        cgroupVersion: daemon.cgroupVersion,
        ledger,
        signal,
      };
      // A port of its own for each arm, and for its second try: connections through a used one may lead to a pod that is gone.
      const ports = Math.min(2 * arms.length, mostPorts);
      if (options.cluster === undefined) {
        const nodeImage = await findNodeImage(options.image);
        options.say(`  creating the cluster ${name} (node image ${nodeImage ?? "kind's own"})`);
        cluster = await createCluster({ ...order, image: nodeImage, ports });
      } else {
        cluster = await reuseCluster({ ...order, name: options.cluster, image: null, ports: 0 });
      }
      options.say(`  loading the image ${image}`);
      const load: [string, ...string[]] = [tools.kind, 'load', 'docker-image', image, '--name', cluster.name];
      await runProgram(load, { env: tools.env, signal, timeoutMs: 120_000 });
      const { cgroupVersion } = daemon;
      const at = { namespace: name, image, labels, node: cluster.node, programs, cgroupVersion, signal };
      const helper = await startHelper(cluster, at);
      const below = options.sampleFrom === 'pod' ? null : await nodeCgroup(cluster.node, daemon);
      const sampling =
        below === null
          ? samplingInHelper(helper, cgroupVersion)
          : samplingHere(below, programs, cgroupVersion);
      options.say(`  the cluster is ready; sampling ${sampling.where}`);
      const address = options.reach === 'loopback' ? null : await reachableAddress(cluster, signal);
      options.say(`  the app is reached at ${address ?? '127.0.0.1'}`);
      const run: KindRun = { cluster, address, image, sampling, labels, ports: [...cluster.ports] };
      let pods = 0;
      return {
        makePod: (arm, record, stop) => makePod(run, arm, namespaceOf(name, ++pods, arm), record, stop),
        load: null,
        restartsMs,
        close: async ({ failed, keep, logsFolder }) => {
          if (failed) await exportLogs(run.cluster, logsFolder);
          if (!keep) return undo();
          run.cluster.owed.keep();
          options.say(keepWords(run.cluster, name));
        },
      };
    } catch (error) {
      await undo().catch((undoing: unknown) => Promise.reject(bothFailed(error, undoing)));
      throw error;
    }
  };

  const exportLogs = async (cluster: Cluster, logsFolder: string) => {
    mkdirSync(logsFolder, { recursive: true });
    const argv: [string, ...string[]] = [tools.kind, 'export', 'logs', logsFolder, '--name', cluster.name];
    const { exitCode } = await tryProgram(argv, { env: tools.env, timeoutMs: 60_000 });
    if (exitCode === 0 && existsSync(logsFolder)) options.say(`  the cluster's logs are in ${logsFolder}`);
  };

  const keepWords = (cluster: Cluster, run: string) =>
    cluster.own
      ? [
          `  kept: the cluster ${cluster.name}. To look into it, and to remove it:`,
          `    ${quoted([tools.kind, 'export', 'kubeconfig', '--name', cluster.name])}`,
          `    ${quoted([tools.kubectl, 'get', 'pods', '--all-namespaces', '--selector', 'app=not-a-leak'])}`,
          '    npm run repro -- clean --kept',
        ].join('\n')
      : `  kept: the namespaces of the run (${runSelector(run)}). To remove them:\n    npm run repro -- clean --kept`;

  return {
    name: 'kind',
    canKeep: true,
    check,
    inspect,
    whyNot: whyNotWithoutSlowDisk,
    prepare,
    // On a single processor API server, kubelet and network come on top of app and load.
    stretch: (host) => (host?.processors === 1 ? 4 : 1),
    jobs: (arms, host) => (host ? jobsFor(arms, host, armsPerProcessor) : 1),
  };
}

/** A name of at most 63 characters, unique in the run. */
function namespaceOf(run: string, nth: number, arm: Arm): string {
  return `${run}-${nth}-${arm.id.replace('/', '-')}`.slice(0, 63).replace(/-+$/, '');
}
