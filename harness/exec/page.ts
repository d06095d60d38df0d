import type { ExecRecording, Recording } from '../recording/recording.ts';
import { renderExecHtml } from '../report/html/exec-page.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { writeHtml } from '../report/write-report.ts';

/** Writes the page of a command's result. A module of its own, for mostly none is wanted. */
export function writeExecPage(
  folder: string,
  findings: ExecFindings,
  recording: Recording,
  recorded: ExecRecording,
): void {
  writeHtml(folder, renderExecHtml(findings, recording, recorded, folder));
}
