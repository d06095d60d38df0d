import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Caller, Environment } from '../process/caller.ts';
import type { Ledger } from '../resources/ledger.ts';
import { runVariable, type Resource } from '../resources/resource.ts';
import { runCommand, type CommandRun } from './supervisor/run-command.ts';
import type { HostFacts } from '../recording/types.ts';
import { RecordingFile } from '../recording/write.ts';
import { clearUp } from '../resources/clear-up.ts';
import { firstLine, lastLine } from '../recording/first-and-last.ts';
import { errorAfter } from '../run/steps.ts';
import type { CheckedCommand } from './check.ts';
import { heapsRead, listenToHeap } from './heap.ts';
import { freshFolders, hiderOf } from './hidden.ts';
import type { ExecOptions } from './options.ts';

/** The arm name on its lines of the recording. */
export const arm = 'exec';

/** What is known of a command before it runs. */
export interface ExecPlan extends CheckedCommand, Pick<CommandRun, 'supervisor' | 'sampler' | 'onStarted'> {
  facts: HostFacts;
  cgroupVersion: 1 | 2;
  cgroup: string;
  /** Where the recording goes. */
  folder: string;
  ledger: Ledger;
}

/** Runs a command and records it in `folder`; returns the error that cut it short, or null. */
export async function recordExec(caller: Caller, options: ExecOptions, plan: ExecPlan): Promise<unknown> {
  const { argv, program, scratch, shmBytes, facts, cgroupVersion, cgroup, folder, ledger } = plan;
  const { env, cwd, signal, signals } = caller;
  const { limitBytes, timeoutMs = null, heapUrl, heap: heapSource = 'auto', asked } = options;
  const file = new RecordingFile(folder);
  const { record } = file;
  const heap = await listenToHeap(env, options, { ledger, scratch, shmBytes, record, arm });
  record(firstLine({ platform: 'cgroup', load: 'none', seed: 0, host: facts, checks: [] }));
  record({
    kind: 'exec',
    arm,
    argv,
    limitBytes,
    scratch,
    shmBytes,
    timeoutMs,
    heapSource: heapUrl ?? heapSource,
    cgroup,
    ...(asked && { asked }),
  });
  const settings = {
    arm,
    cgroupVersion,
    cgroup,
    limitBytes,
    scratch,
    shmBytes,
    heapOf: heapsRead(options),
    argv: [program, ...argv.slice(1)],
    env: { ...definedOf({ ...env, [runVariable]: undefined }), ...heap.env },
    cwd,
    ignoresHangup: signals?.outlives() ?? false,
  };
  ledger.enter(...resourcesOf(plan));
  let error = await errorAfter(null, () =>
    runCommand({
      settings,
      supervisor: plan.supervisor,
      sampler: plan.sampler,
      onStarted: plan.onStarted,
      timeoutMs,
      record,
      signal: AbortSignal.any([signal, file.broken]),
      signals,
    }),
  );
  if (error !== null && signal.aborted) error = signal.reason;
  await heap.stop();
  error = await errorAfter(error, () => clearUp(ledger));
  record(lastLine(error));
  file.close();
  return error;
}

/**
 * What the supervisor is about to make that would outlive it. The tmpfs would not: it goes with the mount
 * namespace. Anything the host sees mounted there is the user's own.
 */
function resourcesOf({ cgroup, scratch, shmBytes }: ExecPlan): Resource[] {
  const fresh = freshFolders(scratch, shmBytes);
  const toBeMade = scratch.filter(
    ({ medium, directory }) =>
      medium === 'memory' && !existsSync(directory) && !hiderOf(fresh, dirname(directory)),
  );
  return [
    { kind: 'cgroup', name: cgroup },
    ...toBeMade.map(({ directory: name }) => ({ kind: 'mount point' as const, name })),
  ];
}

function definedOf(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
