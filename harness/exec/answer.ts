import { readRecording } from '../recording/read.ts';
import { reportExec } from '../report/exec-reports.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import type { ExecObserver } from './options.ts';
import type { writeExecPage } from './page.ts';

/** Judges a recording, reports the result, and only then writes the page if one is wanted. */
export async function answer(
  folder: string,
  judged: ExecObserver['judged'],
  writePage: typeof writeExecPage | null,
): Promise<ExecFindings> {
  const recording = await readRecording(folder);
  if (recording.exec === null) throw new Error('the recording has no line on the command');
  const findings = reportExec(folder, recording, recording.exec);
  await judged(findings, folder);
  writePage?.(folder, findings, recording, recording.exec);
  return findings;
}
