import { execFile } from 'node:child_process';
import { findSystemProgram } from '../process/system-programs.ts';

const patienceMs = 2000;

/** All AF_UNIX sockets as `ss` (iproute2) lists them; null if it is not installed or does not answer. */
export async function listUnixSockets(): Promise<string | null> {
  const ss = findSystemProgram('ss');
  if (ss === null) return null;
  return new Promise((resolve) => {
    const options = { timeout: patienceMs, maxBuffer: 64 * 2 ** 20 };
    execFile(ss, ['-xanmHO'], options, (error, stdout) => resolve(error ? null : stdout));
  });
}

/**
 * Memory of data sent through these sockets and not read. The kernel charges it as plain kernel memory; TCP has its
 * own figure in memory.stat (v2), or is not charged to the limit at all (v1). Until read, data is charged to its
 * sender (`t` of skmem, including overhead). If the sender is closed, only the receiver's queue shows it.
 */
export function sumUnread(text: string, sockets: ReadonlySet<number>): number {
  let sent = 0;
  let waiting = 0;
  for (const line of text.split('\n')) {
    const match = /^u_\S+\s+\S+\s+(\d+)\s+\d+\s.*?(\d+)\s+\S+\s+\d+\s+skmem:\(r\d+,rb\d+,t(\d+)/.exec(line);
    if (!match || !sockets.has(Number(match[2])) || line.includes(' LISTEN ')) continue;
    waiting += Number(match[1]);
    sent += Number(match[3]);
  }
  return Math.max(sent, waiting);
}
