import { existsSync, readFileSync } from 'node:fs';
import { findSystemProgram } from '../process/system-programs.ts';

/**
 * Whether the cgroups of this host are those of its systemd, which may change any of them that it has not given away.
 * On v1 it gives none away; and one that is not process 1 here is that of another PID namespace, where our numbers
 * are those of other processes.
 */
export function isUnderSystemd(version: 1 | 2): boolean {
  if (version !== 2 || !existsSync('/run/systemd/system') || findSystemProgram('systemd-run') === null)
    return false;
  return readFileSync('/proc/1/comm', 'utf8') === 'systemd\n';
}
