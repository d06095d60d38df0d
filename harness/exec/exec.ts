import { join } from 'node:path';
import { builtPrograms as programs } from '../package/programs.ts';
import { delegatedParent } from '../platforms/cgroup/systemd-scope.ts';
import { callerOf, type Caller } from '../process/caller.ts';
import { stepBack } from '../process/priority.ts';
import type { HostFacts } from '../recording/types.ts';
import { clearUp } from '../resources/clear-up.ts';
import { openLedger, type Ledger } from '../resources/ledger.ts';
import { makeOutFolder, refuseOutFolder, type OutFolder } from '../resources/out-folder/out-folder.ts';
import { execPrefix } from '../resources/resource.ts';
import { runSteps } from '../run/steps.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { checkCommand } from './check.ts';
import type { ExecObserver, ExecOptions } from './options.ts';
import { arm, recordExec } from './record-exec.ts';
import { findPlace, readDiskFacts, readFacts } from './supervisor/place.ts';
import { startCommandSampler, type CommandSampler } from './supervisor/sampler.ts';
import { startSupervisor, type Supervisor } from './supervisor/supervisor.ts';

/** The result of a command. */
export interface ExecResult {
  findings: ExecFindings;
  /** Folder of the recording and all reports. */
  folder: string;
  /** What cut it short once it had started or was about to, a Failure or Interrupted; else null. */
  error: unknown;
}

/**
 * Runs a command in a fresh memory cgroup of this host, on this process's stdin, stdout and stderr; reports how it
 * ended and, if it was killed, what filled the limit.
 *
 * @param argv the command and its arguments
 * @throws a Failure if it can't run here: kind `usage` for the request, `missing` for what the host lacks, such as
 * Linux, root or free memory
 * @example
 * const { findings } = await exec(['node', 'server.js'], { limitBytes: 512 * 2 ** 20, timeoutMs: 60_000 });
 * console.log(findings.outcome, findings.cause, findings.peakBytes);
 */
export async function exec(
  argv: string[],
  options: ExecOptions & Partial<Caller> & { observer?: Partial<ExecObserver> },
): Promise<ExecResult> {
  const startedAt = new Date();
  const caller = callerOf(options);
  const { say = ignore, started = ignore, judged = ignore } = options.observer ?? {};
  refuseOutFolder(caller, options.out);
  const command = checkCommand(argv, options, caller);
  if (command.note !== null) say(command.note);
  const place = findPlace();
  const cgroupVersion = place.hierarchy.version;
  let ledger: Ledger;
  let supervisor: Supervisor;
  let sampler: CommandSampler;
  let cgroup: string;
  let facts: HostFacts;
  let folder!: OutFolder;
  let error: unknown = null;
  let findings!: ExecFindings;
  await runSteps([
    {
      name: 'ledger',
      run: async () => void (ledger = openLedger(caller.env, { prefix: execPrefix, watched: true })),
      // Without an error, recording the command has settled it.
      undo: async (failed) => (failed === null ? undefined : clearUp(ledger)),
    },
    {
      // It and the sampler start up while the rest is checked and made.
      name: 'supervisor',
      run: async () => void (supervisor = startSupervisor(programs.exec)),
      undo: async () => void (await supervisor?.stop(0)),
    },
    {
      name: 'sampler',
      run: async () => {
        const parent = await delegatedParent(cgroupVersion, place.parent, ledger, caller.signal);
        cgroup = join(parent, ledger.name);
        const { limitBytes } = options;
        sampler = startCommandSampler(programs.sampler, { arm, pod: cgroup, cgroupVersion, limitBytes });
      },
      undo: async (failed) => sampler?.made.reject(failed), // if it still waits for the cgroup
    },
    {
      name: 'facts',
      run: async () => {
        const onDisk = command.scratch.find(({ medium }) => medium === 'disk');
        facts = readFacts(place, options.limitBytes);
        if (onDisk) facts = { ...facts, disk: readDiskFacts(onDisk.directory, ledger) };
        caller.signal.throwIfAborted();
      },
    },
    {
      name: 'folder',
      run: async () => void (folder = makeOutFolder(caller, options.out, 'exec', startedAt)),
      undo: async () => folder?.release(),
    },
    {
      name: 'command',
      run: async () => {
        const plan = { ...command, cgroupVersion, cgroup, ledger, supervisor, sampler, facts };
        error = await recordExec(caller, options, { ...plan, folder: folder.path, onStarted });
      },
    },
    {
      name: 'answer',
      run: async () => {
        const { answer, writePage } = await loadAnswer(options);
        findings = await answer(folder.path, judged, writePage);
      },
    },
  ]);
  return { findings, folder: folder.path, error };

  function onStarted(): void {
    // Heaps that report themselves are listened to here, and in time.
    const isListening = options.heap === 'node' || options.heapUrl !== undefined;
    const last = isListening ? null : stepBack();
    void Promise.all([loadAnswer(options), started()])
      .catch(ignore)
      .finally(() => last?.back());
  }
}

function ignore(): void {}

/**
 * Judging and reporting is most of the code: loaded once the command runs, so that it starts sooner, but no later,
 * since the command may replace this very package.
 */
async function loadAnswer({ out, page = out !== undefined }: ExecOptions) {
  const [{ answer }, pages] = await Promise.all([import('./answer.ts'), page ? import('./page.ts') : null]);
  return { answer, writePage: pages?.writeExecPage ?? null };
}
