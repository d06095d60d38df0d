import { createColors } from 'picocolors';
import { Failure } from '../errors.ts';
import type { Recording } from '../recording/recording.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import { renderExecMarkdown } from './exec-markdown.ts';
import { renderExecText } from './exec-text.ts';
import { renderExecHtml } from './html/exec-page.ts';
import { renderRunHtml } from './html/run-page.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderText } from './text.ts';

export type ReportFormat = 'text' | 'markdown' | 'json' | 'junit' | 'html';

/**
 * Renders findings as a report: plain text without colours, Markdown for an issue, `result.json`, `junit.xml`
 * (https://github.com/testmoapp/junitxml), or the self-contained page `report.html`.
 *
 * @param recording what the findings were judged from
 * @throws a Failure of kind `usage` for the JUnit report of a command, which has no expectations
 * @example
 * const recording = await readRecording('repro-out/latest');
 * console.log(render('markdown', judge(recording), recording));
 */
export function render(
  format: ReportFormat,
  findings: RunFindings | ExecFindings,
  recording: Recording,
): string {
  if (format === 'json') return renderJson(findings);
  const plain = createColors(false);
  if ('argv' in findings) {
    const { exec } = recording;
    if (exec === null)
      throw new Failure('usage', 'This recording is of a run, and the findings of a command.');
    if (format === 'text') return renderExecText(findings, plain);
    if (format === 'markdown') return renderExecMarkdown(findings, exec.exec);
    if (format === 'html') return renderExecHtml(findings, recording, exec, '.');
    throw new Failure('usage', 'The findings of a command have no JUnit report: nothing was expected of it.');
  }
  if (format === 'text') return renderText(findings, plain);
  if (format === 'markdown') return renderMarkdown(findings);
  if (format === 'junit') return renderJunit([findings]);
  return renderRunHtml(findings, recording, '.');
}
