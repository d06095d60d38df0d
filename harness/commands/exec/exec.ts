import { join } from 'node:path';
import type { Host } from '../../host.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { execPrefix } from '../../ledger/owed.ts';
import { makeWorkFolder } from '../../ledger/work-folder.ts';
import { findPlace } from '../../platforms/cgroup/exec/place.ts';
import { delegatedParent } from '../../platforms/cgroup/systemd-scope.ts';
import { builtPrograms as programs } from '../../programs.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import { readRecording } from '../../recording/read.ts';
import { renderJson } from '../../report/json.ts';
import { renderExecHtml } from '../../report/html/exec-page.ts';
import { judgeExec } from '../../verdict/exec/judge-exec.ts';
import { clearUp } from '../clear-up.ts';
import { makeOutFolder, refuseOutFolder } from '../out-folder.ts';
import { writeHtml } from '../results.ts';
import { findCommand, refuseOtherBytes } from './check-command.ts';
import { checkScratch } from './check-scratch.ts';
import { freshFolders, hiderOf, hiderWords, refuseHiddenProgram } from './hidden.ts';
import { checkShm } from './check-shm.ts';
import type { ExecOptions } from './options.ts';
import { recordExec } from './record-exec.ts';
import { exitCodeOf } from './exit-code.ts';
import { openResultTarget } from './result-target.ts';
import { hasReport, showExec, writeExecResult } from './result.ts';

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
  host.signals.endInOrder();
  const ledger = openLedger(host.env, { prefix: execPrefix, watched: true });
  try {
    const workFolder = makeWorkFolder(ledger);
    const place = findPlace(options.memory, diskOf(scratch), ledger);
    host.signal.throwIfAborted();
    const folder = makeOutFolder(host, options.out, 'exec', startedAt);
    const cgroup = join(await delegatedParent(place.cgroupVersion, place.parent, ledger), ledger.name);
    const plan = { argv, program, scratch, shmBytes, place, cgroup, folder, workFolder, ledger, programs };
    const error = await recordExec(host, options, plan);
    const recording = await readRecording(folder);
    if (recording.exec === null) throw new Error('the recording has no line on the command');
    const findings = judgeExec(recording, recording.exec);
    writeExecResult(folder, findings, recording.exec.exec);
    writeTarget?.(renderJson(findings));
    if (hasReport(options)) writeHtml(folder, renderExecHtml(findings, recording, recording.exec, folder));
    showExec(host, findings, options, folder);
    if (error !== null) throw error;
    return exitCodeOf(findings, options.passExitCode);
  } catch (caught) {
    throw await clearUp(ledger, host.signal.aborted ? host.signal.reason : caught);
  }
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
