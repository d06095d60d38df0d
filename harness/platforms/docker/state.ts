import * as z from 'zod';
import type { Dockerode } from './client.ts';
import { statusOf, isDaemonGone } from './failures.ts';

const schema = z.object({
  Status: z.string(),
  OOMKilled: z.boolean(),
  ExitCode: z.number(),
  Pid: z.number(),
  Error: z.string().default(''),
});

/** A container's state as the daemon gives it, and its own words. testcontainers leaves half of it out. */
export interface ContainerState {
  status: string;
  /** Racy: never decide on it. https://github.com/containerd/containerd/issues/8893 */
  oomKilled: boolean;
  exitCode: number;
  pid: number;
  error: string;
  raw: string;
}

/** Null where there is no such container any more, or no daemon. */
export async function stateOf(daemon: Dockerode, name: string): Promise<ContainerState | null> {
  try {
    const { State } = await daemon.getContainer(name).inspect();
    const { Status, OOMKilled, ExitCode, Pid, Error } = schema.parse(State);
    const state = { status: Status, oomKilled: OOMKilled, exitCode: ExitCode, pid: Pid, error: Error };
    return { ...state, raw: JSON.stringify(State) };
  } catch (error) {
    if (statusOf(error) !== null || isDaemonGone(error)) return null;
    throw error;
  }
}

/**
 * The reason that a person would read out of it for an end with this exit code; null where it is gone, or tells
 * of another life by now.
 */
export function reasonOf(state: ContainerState | null, exitCode: number | null): string | null {
  if (state === null || state.status === 'running' || state.exitCode !== exitCode) return null;
  if (state.oomKilled) return 'OOMKilled';
  return exitCode === 0 ? 'Completed' : 'Error';
}
