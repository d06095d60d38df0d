import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, readProc } from './procfs.ts';

/** TCP_LISTEN in /proc/net/tcp. */
const inListen = '0A';

/**
 * Whether this process, by its PID, listens on a TCP port; another one may have taken it first.
 * https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function listensOn(pid: number, port: number): boolean {
  // With thousands of connections the tables take milliseconds to read: wait until there is a socket to look for.
  const own = new Set(descriptorsOf(pid).filter((target) => target.startsWith('socket:')));
  if (own.size === 0) return false;
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    listenersIn(readProc(file) ?? '', port),
  );
  return sockets.some((inode) => own.has(`socket:[${inode}]`));
}

/** Inodes of the sockets that listen on a port. */
export function listenersIn(table: string, port: number): string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === inListen && local?.endsWith(end) && inode !== undefined ? [inode] : [];
  });
}

export interface Listener {
  port: number;
  /** Reached from its own network namespace alone. */
  isLoopback: boolean;
}

/** 127.0.0.0/8, also mapped into IPv6, and ::1; each word of an address is in the host's order of bytes. */
const loopback = /^(?:0{16}FFFF0000)?[0-9A-F]{6}7F$|^0{24}01000000$/;

/** All that listens in the network namespace of a table; addresses as on a little-endian host. */
export function listening(table: string): Listener[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', port] = local.split(':');
    if (state !== inListen || port === undefined) return [];
    return [{ port: Number.parseInt(port, 16), isLoopback: loopback.test(address) }];
  });
}

function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const names = (attempt(() => readdirSync(folder)) ?? []).filter((name) => Number(name) > 2); // stdout may be a socket
  return names.flatMap((name) => attempt(() => readlinkSync(join(folder, name))) ?? []);
}
