import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../process/child.ts';
import { Deferred } from '../../process/deferred.ts';
import { untilAborted } from '../../process/until-aborted.ts';
import { within } from '../../process/within.ts';
import type { Ledger } from '../../resources/ledger.ts';
import { findSystemProgram } from '../../process/system-programs.ts';
import { cgroupVersions } from '../../kernel/cgroups.ts';
import { findMemoryHierarchy } from '../../kernel/hierarchy.ts';
import { openIo } from './slow-disk.ts';
import { isUnderSystemd } from '../../kernel/under-systemd.ts';

/** systemd answers in 50 ms; after this the run goes on without it. */
const patienceMs = 10_000;

/** Prints its cgroup, then keeps the scope from being empty, and so removed, until stdin ends. */
const keeper = 'read -r own </proc/self/cgroup && echo "$own" && read -r _';

/**
 * The parent of a run's cgroup: under systemd its own scope, in this process's slice, with all controllers
 * delegated; otherwise, or if systemd grants none, `parent`. The ledger ends the scope.
 * https://systemd.io/CGROUP_DELEGATION
 */
export async function delegatedParent(
  version: 1 | 2,
  parent: string,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<string> {
  if (!isUnderSystemd(version)) return parent;
  const unit = `${ledger.name}.scope`;
  const systemctl = findSystemProgram('systemctl') ?? 'systemctl';
  const entry = ledger.enter({ kind: 'scope', name: unit, undo: [[systemctl, 'stop', unit]] });
  const scope = await startScope(unit, signal);
  if (scope === null) {
    entry.settled();
    return parent;
  }
  handOut(scope.folder, scope.pid);
  return scope.folder;
}

/** A scope lasts while it has processes. Null if systemd granted none; throws the reason of `signal`. */
async function startScope(
  unit: string,
  signal: AbortSignal,
): Promise<{ folder: string; pid: number } | null> {
  const own = new Deferred<string | null>();
  const systemdRun = findSystemProgram('systemd-run') ?? 'systemd-run';
  const options = ['--scope', '--quiet', '--collect', '--slice-inherit', `--unit=${unit}`];
  const described = ['--property=Delegate=yes', '--description=A run of not-a-leak'];
  const child = startChild(
    [systemdRun, ...options, ...described, '--', '/bin/sh', '-c', keeper],
    own.resolve,
  );
  child.ended.then(() => own.resolve(null)).catch(own.reject);
  const line = await within(patienceMs, untilAborted(own.promise, signal), null).catch(
    async (error: unknown) => {
      await child.stop(0);
      throw error;
    },
  );
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  const folder = line === null ? undefined : findMemoryHierarchy(mountinfo, line)?.own;
  if (folder !== undefined && folder.endsWith(`/${unit}`)) return { folder, pid: child.pid };
  await child.stop(0);
  return null;
}

/** Moves the keeper to a leaf: a cgroup with processes can't delegate controllers. */
function handOut(scope: string, keeperPid: number): void {
  const leaf = join(scope, 'keeper');
  mkdirSync(leaf);
  writeFileSync(join(leaf, 'cgroup.procs'), String(keeperPid));
  cgroupVersions[2].openToChildren(scope);
  openIo(scope);
}
