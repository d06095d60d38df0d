import { Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import { attempt, ok, warn } from '../../recording/checks.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';
import type { Check } from '../../recording/types.ts';
import { findNodeImage, isPresent } from './node-image.ts';
import type { Tools } from './tools.ts';

/** kubectl and the cluster may be one minor version apart. https://kubernetes.io/releases/version-skew-policy/ */
const skew = 1;

/** The requirements besides a Docker daemon. */
export async function checkTools(
  tools: Tools,
  daemon: Daemon | null,
  named: string | undefined,
): Promise<Check[]> {
  const kind = await attempt('kind', async () => versionOf([tools.kind, 'version'], 'KIND_BIN', tools));
  const ask: [string, ...string[]] = [tools.kubectl, 'version', '--client', '--output=json'];
  const kubectl = await attempt('kubectl', async () =>
    clientVersion(await versionOf(ask, 'KUBECTL_BIN', tools)),
  );
  if (daemon === null) return [kind, kubectl];
  const image = await findNodeImage(named);
  return [kind, kubectl, skewCheck(kubectl.found, image), await imageCheck(image), cgroupCheck(daemon)];
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

/** A node image usually has its Kubernetes version in its tag. */
export function skewCheck(client: string, image: string | null): Check {
  const apart = Math.abs(minor(client) - minor(image ?? ''));
  const found = `kubectl ${client}, node image ${image ?? "kind's own"}`;
  if (Number.isNaN(apart)) return ok('version skew', `${found}: not known before it runs`);
  if (apart <= skew) return ok('version skew', found);
  const hint = `Use a kubectl within ${skew} minor version of the node image.`;
  return warn('version skew', `${found}: ${apart} minor versions apart`, hint);
}

async function imageCheck(image: string | null): Promise<Check> {
  const name = 'node image';
  if (image === null) {
    const hint = 'Where nothing can be pulled: docker load one, or name it with --image.';
    return warn(name, 'none here: kind pulls its own (about 400 MB)', hint);
  }
  if (await isPresent(image)) return ok(name, image);
  return warn(name, `${image} is not here and will be pulled`, `docker pull ${image}`);
}

function cgroupCheck({ cgroupVersion }: Daemon): Check {
  if (cgroupVersion === 2) return ok('cgroup version', 'v2');
  const found = 'v1: from 1.35 on a kubelet refuses it; the run sets failCgroupV1: false (KEP-5573)';
  return warn('cgroup version', found, 'Boot with cgroup v2: systemd.unified_cgroup_hierarchy=1');
}

function minor(version: string): number {
  return Number(/v1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
}
