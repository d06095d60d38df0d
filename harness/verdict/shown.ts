import type { ArmRecording } from '../recording/recording.ts';
import type { LifeEndedLine, LoadCommandLine } from '../recording/types.ts';
import { isRequests, loadMs, type Delivered, type LoadSetup } from '../scenario/load-schema.ts';
import { grouped, seconds } from '../text/words.ts';
import type { Evidence, LoadFindings, ShownFindings } from './types.ts';

/** What shows that a load worked that can't be counted; null if it is counted, or nothing is to show it. */
export function judgeShown(arm: ArmRecording): ShownFindings | null {
  const { load } = arm.arm.setup;
  const delivered = deliveredOf(load);
  if (delivered === null) return null;
  if ('exit' in delivered) return byExit(arm, delivered.exit);
  if ('log' in delivered) {
    const line = arm.loadLog?.line ?? null;
    const found = line === null ? 'no such line' : `"${line}"`;
    return { by: 'log', met: line !== null, expected: `a line that matches ${delivered.log}`, found };
  }
  return byMetric(arm, delivered);
}

/** A command must end by itself, with exit code 0, if nothing else is said. */
function deliveredOf(load: LoadSetup): Delivered | null {
  if (isRequests(load)) return null;
  return load.delivered ?? ('command' in load ? { exit: 0 } : null);
}

function byExit({ arm, loadCommand, lives }: ArmRecording, exit: number): ShownFindings {
  const { load } = arm.setup;
  const isCommand = 'command' in load;
  const own = lives.find(({ ended }) => ended !== null && !ended.stopped)?.ended ?? null;
  const end = isCommand ? loadCommand : own;
  const met = end !== null && end.exitCode === exit;
  const tooLong = `it had not ended after ${seconds(loadMs(load))}`;
  const found = end === null || isCutOff(end) ? tooLong : endWords(end);
  const expected = `${isCommand ? "the command's" : "the app's"} end with exit code ${exit}`;
  return { by: 'exit', met, expected, found };
}

/** The same as evidence, with where it came from. */
export function shownEvidence(
  { loadCommand, loadMetric }: ArmRecording,
  { shown }: LoadFindings,
): Evidence[] {
  if (shown === null) return [];
  const output = loadCommand === null ? "the app's output" : loadCommand.log;
  const from = {
    exit: loadCommand?.log ?? "the app's main process",
    log: output,
    metric: loadMetric?.page ?? 'its page',
  };
  return [{ what: `the load: ${shown.expected}`, value: shown.found, from: from[shown.by] }];
}

function isCutOff(end: LoadCommandLine | LifeEndedLine): boolean {
  return 'endedBy' in end && end.endedBy !== null;
}

function endWords({ exitCode, signal, lastLines }: LoadCommandLine | LifeEndedLine): string {
  const last = lastLines.findLast((line) => line.trim() !== '');
  const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  return last === undefined ? how : `${how}, after "${last.trim()}"`;
}

function byMetric(
  { loadMetric }: ArmRecording,
  { metric, grows }: Extract<Delivered, { metric: string }>,
): ShownFindings {
  const expected = `${metric} grown by ${grouped(grows)}`;
  if (loadMetric === null) return { by: 'metric', met: false, expected, found: 'it was not read' };
  const { before, after, page } = loadMetric;
  if (after === null) return { by: 'metric', met: false, expected, found: `${page} does not show it` };
  const met = after - (before ?? 0) >= grows;
  return { by: 'metric', met, expected, found: `from ${grouped(before ?? 0)} to ${grouped(after)}` };
}
