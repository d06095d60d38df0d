import type { Recording } from '../recording/recording.ts';
import type { Diagnosis } from './diagnose/findings.ts';
import { judgeTarget } from './diagnose/judge-target.ts';
import { judgeExec } from './exec/judge-exec.ts';
import type { ExecFindings } from './exec/types.ts';
import { judge } from './judge.ts';
import type { RunFindings } from './types.ts';

/**
 * Judges from the recording alone: the same one gets the same findings on any machine. Sizes are in bytes, times
 * in milliseconds since the arm or the command began.
 *
 * @returns findings of a run, which have `scenarios`, of a command, which have `argv`, or of a living cgroup, which
 * have `outlook`
 * @example
 * const findings = judge(await readRecording('repro-out/latest'));
 * console.log('scenarios' in findings ? findings.verdict : findings.cause);
 */
export function judgeRecording(recording: Recording): RunFindings | ExecFindings | Diagnosis {
  if (recording.target !== null) return judgeTarget(recording, recording.target);
  return recording.exec === null ? judge(recording) : judgeExec(recording, recording.exec);
}
