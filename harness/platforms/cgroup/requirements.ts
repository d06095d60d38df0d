import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../../errors.ts';

/** Refuses a host that can't run arms on cgroups at all; the operating system is a parameter for tests. */
export function refuseUnfitHost(operatingSystem: string = process.platform, uid = process.getuid?.()): void {
  if (operatingSystem !== 'linux') {
    throw new Failure('missing', `Memory cgroups are a thing of Linux; this is ${operatingSystem}.`, {
      hint: 'Run it in a Linux virtual machine, or in a container there.',
    });
  }
  if (uid !== 0) {
    throw new Failure('missing', 'Making cgroups and mounting a tmpfs take root.', {
      hint: 'Run the same command as root: sudo env "PATH=$PATH" npm run repro …',
    });
  }
  for (const program of ['unshare', 'mount', 'umount']) {
    if (!isOnPath(program)) {
      throw new Failure('missing', `The program "${program}" is not there.`, {
        hint: 'It belongs to util-linux: install the package util-linux (and mount).',
      });
    }
  }
}

/** Looked for, not run: each start of a program would add to what `exec` costs. */
function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
