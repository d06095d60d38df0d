import { which, $ as zx } from 'zx';
import { $ } from './command.ts';

/**
 * Installs the programs that are missing, from packages of their names or, in `inPackages`, of others. Without them
 * tests are skipped, with the reason: it never fails.
 */
export async function installMissing(
  names: string[],
  inPackages: Record<string, string> = {},
): Promise<{ ok: boolean }> {
  const missing = [...names, ...Object.keys(inPackages)]
    .filter(isMissing)
    .map((name) => inPackages[name] ?? name);
  if (missing.length > 0) {
    // At this runlevel Debian's packages start no daemon: invoke-rc.d(8).
    const { ok } = await $`apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq ${missing} >/dev/null`;
    if (!ok) console.log("some of the tests' programs could not be installed: their tests are skipped");
  }
  return { ok: true };
}

function isMissing(name: string): boolean {
  return which.sync(name, { nothrow: true }) === null;
}

let isOurs = false;

/** Starts Docker and what kind needs; promtool comes with Prometheus, and tests use it as they do helm. */
export async function startCluster(up: string): Promise<{ ok: boolean }> {
  // In a group of its own: a Ctrl-C must not pass for a Docker that does not run, and end one that does.
  isOurs = !(await zx({ nothrow: true, quiet: true, detached: true })`docker info`).ok;
  return $`${up} --with helm,prometheus`;
}

/** Stops them, but where Docker ran before. */
export async function stopCluster(down: string): Promise<void> {
  if (isOurs) await zx({ stdio: 'inherit', nothrow: true, detached: true })`${down}`;
}
