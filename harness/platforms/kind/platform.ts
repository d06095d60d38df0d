import { attempt } from '../../recording/checks.ts';
import type { Check } from '../../recording/types.ts';
import type { AppForm } from '../../scenario/app-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { jobsFor, refuseTooLarge } from '../capacity.ts';
import { factsOfDaemon } from '../docker-daemon/facts.ts';
import { findDaemon, type Daemon } from '../docker-daemon/daemon.ts';
import type { InspectedPlatform, Platform, RunContext } from '../platform.ts';
import { skipReasonWithoutSlowDisk } from '../skip-reason.ts';
import { checkTools } from './checks.ts';
import { refuseUnknownCluster } from './cluster.ts';
import { checkHost } from './host-checks.ts';
import type { KindOptions } from './options.ts';
import { readOwnApps } from './own-apps.ts';
import { rights } from './rights.ts';
import { prepare } from './prepare.ts';
import { toolsFrom } from './tools.ts';

const forms: readonly AppForm[] = ['mode', 'image', 'manifests'];

/** Node, kubelet and API server use the processors too, mostly while pods start. */
const armsPerProcessor = 1;

/** A one-node Kubernetes cluster in a container, by kind; made for the run, or named. */
export function kindPlatform(options: KindOptions): Platform {
  let checks: Promise<Check[]> | undefined;
  return {
    name: 'kind',
    forms,
    rights,
    check: () => (checks ??= look(options)),
    inspect: (arms, run) => inspect(options, arms, run),
  };
}

async function look({ env, image }: KindOptions): Promise<Check[]> {
  let daemon: Daemon | null = null;
  const answer = await attempt('Docker daemon', async () => {
    daemon = await findDaemon();
    return `${daemon.version}, cgroup v${daemon.cgroupVersion}, kernel ${daemon.kernel}`;
  });
  return [answer, ...(await checkTools(toolsFrom(env), daemon, image)), ...checkHost()];
}

async function inspect(options: KindOptions, arms: Arm[], run: RunContext): Promise<InspectedPlatform> {
  const tools = toolsFrom(options.env, run.workFolder);
  const daemon = await findDaemon();
  if (options.cluster !== undefined) await refuseUnknownCluster(tools, options.cluster);
  const facts = factsOfDaemon(daemon);
  refuseTooLarge(arms, facts);
  const runnable = arms.filter((arm) => skipReasonWithoutSlowDisk(arm, forms) === null);
  const own = await readOwnApps(runnable, tools, run.workFolder, run.say);
  return {
    name: 'kind',
    facts,
    // On one processor API server, kubelet and network come on top of app and load.
    stretch: facts.processors === 1 ? 4 : 1,
    skipReason: (arm) => skipReasonWithoutSlowDisk(arm, forms),
    jobs: (some) => jobsFor(some, facts, armsPerProcessor),
    prepare: (some, signal) => prepare(options, run, { tools, daemon, own, arms: some, signal }),
  };
}
