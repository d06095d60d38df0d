import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildEnd } from '../../process/child.ts';
import { monotonicMs } from '../../process/clock.ts';
import { Deferred } from '../../process/deferred.ts';
import { exitCodes, Failure, Interrupted } from '../../errors.ts';
import { afterMs } from '../../process/long-timer.ts';
import type { ArmEndedLine, LifeEndedLine, Recorder, RecordingLine } from '../../recording/types.ts';
import type { Caller } from '../../process/caller.ts';
import { keepTerminalModes } from '../../process/terminal.ts';
import { untilAborted } from '../../process/until-aborted.ts';
import { leaveKeysToCommand, type Keys } from './keys.ts';
import type { CommandSampler } from './sampler.ts';
import type { ExecSettings, ExecWord } from './settings.ts';
import type { Supervisor } from './supervisor.ts';

/** Ending the command and removing its cgroup can take long on a slow disk. */
const removalMs = 60_000;
/** The end may be heard before the key that caused it if this process was busy. */
const keyMs = 100;

export interface CommandRun {
  settings: ExecSettings;
  supervisor: Supervisor;
  sampler: CommandSampler;
  timeoutMs: number | null;
  record: Recorder;
  /** Called once the command runs. */
  onStarted: () => void;
  signal: AbortSignal;
  signals: Caller['signals'];
}

/**
 * Runs a command in its own cgroup, sampled from before its first instruction, on this process's stdin, stdout and
 * stderr. Leaves nothing behind, whatever happens. If `signal` aborts, throws its reason.
 */
export async function runCommand(run: CommandRun): Promise<void> {
  const { settings, supervisor, sampler, signal } = run;
  let end: LifeEndedLine | undefined;
  const record = (line: RecordingLine) => {
    if (line.kind === 'life-ended') end = line;
    run.record(line);
  };
  const ready = new Deferred();
  const over = new Deferred();
  let started = false;
  const fail = (failure: Failure) => {
    sampler.made.reject(failure);
    ready.reject(failure);
    over.reject(failure);
  };
  supervisor.listen((line) => {
    if (line.kind !== 'supervisor') record(line);
    else if (line.state === 'cgroup') sampler.made.resolve();
    else if (line.state === 'pod') ready.resolve();
    else if (line.state === 'over') over.resolve();
    else {
      const what = started ? "The command's supervisor failed" : "The command can't be run";
      fail(new Failure('infrastructure', `${what}: ${line.message}`));
    }
  });
  let samplerLost: Failure | undefined;
  sampler.listen(record, (failure) => void (samplerLost = failure));
  supervisor.say(JSON.stringify(settings));
  supervisor.ended
    .then(({ exitCode, signal: by, stderr: hint }) =>
      fail(new Failure('infrastructure', `The command's supervisor ended (${by ?? exitCode}).`, { hint })),
    )
    .catch(fail);
  let reason: ArmEndedLine['reason'] = 'failed';
  let interrupted: Interrupted | null = null;
  const restoreTerminal = keepTerminalModes();
  let keys: Keys | undefined;
  try {
    await untilAborted(Promise.all([ready.promise, sampler.sampling]), signal);
    record({ kind: 'arm-started', arm: settings.arm, atMs: monotonicMs() });
    started = true;
    keys = leaveKeysToCommand(run.signals, () => supervisor.say('SIGINT' satisfies ExecWord));
    supervisor.say('start' satisfies ExecWord);
    run.onStarted();
    reason = await untilAborted(endOrTimeout(over.promise, run.timeoutMs), signal);
    if (isEndedByKey(end)) await sleep(keyMs);
    interrupted = keys.wasSent() && isEndedByKey(end) ? new Interrupted('SIGINT') : null;
  } catch (error) {
    interrupted = signal.reason instanceof Interrupted ? signal.reason : null;
    throw error;
  } finally {
    keys?.release();
    if (interrupted || signal.aborted) reason = 'interrupted';
    supervisor.say((interrupted ? `stop ${interrupted.signalName}` : 'stop') satisfies ExecWord);
    const supervised = await supervisor.stop(removalMs);
    await (await sampler.sampling.catch(() => null))?.stop();
    if (end?.signal) restoreTerminal();
    record({ kind: 'arm-ended', arm: settings.arm, atMs: monotonicMs(), reason });
    if (!signal.aborted) refuseUnclean(supervised);
  }
  if (interrupted) throw interrupted;
  // The command was allowed to finish; only the measurement is lost.
  if (samplerLost) throw samplerLost;
}

/** By SIGINT, or the shell's exit code for it; a command that survives Ctrl-C and ends otherwise was not. */
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
