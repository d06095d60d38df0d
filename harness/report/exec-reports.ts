import type { ExecRecording, Recording } from '../recording/recording.ts';
import { judgeExec } from '../verdict/exec/judge-exec.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { renderExecMarkdown } from './exec-markdown.ts';
import { renderJson } from './json.ts';
import { writeReport } from './write-report.ts';

/** Judges a command's recording in `folder` and writes its reports there, but not the slow page. */
export function reportExec(folder: string, recording: Recording, recorded: ExecRecording): ExecFindings {
  const findings = judgeExec(recording, recorded);
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'result.md', renderExecMarkdown(findings, recorded.exec));
  return findings;
}
