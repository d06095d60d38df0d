import type { Host } from '../process/host.ts';
import { readRecording } from '../recording/read.ts';
import { renderJson } from '../report/json.ts';
import { judgeExec } from '../verdict/exec/judge-exec.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import type { ExecOptions } from '../cli/exec-options.ts';
import type { writeExecPage } from './page.ts';
import { showExec, writeExecResult } from './result.ts';

export interface AnswerTargets {
  /** Of the recording, and of all that is written. */
  folder: string;
  /** What `--result` names. */
  writeTarget: ((text: string) => void) | null;
  /** Null where no page is wanted. */
  writePage: typeof writeExecPage | null;
}

/** Judges a recording, writes and shows what came out, and then, with the answer on the screen, writes the page. */
export async function answer(
  host: Host,
  options: ExecOptions,
  { folder, writeTarget, writePage }: AnswerTargets,
): Promise<ExecFindings> {
  const recording = await readRecording(folder);
  if (recording.exec === null) throw new Error('the recording has no line on the command');
  const findings = judgeExec(recording, recording.exec);
  writeExecResult(folder, findings, recording.exec.exec);
  writeTarget?.(renderJson(findings));
  showExec(host, findings, options, folder);
  writePage?.(folder, findings, recording, recording.exec);
  return findings;
}
