import { join } from 'node:path';
import type { Host } from '../../host.ts';
import type { ExecLine } from '../../recording/exec-line.ts';
import { renderExecMarkdown } from '../../report/exec-markdown.ts';
import { renderExecText } from '../../report/exec-text.ts';
import { renderJson } from '../../report/json.ts';
import type { ExecFindings } from '../../verdict/exec/types.ts';
import { colorsFor } from '../colors.ts';
import { reportName, widthOf, writeReport } from '../results.ts';
import type { ExecOptions } from './options.ts';

export function writeExecResult(folder: string, findings: ExecFindings, exec: ExecLine): void {
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'result.md', renderExecMarkdown(findings, exec));
}

/** A page for each of many commands would be in the way. */
export function hasReport({ out, report }: Pick<ExecOptions, 'out' | 'report'>): boolean {
  return out !== undefined || report === true;
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
