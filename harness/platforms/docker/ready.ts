import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listening, type Listener } from '../../kernel/listens-on.ts';
import { readProc } from '../../kernel/procfs.ts';
import { tryProgram } from '../../process/run-program.ts';
import { answers } from '../answers.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import type { Readiness } from '../readiness.ts';

const probeMs = 20;
/** A process in the container costs more than a look. */
const commandMs = 500;
const probeTimeoutMs = 10_000;
/** Docker's proxy takes a connection at once, and closes it if the container's side refuses. */
const staysOpenMs = 300;

/** A container as those see it who wait until it is ready. */
export interface Awaited {
  container: string;
  /** Its port, in the container; null if it takes no connections. */
  port: number | null;
  /** The loopback port that it is published at; null if it is not. */
  published: number | null;
  /** Its main process on this host; null if the daemon is elsewhere. */
  pid: () => number | null;
}

/** Waits until a container is ready; false if `signal` aborts first. */
export async function becomesReady(
  app: Awaited,
  { ready }: Pick<Readiness, 'ready'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (ready === 'started') return !signal.aborted;
  if (ready === 'tcp') return until(probeMs, signal, () => listens(app));
  if (Array.isArray(ready)) return until(commandMs, signal, () => succeeds(app.container, ready));
  return answers(`http://127.0.0.1:${app.published}${ready}`, signal);
}

async function until(everyMs: number, signal: AbortSignal, look: () => Promise<boolean>): Promise<boolean> {
  while (!signal.aborted) {
    if (await look()) return true;
    await sleep(everyMs);
  }
  return false;
}

/** Whether it accepts connections: looks in the container's own network, as Docker's proxy takes connections before the app does. */
export async function listens({ port, published, pid }: Omit<Awaited, 'container'>): Promise<boolean> {
  if (port === null) return true;
  const tables = tablesOf(pid());
  if (tables !== null) return listenersOf(tables).some((one) => one.port === port && !one.isLoopback);
  return published !== null && staysOpen(published);
}

/** Why a container is not ready yet, as far as its network shows; else null. */
export function waitingWords({ port, pid }: Pick<Awaited, 'port' | 'pid'>): string | null {
  const tables = tablesOf(pid());
  if (tables === null || port === null) return null;
  const found = listenersOf(tables);
  const own = found.filter((one) => one.port === port);
  if (own.some(({ isLoopback }) => !isLoopback)) return null;
  if (own.length > 0)
    return `in its container it listens on port ${port} of 127.0.0.1 alone, where nobody else reaches it: it must listen on 0.0.0.0`;
  const others = [...new Set(found.filter((one) => !one.isLoopback).map((one) => one.port))];
  return others.length === 0
    ? `nothing listens on port ${port} in its container`
    : `nothing listens on port ${port} in its container, but on ${others.join(', ')}: app.port`;
}

function listenersOf(tables: string[]): Listener[] {
  return tables.flatMap(listening);
}

/** The TCP tables of a process's network; null if this host does not have it. */
function tablesOf(pid: number | null): string[] | null {
  const tables = pid === null ? [] : [readProc(`/proc/${pid}/net/tcp`), readProc(`/proc/${pid}/net/tcp6`)];
  const found = tables.filter((table) => table !== null);
  return found.length === 0 ? null : found;
}

/** Whether a connection to a loopback port is not closed at once by its other end. */
export function staysOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isOpen: boolean) => {
      resolve(isOpen);
      socket.destroy();
    };
    socket.once('connect', () => socket.setTimeout(staysOpenMs));
    socket.once('data', () => end(true)).once('timeout', () => end(true));
    socket.once('end', () => end(false)).once('error', () => end(false));
  });
}

/** Runs a command in the container, which is charged for it, as for a pod's probe. */
async function succeeds(container: string, command: string[]): Promise<boolean> {
  const { exitCode } = await tryProgram([docker, 'exec', container, ...command], {
    timeoutMs: probeTimeoutMs,
  });
  return exitCode === 0;
}
