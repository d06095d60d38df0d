import { Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import { attempt } from '../../recording/checks.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';
import type { Check } from '../../recording/types.ts';
import { findNodeImage, isPresent } from './node-image.ts';
import type { Tools } from './tools.ts';

/** kubectl and the cluster may be one minor version apart. https://kubernetes.io/releases/version-skew-policy/ */
const skew = 1;

/** What it takes besides a Docker daemon. */
export async function checkTools(
  tools: Tools,
  daemon: Daemon | null,
  named: string | undefined,
): Promise<Check[]> {
  const kind = await attempt('kind', async () => versionOf([tools.kind, 'version'], 'KIND_BIN', tools));
  const kubectl = await attempt('kubectl', async () =>
    clientVersion(
      await versionOf([tools.kubectl, 'version', '--client', '--output=json'], 'KUBECTL_BIN', tools),
    ),
  );
  if (daemon === null) return [kind, kubectl];
  const image = await findNodeImage(named);
  return [kind, kubectl, skewCheck(kubectl.found, image), await imageCheck(image), ...cgroupCheck(daemon)];
}

async function versionOf(argv: [string, ...string[]], variable: string, { env }: Tools): Promise<string> {
  const ran = await tryProgram(argv, { env, timeoutMs: 10_000 });
  if (ran.exitCode === 0) return ran.stdout.trim();
  const [program] = argv;
  const how = ran.broken === 'ENOENT' ? 'is not there' : `does not work: ${ran.stderr.trim()}`;
  throw new Failure('missing', `The program "${program}" ${how}.`, {
    hint: `Install it, or name it: ${variable}. https://kind.sigs.k8s.io/docs/user/quick-start/`,
  });
}

function clientVersion(json: string): string {
  return /"gitVersion": "(v[^"]+)"/.exec(json)?.[1] ?? json;
}

/** A node image bears its Kubernetes version in its tag, as a rule. */
export function skewCheck(client: string, image: string | null): Check {
  const apart = Math.abs(minor(client) - minor(image ?? ''));
  const found = `kubectl ${client}, node image ${image ?? "kind's own"}`;
  if (Number.isNaN(apart))
    return { name: 'version skew', state: 'ok', found: `${found}: not known before it runs`, mend: null };
  if (apart <= skew) return { name: 'version skew', state: 'ok', found, mend: null };
  return {
    name: 'version skew',
    state: 'warn',
    found: `${found}: ${apart} minor versions apart`,
    mend: `Use a kubectl within ${skew} minor version of the node image.`,
  };
}

async function imageCheck(image: string | null): Promise<Check> {
  const name = 'node image';
  if (image === null) {
    const mend = 'Where nothing can be pulled: docker load one, or name it with --image.';
    return { name, state: 'warn', found: 'none here: kind pulls its own (about 400 MB)', mend };
  }
  if (await isPresent(image)) return { name, state: 'ok', found: image, mend: null };
  return {
    name,
    state: 'warn',
    found: `${image} is not here and will be pulled`,
    mend: `docker pull ${image}`,
  };
}

function cgroupCheck({ cgroupVersion }: Daemon): Check[] {
  if (cgroupVersion === 2) return [{ name: 'cgroup version', state: 'ok', found: 'v2', mend: null }];
  const found = 'v1: from 1.35 on a kubelet refuses it; the run sets failCgroupV1: false (KEP-5573)';
  return [
    {
      name: 'cgroup version',
      state: 'warn',
      found,
      mend: 'Boot with cgroup v2: systemd.unified_cgroup_hierarchy=1',
    },
  ];
}

function minor(version: string): number {
  return Number(/v1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
}
