import { Failure } from '../../errors.ts';
import { refuseMissingPrograms, type SystemProgram } from '../../process/system-programs.ts';
import { toolCommand } from '../../package/tool-command.ts';

/** System programs that both `run` and `exec` need. */
export const execPrograms: readonly SystemProgram[] = ['unshare', 'mount', 'umount'];
/** `setpriv` lets the app drop root and end with its supervisor. */
export const runPrograms: readonly SystemProgram[] = [...execPrograms, 'setpriv'];

/** `mkfifo`: `exec --heap node`; `ss`: attributing kernel memory; the others: a slowed disk on v1. */
export const programsForSome: readonly SystemProgram[] = ['mkfifo', 'ss', 'losetup', 'mkfs.ext4'];

export interface ThisHost {
  operatingSystem: string;
  uid: number | undefined;
}

/** Refuses a host that can't make cgroups or lacks one of these programs; parameters for tests. */
export function refuseUnfitHost(
  programs: readonly SystemProgram[],
  { operatingSystem, uid }: ThisHost = { operatingSystem: process.platform, uid: process.getuid?.() },
): void {
  if (operatingSystem !== 'linux') {
    throw new Failure('missing', `Memory cgroups exist only on Linux; this is ${operatingSystem}.`, {
      hint: 'Run it in a Linux virtual machine, or in a container there.',
    });
  }
  if (uid !== 0) {
    throw new Failure('missing', 'Only root may make cgroups and mount a tmpfs.', {
      hint: `Run the same command as root: sudo env "PATH=$PATH" ${toolCommand()} …`,
    });
  }
  refuseMissingPrograms(programs);
}
