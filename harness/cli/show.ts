import { join } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { renderExecText } from '../report/exec-text.ts';
import { renderJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { repeatsBlock } from '../report/repeats-block.ts';
import { renderText } from '../report/text.ts';
import { reportName } from '../report/write-report.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import type { Host, Output } from './host.ts';
import { colorsFor, type ColorChoice } from './view/colors.ts';
import { annotateGitHub } from './view/github.ts';

/** The width for texts; without a terminal, lines are not wrapped. */
function widthOf({ isTTY, size }: Output): number {
  return isTTY ? size().columns : Infinity;
}

export function showFindings({ stdout }: Host, findings: RunFindings, colors: Colors): void {
  stdout.write(`${renderText(findings, colors, widthOf(stdout))}\n`);
}

/** Shows the combined result of runs below their own, or alone with `json`; also annotates GitHub Actions. */
export function showTogether(
  host: Host,
  whole: RunFindings,
  runs: RunFindings[],
  { json, color = 'auto' }: { json?: boolean | undefined; color?: ColorChoice | undefined },
): void {
  if (json) host.stdout.write(renderJson(whole));
  else showRepeats(host, whole, colorsFor(color, host, host.stdout));
  annotateGitHub(host, runs, renderMarkdown(whole));
}

export function showRepeats(
  { stdout }: Host,
  { verdict, verdictReason, repeats }: RunFindings,
  colors: Colors,
): void {
  if (repeats === null) return;
  const block = repeatsBlock(repeats, colors, widthOf(stdout));
  const changed =
    new Set(repeats.verdicts).size > 1 ? `\n${colors.yellow(`${verdict}  ${verdictReason}`)}` : '';
  stdout.write(`\n${block}${changed}\n`);
}

/** Shows the result of a command and where its recording and page are; on stderr, as stdout is the command's. */
export function showExec(
  output: Output,
  { env }: Pick<Host, 'env'>,
  findings: ExecFindings,
  { json, color = 'auto', page }: { json?: boolean; color?: ColorChoice; page: boolean },
  folder: string,
): void {
  if (json) return output.write(renderJson(findings));
  const places = [...(page ? [['report', join(folder, reportName)]] : []), ['recording', folder]];
  const lines = places.map(([what = '', path]) => `  ${what.padEnd(14)}  ${path}\n`);
  const text = renderExecText(findings, colorsFor(color, { env }, output), widthOf(output));
  output.write(`${text}\n${lines.join('')}`);
}
