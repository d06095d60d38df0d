import type { Recording, TargetRecording } from '../recording/recording.ts';
import type { Diagnosis } from '../verdict/diagnose/findings.ts';
import { judgeTarget } from '../verdict/diagnose/judge-target.ts';
import { renderTargetHtml } from './html/target-page.ts';
import { renderJson } from './json.ts';
import { writeHtml, writeReport } from './write-report.ts';

/** Judges a look at a living cgroup from its recording in `folder`, and writes its reports there. */
export function reportTarget(folder: string, recording: Recording, target: TargetRecording): Diagnosis {
  const found = judgeTarget(recording, target);
  writeReport(folder, 'result.json', renderJson(found));
  writeHtml(folder, renderTargetHtml(found, recording, target));
  return found;
}
