import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Host } from '../process/host.ts';
import type { Ledger } from '../resources/ledger.ts';
import { runVariable, type Owed } from '../resources/owed.ts';
import { runCommand, type CommandRun } from './supervisor/run-command.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import type { HostFacts } from '../recording/types.ts';
import { RecordingFile } from '../recording/write.ts';
import { askedBy } from '../cli/asked.ts';
import { clearUp } from '../resources/clear-up.ts';
import { closingLine, runLine } from '../run/run-lines.ts';
import { heapsRead, listenToHeap } from './heap.ts';
import { freshFolders, hiderOf } from './hidden.ts';
import type { ExecOptions } from '../cli/exec-options.ts';

/** What its lines of the recording are kept under. */
export const arm = 'exec';

/** What is known of a command before it runs. */
export interface ExecPlan extends Pick<CommandRun, 'supervisor' | 'sampler' | 'onStarted'> {
  argv: string[];
  /** The file of the command. */
  program: string;
  scratch: ExecScratch[];
  /** Size of its own /dev/shm; null where its scratch is there. */
  shmBytes: number | null;
  facts: HostFacts;
  cgroupVersion: 1 | 2;
  cgroup: string;
  /** Where the recording goes. */
  folder: string;
  ledger: Ledger;
}

/** Runs a command and records it in `folder`; gives the error that cut it short, or null. */
export async function recordExec(host: Host, options: ExecOptions, plan: ExecPlan): Promise<unknown> {
  const { argv, program, scratch, shmBytes, facts, cgroupVersion, cgroup, folder, ledger } = plan;
  const limitBytes = options.memory;
  const timeoutMs = options.timeout ?? null;
  const heapSource = options.heapUrl ?? options.heap ?? 'auto';
  const file = new RecordingFile(folder);
  const { record } = file;
  const heap = await listenToHeap(host, options, { ledger, scratch, shmBytes, record, arm });
  record(runLine({ platform: 'cgroup', load: 'none', seed: 0, host: facts, checks: [] }));
  const asked = {
    ...askedBy(host),
    args: options.out === undefined ? [] : ['--out', resolve(host.cwd, options.out)],
  };
  record({ kind: 'exec', arm, argv, limitBytes, scratch, shmBytes, timeoutMs, heapSource, cgroup, asked });
  const settings = {
    arm,
    cgroupVersion,
    cgroup,
    limitBytes,
    scratch,
    shmBytes,
    heapOf: heapsRead(options),
    argv: [program, ...argv.slice(1)],
    env: { ...definedOf({ ...host.env, [runVariable]: undefined }), ...heap.env },
    cwd: host.cwd,
    ignoresHangup: host.signals.outlives(),
  };
  let error: unknown = null;
  ledger.owe(...owedFor(plan));
  try {
    await runCommand({
      settings,
      supervisor: plan.supervisor,
      sampler: plan.sampler,
      onStarted: plan.onStarted,
      timeoutMs,
      record,
      signal: AbortSignal.any([host.signal, file.broken]),
      signals: host.signals,
    });
  } catch (caught) {
    error = host.signal.aborted ? host.signal.reason : caught;
  }
  await heap.stop();
  error = await clearUp(ledger, error);
  record(closingLine(error));
  file.close();
  return error;
}

/**
 * What the command's supervisor is about to make, and would outlive it. The tmpfs does not: its mount namespace
 * ends with it. Whatever is mounted there as the host sees it is the user's own.
 */
function owedFor({ cgroup, scratch, shmBytes }: ExecPlan): Owed[] {
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

function definedOf(env: Host['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
