import type { Colors } from 'picocolors/types.js';
import type { Host } from '../process/host.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { repeatsBlock } from '../report/repeats-block.ts';
import { renderText } from '../report/text.ts';
import type { RunFindings } from '../verdict/types.ts';
import { writeReport } from '../report/write-report.ts';

/** Writes all reports of a run; of several, `findings` are what they come to together. */
export function writeResult(folder: string, findings: RunFindings, runs = [findings]): void {
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'junit.xml', renderJunit(runs, findings.repeats));
  writeReport(folder, 'result.md', renderMarkdown(findings));
}

/** What a text may take up: where there is no terminal, lines are left as long as they are. */
export function widthOf({ isTTY, size }: Host['stdout']): number {
  return isTTY ? size().columns : Infinity;
}

export function showFindings(host: Host, findings: RunFindings, colors: Colors): void {
  host.stdout.write(`${renderText(findings, colors, widthOf(host.stdout))}\n`);
}

/** What several runs came to together, below what each of them showed. */
export function showRepeats(
  host: Host,
  { verdict, verdictReason, repeats }: RunFindings,
  colors: Colors,
): void {
  if (repeats === null) return;
  const block = repeatsBlock(repeats, colors, widthOf(host.stdout));
  const changed =
    new Set(repeats.verdicts).size > 1 ? `\n${colors.yellow(`${verdict}  ${verdictReason}`)}` : '';
  host.stdout.write(`\n${block}${changed}\n`);
}
