import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { listensOn } from '../../../kernel/listens-on.ts';
import { answers } from '../../answers.ts';
import type { AppSettings } from './settings.ts';

const probeMs = 10;
/** A command costs more than a look. */
const commandMs = 250;

/** Waits until an app is ready, whose processes `pids` lists; false if `signal` aborts first. */
export async function becomesReady(
  app: AppSettings,
  pids: () => number[],
  signal: AbortSignal,
): Promise<boolean> {
  const { ready, port } = app;
  // Another program may have taken the port.
  const listens = () => pids().some((pid) => listensOn(pid, port));
  if (ready === 'started') return !signal.aborted;
  if (ready === 'tcp') return poll(listens, probeMs, signal);
  if (Array.isArray(ready)) return poll(() => succeeds(ready, app, signal), commandMs, signal);
  return answers(`http://127.0.0.1:${port}${ready}`, signal, listens);
}

async function poll(
  look: () => boolean | Promise<boolean>,
  everyMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    if (await look()) return true;
    await sleep(everyMs);
  }
  return false;
}

/** Runs outside of the pod's cgroup: it must not be charged for its probes. */
async function succeeds(
  [program = '', ...args]: string[],
  { env, cwd }: AppSettings,
  signal: AbortSignal,
): Promise<boolean> {
  const child = spawn(program, args, { env, cwd, stdio: 'ignore', signal });
  const [exitCode] = await once(child, 'exit').catch(() => [null]);
  return exitCode === 0;
}
