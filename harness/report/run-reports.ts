import type { Recording } from '../recording/recording.ts';
import { judge } from '../verdict/judge.ts';
import type { RunFindings } from '../verdict/types.ts';
import { renderRunHtml } from './html/run-page.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { writeHtml, writeReport } from './write-report.ts';

/** Judges a run's recording in `folder` and writes all its reports beside it. */
export function reportRun(folder: string, recording: Recording): RunFindings {
  const findings = judge(recording);
  writeResults(folder, findings);
  writeHtml(folder, renderRunHtml(findings, recording, folder));
  return findings;
}

/** Writes all but the page; of several runs, `findings` are the combined result. */
export function writeResults(folder: string, findings: RunFindings, runs = [findings]): void {
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'junit.xml', renderJunit(runs, findings.repeats));
  writeReport(folder, 'result.md', renderMarkdown(findings));
}
