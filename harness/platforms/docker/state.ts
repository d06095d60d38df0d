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

/** A container's state, as the daemon reports it. testcontainers omits half of it. */
export interface ContainerState {
  status: string;
  /** Racy: never decide on it. https://github.com/containerd/containerd/issues/8893 */
  oomKilled: boolean;
  exitCode: number;
  pid: number;
  error: string;
  raw: string;
}

/** Null if the container, or the daemon, is gone. */
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
 * The reason that a person would read out of it for this exit code; null if it is gone, or already describes
 * another life.
 */
export function reasonOf(state: ContainerState | null, exitCode: number | null): string | null {
  if (state === null || state.status === 'running' || state.exitCode !== exitCode) return null;
  if (state.oomKilled) return 'OOMKilled';
  return exitCode === 0 ? 'Completed' : 'Error';
}
