import { attempt } from '../../recording/checks.ts';
import type { Check, HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { jobsFor, refuseTooLarge } from '../capacity.ts';
import { factsOfDaemon } from '../docker/daemon-facts.ts';
import { findDaemon, type Daemon } from '../docker/daemon.ts';
import type { Platform } from '../platform.ts';
import { whyNotWithoutSlowDisk } from '../why-not.ts';
import { checkTools } from './checks.ts';
import { refuseUnknownCluster } from './cluster.ts';
import { checkHost } from './host-checks.ts';
import type { KindOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { toolsFrom } from './tools.ts';

/** Node, kubelet and API server take their share of the processors, most of it while pods start. */
const armsPerProcessor = 1;

/** A Kubernetes cluster of one node in a container, by kind; made for the run, or one that is named. */
export function kindPlatform(options: KindOptions): Platform {
  const tools = toolsFrom(options.env, options.workFolder);
  let found: Daemon | undefined;
  let checks: Promise<Check[]> | undefined;

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

  return {
    name: 'kind',
    check: () => (checks ??= look()),
    inspect,
    whyNot: whyNotWithoutSlowDisk,
    prepare: async (arms, signal) => {
      if (!found) throw new Error('prepare before inspect');
      return prepare(options, { tools, daemon: found, arms, signal });
    },
    // On a single processor API server, kubelet and network come on top of app and load.
    stretch: (host) => (host?.processors === 1 ? 4 : 1),
    jobs: (arms, host) => (host ? jobsFor(arms, host, armsPerProcessor) : 1),
  };
}
