import { join } from 'node:path';
import type { Host } from '../process/host.ts';
import type { ExecLine } from '../recording/exec-line.ts';
import { renderExecMarkdown } from '../report/exec-markdown.ts';
import { renderExecText } from '../report/exec-text.ts';
import { renderJson } from '../report/json.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { colorsFor } from '../cli/colors.ts';
import { widthOf } from '../cli/results.ts';
import { reportName, writeReport } from '../report/write-report.ts';
import { hasReport, type ExecOptions } from '../cli/exec-options.ts';

export function writeExecResult(folder: string, findings: ExecFindings, exec: ExecLine): void {
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'result.md', renderExecMarkdown(findings, exec));
}

/** The result goes to stderr: stdout belongs to the command. */
export function showExec(
  host: Host,
  findings: ExecFindings,
  options: Pick<ExecOptions, 'json' | 'quiet' | 'color' | 'out' | 'report'>,
  folder: string,
): void {
  const { json, quiet, color } = options;
  if (json) return host.stderr.write(renderJson(findings));
  if (quiet) return;
  const colors = colorsFor(color ?? 'auto', host, host.stderr);
  const places = [
    ...(hasReport(options) ? [['report', join(folder, reportName)] as const] : []),
    ['recording', folder] as const,
  ];
  const lines = places.map(([what, path]) => `  ${what.padEnd(14)}  ${path}\n`);
  host.stderr.write(`${renderExecText(findings, colors, widthOf(host.stderr))}\n${lines.join('')}`);
}
