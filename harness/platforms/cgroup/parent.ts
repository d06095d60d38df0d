import { accessSync, constants } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Failure, systemCode } from '../../errors.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { readProc } from '../../kernel/procfs.ts';
import { toolCommand } from '../../package/tool-command.ts';

/**
 * The parent of the run's cgroup. On v1, this process's own cgroup. On v2 a cgroup with processes can't have
 * children with controllers ("no internal processes"), so the nearest ancestor that already delegates its memory
 * controller; nothing on the host is switched on.
 * https://www.kernel.org/doc/html/latest/admin-guide/cgroup-v2.html#no-internal-process-constraint
 */
export function findParent({ version, mountPoint, own }: MemoryHierarchy): string {
  const folder = version === 1 ? own : handsDown(own, mountPoint);
  if (folder === null) {
    throw new Failure(
      'missing',
      `No cgroup above ${own} enables the memory controller for the cgroups below it.`,
      { hint: `As root: echo +memory > ${join(mountPoint, 'cgroup.subtree_control')}` },
    );
  }
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Failure('missing', `This user may not make cgroups below ${folder} (${systemCode(error)}).`, {
      hint: `Run the same command as root: sudo env "PATH=$PATH" ${toolCommand()} … In a container: with --privileged --cgroupns=host.`,
      cause: error,
    });
  }
  return folder;
}

function handsDown(own: string, mountPoint: string): string | null {
  for (let folder = own; !relative(mountPoint, folder).startsWith('..'); folder = dirname(folder)) {
    const controllers = readProc(join(folder, 'cgroup.subtree_control')) ?? '';
    if (controllers.split(/\s+/).includes('memory')) return folder;
    if (folder === mountPoint) break;
  }
  return null;
}
