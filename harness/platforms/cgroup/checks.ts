import { tmpdir } from 'node:os';
import { attempt, warn } from '../../recording/checks.ts';
import { Failure } from '../../errors.ts';
import type { Check } from '../../recording/types.ts';
import { userBehindSudo } from '../../process/step-down.ts';
import { refuseMissingPrograms, systemProgram, type SystemProgram } from '../../process/system-programs.ts';
import { findAppUser } from './app-user.ts';
import { findDisk } from '../../kernel/disk.ts';
import { memoryHierarchy } from './memory-hierarchy.ts';
import { findParent } from './parent.ts';
import { programsForSome, refuseUnfitHost, runPrograms } from './requirements.ts';
import { slowDiskProblem } from './slow-disk.ts';
import { isUnderSystemd } from '../../kernel/under-systemd.ts';

export interface CheckOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  scratchDir: string | undefined;
}

/** The requirements of plain cgroups, and whether they are met. */
export async function checkCgroup({ cwd, env, scratchDir }: CheckOptions): Promise<Check[]> {
  const disk = () => findDisk(scratchDir, cwd);
  return [
    await attempt('Linux, root', () => {
      refuseUnfitHost([]);
      return "both; root is needed to make cgroups, mount tmpfs and loop devices, and read the kernel's log";
    }),
    await attempt('system programs', () => foundPrograms(runPrograms)),
    onlyForSome(await attempt('optional programs', () => foundPrograms(programsForSome))),
    ...(process.getuid?.() === 0 ? [await checkAppUser(env)] : []),
    await attempt('memory controller', () => {
      const hierarchy = memoryHierarchy();
      const parent = findParent(hierarchy);
      if (isUnderSystemd(hierarchy.version))
        return 'cgroup v2, cgroups are made in a scope that systemd delegates';
      return `cgroup v${hierarchy.version}, cgroups are made below ${parent}`;
    }),
    onlyForSome(
      await attempt('disk for disk scratch', () => `${disk().mount.fileSystem} at ${disk().directory}`),
    ),
    onlyForSome(
      await attempt('disk that can be slowed', () => {
        const hierarchy = memoryHierarchy();
        const why = slowDiskProblem(hierarchy, findParent(hierarchy), disk().directory);
        if (why === null) return hierarchy.version === 2 ? 'by io.max' : 'by a loop device of its own';
        throw new Failure('missing', why, { hint: 'Without it, arms with a writeSpeed are skipped.' });
      }),
    ),
  ];
}

/** Paths of these programs; throws if one is missing. */
function foundPrograms(names: readonly SystemProgram[]): string {
  refuseMissingPrograms(names);
  return names.map((name) => systemProgram(name)).join(', ');
}

async function checkAppUser(env: CheckOptions['env']): Promise<Check> {
  const name = 'unprivileged users';
  const asRoot: string[] = [];
  const check = await attempt(name, () => {
    const { user, rootReason } = findAppUser(env, [tmpdir()]);
    if (rootReason !== null) asRoot.push(rootReason);
    if (userBehindSudo(env)) return `app, sampler and builtin load run as user ${user?.uid}`;
    return `app, sampler and builtin load run as users of their own, such as ${user?.uid}`;
  });
  if (asRoot.length === 0) return check;
  const hint = 'Put Node and the temporary folder (TMPDIR) where other users can read them.';
  return warn(name, `the app runs as root: ${asRoot.join()}`, hint);
}

/** A requirement of disk-scratch arms only is no more than a warning. */
function onlyForSome(check: Check): Check {
  return check.state === 'missing' ? { ...check, state: 'warn' } : check;
}
