import { join } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { Failure, ofDisk, systemCode } from '../errors.ts';
import type { Host } from '../host.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { repeatsBlock } from '../report/repeats-block.ts';
import { renderText } from '../report/text.ts';
import type { RunFindings } from '../verdict/types.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { toolCommand } from '../tool-command.ts';

export const reportName = 'report.html';

/** Writes all reports of a run; of several, `findings` are what they come to together. */
export function writeResult(folder: string, findings: RunFindings, runs = [findings]): void {
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'junit.xml', renderJunit(runs, findings.repeats));
  writeReport(folder, 'result.md', renderMarkdown(findings));
}

export function writeHtml(folder: string, page: string): void {
  writeReport(folder, reportName, page);
}

/** Writes one file of a folder; what has the name is whole. Throws a usage Failure where it can't be written. */
export function writeReport(folder: string, name: string, text: string): void {
  try {
    writeWholeFile(join(folder, name), text);
  } catch (error) {
    const known = ofDisk(error);
    if (known instanceof Failure || !systemCode(error)) throw known;
    throw new Failure('usage', `The folder ${folder} can't take ${name} (${systemCode(error)}).`, {
      hint: `Copy the folder to where you can write: ${toolCommand()} report COPY`,
      cause: error,
    });
  }
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
