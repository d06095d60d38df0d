import { startTeller, type Child, type ChildEnd } from '../../../children.ts';
import { monotonicMs } from '../../../clock.ts';
import { Deferred } from '../../../deferred.ts';
import { exitCodes, Failure } from '../../../errors.ts';
import { Interrupted } from '../../../host.ts';
import { afterMs } from '../../../process/long-timer.ts';
import type { ArmEndedLine, LifeEndedLine, Recorder, RecordingLine } from '../../../recording/types.ts';
import { systemProgram } from '../../../process/system-programs.ts';
import type { Signals } from '../../../process/signals.ts';
import { keepTerminalModes } from '../../../process/terminal.ts';
import { untilAborted } from '../../../until-aborted.ts';
import { startSampler } from '../../sampling.ts';
import type { SupervisorNotice } from '../supervisor/settings.ts';
import { leaveKeysToCommand, type Keys } from './keys.ts';
import type { ExecSettings, ExecWord } from './settings.ts';

const samplingIntervalMs = 1;
/** Ending the command and removing its cgroup take their time on a slow disk. */
const removalMs = 60_000;

export interface CommandRun {
  settings: ExecSettings;
  /** Files of the helper programs. */
  programs: { sampler: string; exec: string };
  timeoutMs: number | null;
  record: Recorder;
  signal: AbortSignal;
  signals: Signals;
}

/**
 * Runs a command in a cgroup of its own, sampled from before its first instruction on, with this process's
 * stdin, stdout and stderr. Whatever happens, nothing of it is left. Throws at `signal` with its reason.
 */
export async function runCommand(run: CommandRun): Promise<void> {
  const { settings, programs, signal } = run;
  let end: LifeEndedLine | undefined;
  const record = (line: RecordingLine) => {
    if (line.kind === 'life-ended') end = line;
    run.record(line);
  };
  const made = new Deferred();
  const over = new Deferred();
  let started = false;
  const supervisor = startSupervisor(programs.exec, (line) => {
    if (line.kind !== 'supervisor') record(line);
    else if (line.state === 'pod') made.resolve();
    else if (line.state === 'over') over.resolve();
    else {
      const what = started ? "The command's supervisor failed" : "The command can't be run";
      fail(new Failure('infrastructure', `${what}: ${line.message}`));
    }
  });
  const fail = (failure: Failure) => {
    made.reject(failure);
    over.reject(failure);
  };
  supervisor.say(JSON.stringify(settings));
  supervisor.ended
    .then(({ exitCode, signal: by, stderr }) =>
      fail(
        new Failure('infrastructure', `The command's supervisor ended (${by ?? exitCode}).`, {
          hint: stderr,
        }),
      ),
    )
    .catch(fail);
  let samplerLost: Failure | undefined;
  const sampler = sample(run, made.promise, (failure) => void (samplerLost = failure));
  sampler.catch(() => undefined); // awaited below, where the supervisor did not fail before
  let reason: ArmEndedLine['reason'] = 'failed';
  let interrupted: Interrupted | null = null;
  const restoreTerminal = keepTerminalModes();
  let keys: Keys | undefined;
  try {
    await untilAborted(Promise.all([made.promise, sampler]), signal);
    record({ kind: 'arm-started', arm: settings.arm, atMs: monotonicMs() });
    started = true;
    keys = leaveKeysToCommand(run.signals, () => supervisor.say('SIGINT' satisfies ExecWord));
    supervisor.say('start' satisfies ExecWord);
    reason = await untilAborted(endOrTimeout(over.promise, run.timeoutMs), signal);
    interrupted = keys.wasSent() && isEndedByKey(end) ? new Interrupted('SIGINT') : null;
  } catch (error) {
    interrupted = signal.reason instanceof Interrupted ? signal.reason : null;
    throw error;
  } finally {
    keys?.release();
    if (interrupted || signal.aborted) reason = 'interrupted';
    supervisor.say((interrupted ? `stop ${interrupted.signalName}` : 'stop') satisfies ExecWord);
    const supervised = await supervisor.stop(removalMs);
    await (await sampler.catch(() => null))?.stop();
    if (end?.signal) restoreTerminal();
    record({ kind: 'arm-ended', arm: settings.arm, atMs: monotonicMs(), reason });
    if (!signal.aborted) refuseUnclean(supervised);
  }
  if (interrupted) throw interrupted;
  // The command was let go on to its end: only the measurement is lost.
  if (samplerLost) throw samplerLost;
}

/** By SIGINT, or as a shell says that: what goes on after a Ctrl-C, and ends in another way, was not ended by it. */
function isEndedByKey(end: LifeEndedLine | undefined): boolean {
  return end?.signal === 'SIGINT' || end?.exitCode === exitCodes.interrupted;
}

/** The supervisor could not undo what it made, and says why. */
function refuseUnclean({ exitCode, signal, stderr }: ChildEnd): void {
  if (exitCode === 0) return;
  throw new Failure('infrastructure', `The command's supervisor ended with ${signal ?? exitCode}.`, {
    hint: stderr,
  });
}

async function endOrTimeout(over: Promise<void>, timeoutMs: number | null): Promise<'ended' | 'timeout'> {
  const timeout = new Deferred<'timeout'>();
  const cancel = timeoutMs === null ? null : afterMs(timeoutMs, () => timeout.resolve('timeout'));
  return Promise.race([over.then(() => 'ended' as const), timeout.promise]).finally(() => cancel?.());
}

function startSupervisor(program: string, onLine: (line: RecordingLine | SupervisorNotice) => void): Child {
  // Namespaces of its own: the tmpfs goes with its last process, and so do System V segments, which nobody
  // else would remove. Mounts that the host makes later are seen inside, those made inside are not seen there.
  const unshare = systemProgram('unshare');
  const namespaces = [unshare, '--mount', '--ipc', '--propagation', 'slave', '--'] as const;
  return startTeller([...namespaces, process.execPath, program], onLine, {
    handedOn: [0, 1, 2],
    sharesTerminal: true, // or the command would not have it
  });
}

/** The sampler's program starts while the cgroup is being made. */
function sample(
  { settings, programs, record }: CommandRun,
  made: Promise<void>,
  lost: (failure: Failure) => void,
): Promise<Child> {
  return startSampler(
    [process.execPath, programs.sampler],
    {
      arm: settings.arm,
      pod: settings.cgroup,
      cgroupVersion: settings.cgroupVersion,
      intervalMs: samplingIntervalMs,
      limitBytes: settings.limitBytes,
      remote: true,
    },
    record,
    { notBefore: made, lost },
  );
}
