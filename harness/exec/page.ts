import type { ExecRecording, Recording } from '../recording/recording.ts';
import { renderExecHtml } from '../report/html/exec-page.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { writeHtml } from '../report/write-report.ts';

/** Writes the page of a command's result. A module of its own, since it is rarely needed. */
export function writeExecPage(
  folder: string,
  findings: ExecFindings,
  recording: Recording,
  recorded: ExecRecording,
): void {
  writeHtml(folder, renderExecHtml(findings, recording, recorded, folder));
}
