import { createColors } from 'picocolors';
import { Failure } from '../errors.ts';
import type { Recording } from '../recording/recording.ts';
import type { Diagnosis } from '../verdict/diagnose/findings.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import { renderDiagnosisText } from './diagnosis-text.ts';
import { renderExecMarkdown } from './exec-markdown.ts';
import { renderExecText } from './exec-text.ts';
import { renderExecHtml } from './html/exec-page.ts';
import { renderRunHtml } from './html/run-page.ts';
import { renderTargetHtml } from './html/target-page.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { codeBlock } from '../text/markdown.ts';
import { renderText } from './text.ts';

export type ReportFormat = 'text' | 'markdown' | 'json' | 'junit' | 'html';

/**
 * Renders findings as a report: plain text without colours, Markdown for an issue, `result.json`, `junit.xml`
 * (https://github.com/testmoapp/junitxml), or the self-contained page `report.html`.
 *
 * @param recording what the findings were judged from
 * @throws a Failure of kind `usage` for the JUnit report of a command or a living thing, of which nothing is expected
 * @example
 * const recording = await readRecording('repro-out/latest');
 * console.log(render('markdown', judge(recording), recording));
 */
export function render(
  format: ReportFormat,
  findings: RunFindings | ExecFindings | Diagnosis,
  recording: Recording,
): string {
  if (format === 'json') return renderJson(findings);
  if ('outlook' in findings) return renderDiagnosis(format, findings, recording);
  if ('argv' in findings) return renderExec(format, findings, recording);
  if (format === 'text') return renderText(findings, plain);
  if (format === 'markdown') return renderMarkdown(findings);
  if (format === 'junit') return renderJunit([findings]);
  return renderRunHtml(findings, recording, '.');
}

type OfOne = Exclude<ReportFormat, 'json'>;
const plain = createColors(false);

function renderExec(format: OfOne, findings: ExecFindings, recording: Recording): string {
  const { exec } = recording;
  if (exec === null) throw notOf('a command');
  if (format === 'text') return renderExecText(findings, plain);
  if (format === 'markdown') return renderExecMarkdown(findings, exec.exec);
  if (format === 'html') return renderExecHtml(findings, recording, exec, '.');
  throw withoutJunit('a command');
}

function renderDiagnosis(format: OfOne, findings: Diagnosis, recording: Recording): string {
  const text = renderDiagnosisText(findings, plain);
  if (format === 'text') return text;
  if (format === 'markdown') return `${codeBlock(text)}\n`;
  if (format === 'junit') throw withoutJunit('a living thing');
  if (recording.target === null) throw notOf('a living thing');
  return renderTargetHtml(findings, recording, recording.target);
}

function notOf(what: string): Failure {
  return new Failure('usage', `The findings are of ${what}, and this recording is not.`);
}

function withoutJunit(what: string): Failure {
  return new Failure('usage', `The findings of ${what} have no JUnit report: nothing was expected of it.`);
}
