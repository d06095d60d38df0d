import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode, tolerate } from '../errors.ts';
import { bootId, statFields } from '../kernel/procfs.ts';

/** The process that owns a ledger, told apart from others that reuse its PID. */
export interface Owner {
  pid: number;
  /** Its start, in clock ticks since boot (proc(5), stat); null without /proc. */
  startTicks: number | null;
  bootId: string | null;
  pidNamespace: string | null;
  hostname: string;
}

/** `elsewhere`: on another host or in another container, so its state is unknown here. */
export type OwnerState = 'alive' | 'dead' | 'elsewhere';

export function thisProcess(): Owner {
  return {
    pid: process.pid,
    startTicks: readStat(process.pid)?.startTicks ?? null,
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    hostname: hostname(),
  };
}

/** The state of an owner as seen from this process. */
export function stateOf(owner: Owner): OwnerState {
  if (owner.bootId !== bootId()) return owner.hostname === hostname() ? 'dead' : 'elsewhere';
  if (owner.pidNamespace !== pidNamespace()) return 'elsewhere';
  if (owner.startTicks === null) return answers(owner.pid) ? 'alive' : 'dead';
  const stat = readStat(owner.pid);
  return stat?.startTicks === owner.startTicks && !stat.isOver ? 'alive' : 'dead';
}

/** Null if there is no such process. One that can't be inspected is not dead: that is an error. */
function readStat(pid: number): { startTicks: number; isOver: boolean } | null {
  const stat = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  const fields = statFields(stat);
  return { startTicks: Number(fields[19]), isOver: fields[0] === 'Z' || fields[0] === 'X' };
}

function pidNamespace(): string | null {
  return readOrNull(() => readlinkSync('/proc/self/ns/pid'));
}

function readOrNull(read: () => string): string | null {
  return tolerate(['ENOENT', 'ESRCH'], read, null);
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === 'EPERM') return true;
    if (systemCode(error) === 'ESRCH') return false;
    throw error;
  }
}
