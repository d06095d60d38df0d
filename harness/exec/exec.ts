import { join } from 'node:path';
import type { Host } from '../process/host.ts';
import { openLedger } from '../resources/ledger.ts';
import { execPrefix } from '../resources/owed.ts';
import { findPlace, readDiskFacts, readFacts } from './supervisor/place.ts';
import { startCommandSampler, type CommandSampler } from './supervisor/sampler.ts';
import { startSupervisor, type Supervisor } from './supervisor/supervisor.ts';
import { delegatedParent } from '../platforms/cgroup/systemd-scope.ts';
import { stepBack } from '../process/priority.ts';
import { builtPrograms as programs } from '../package/programs.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import { clearUp } from '../resources/clear-up.ts';
import { makeOutFolder, refuseOutFolder } from '../run/out-folder.ts';
import { findCommand, refuseOtherBytes } from './check-command.ts';
import { checkScratch } from './check-scratch.ts';
import { freshFolders, hiderOf, hiderWords, refuseHiddenProgram } from './hidden.ts';
import { checkShm } from './check-shm.ts';
import { hasReport, type ExecOptions } from '../cli/exec-options.ts';
import { arm, recordExec } from './record-exec.ts';
import { exitCodeOf } from './exit-code.ts';
import { openResultTarget } from './result-target.ts';

/**
 * Runs a command in a fresh memory cgroup and says what became of it and, where it was killed, what filled
 * the limit. Gives 0 for any trustworthy answer: the command's own exit code is reported, and passed on
 * only where that is asked for.
 */
export async function exec(host: Host, argv: string[], options: ExecOptions): Promise<number> {
  const startedAt = new Date();
  if (options.detach) host.signals.outlive();
  refuseOutFolder(host, options.out);
  const scratch = checkScratch(options.scratch ?? [], host.cwd);
  refuseOtherBytes();
  const program = findCommand(argv[0] ?? '', host);
  const shmBytes = checkShm(options, scratch);
  refuseHiddenProgram(program, scratch, shmBytes);
  if (!options.quiet) tellOfHiddenFolder(host, scratch, shmBytes);
  const writeTarget = openResultTarget(options.result, host.cwd);
  const place = findPlace();
  const cgroupVersion = place.hierarchy.version;
  host.signals.endInOrder();
  const ledger = openLedger(host.env, { prefix: execPrefix, watched: true });
  let supervisor: Supervisor | undefined;
  let sampler: CommandSampler | undefined;
  try {
    // Both start up while the rest is found out and made.
    supervisor = startSupervisor(programs.exec);
    const cgroup = join(await delegatedParent(cgroupVersion, place.parent, ledger), ledger.name);
    sampler = startCommandSampler(programs.sampler, {
      arm,
      pod: cgroup,
      cgroupVersion,
      limitBytes: options.memory,
    });
    const facts = readFacts(place, options.memory);
    const onDisk = diskOf(scratch);
    const disk = onDisk === null ? null : readDiskFacts(onDisk, ledger);
    host.signal.throwIfAborted();
    const folder = makeOutFolder(host, options.out, 'exec', startedAt);
    const error = await recordExec(host, options, {
      argv,
      program,
      scratch,
      shmBytes,
      cgroupVersion,
      cgroup,
      folder,
      ledger,
      supervisor,
      sampler,
      facts: { ...facts, disk },
      onStarted: () => {
        // Heaps that tell of themselves are listened to here, and on time.
        const isListening = options.heap === 'node' || options.heapUrl !== undefined;
        const last = isListening ? null : stepBack();
        void loadAnswer(options)
          .catch(() => undefined)
          .finally(() => last?.back());
      },
    });
    const { answer, writePage } = await loadAnswer(options);
    const findings = await answer(host, options, { folder, writeTarget, writePage });
    if (error !== null) throw error;
    return exitCodeOf(findings, options.passExitCode);
  } catch (caught) {
    sampler?.made.reject(caught);
    await supervisor?.stop(0);
    throw await clearUp(ledger, host.signal.aborted ? host.signal.reason : caught);
  }
}

/**
 * What judges and reports is most of the code, and is loaded once the command runs, behind all else: it starts the sooner. Not later, for
 * the command may be one that replaces this very package.
 */
async function loadAnswer(options: ExecOptions) {
  const [{ answer }, page] = await Promise.all([
    import('./answer.ts'),
    hasReport(options) ? import('./page.ts') : null,
  ]);
  return { answer, writePage: page?.writeExecPage ?? null };
}

/** The disk that the result tells of. */
function diskOf(scratch: readonly ExecScratch[]): string | null {
  return scratch.find(({ medium }) => medium === 'disk')?.directory ?? null;
}

function tellOfHiddenFolder(
  { cwd, stderr }: Host,
  scratch: readonly ExecScratch[],
  shmBytes: number | null,
): void {
  const hider = hiderOf(freshFolders(scratch, shmBytes), cwd);
  if (!hider || hider.directory === cwd) return;
  stderr.write(
    `The command starts in an empty ${cwd}, as in a pod: ${hiderWords(hider, scratch)} hides its contents.\n`,
  );
}
