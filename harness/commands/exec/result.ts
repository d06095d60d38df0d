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

/** The result goes to stderr: stdout belongs to the command. */
export function showExec(
  host: Host,
  findings: ExecFindings,
  { json, quiet, color }: Pick<ExecOptions, 'json' | 'quiet' | 'color'>,
  folder: string,
): void {
  if (json) return host.stderr.write(renderJson(findings));
  if (quiet) return;
  const colors = colorsFor(color ?? 'auto', host, host.stderr);
  const places = [
    ['report', join(folder, reportName)],
    ['recording', folder],
  ] as const;
  const lines = places.map(([what, path]) => `  ${what.padEnd(14)}  ${path}\n`);
  host.stderr.write(`${renderExecText(findings, colors, widthOf(host.stderr))}\n${lines.join('')}`);
}
