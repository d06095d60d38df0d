import { existsSync, readFileSync } from 'node:fs';
import { findSystemProgram } from '../process/system-programs.ts';

/**
 * Whether this host's systemd owns the cgroups and may change any that it has not delegated. On v1 it delegates
 * none. If process 1 here is not systemd, ours is another PID namespace, and our PIDs mean other processes to
 * systemd.
 */
export function isUnderSystemd(version: 1 | 2): boolean {
  if (version !== 2 || !existsSync('/run/systemd/system') || findSystemProgram('systemd-run') === null)
    return false;
  return readFileSync('/proc/1/comm', 'utf8') === 'systemd\n';
}
