import {
  closeSync,
  lchownSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { Failure, systemCode } from '../errors.ts';
import type { Host } from '../host.ts';
import { partialName, recordingName } from '../recording/write.ts';
import { userBehindSudo } from '../step-down.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { repeatsBlock } from '../report/repeats-block.ts';
import { renderText } from '../report/text.ts';
import type { RunFindings } from '../verdict/types.ts';

export const reportName = 'report.html';
/** All that is written of a run beside its recording. */
const reportNames = ['result.json', 'junit.xml', 'result.md', reportName];

/**
 * Makes the folder of a run: `--out`, or a new one below repro-out with `latest` pointing at it. What an earlier run
 * left in it goes, so that it is not taken for this one's. Throws a usage Failure where it can take no files.
 */
export function makeOutFolder(host: Host, out: string | undefined, name: string, startedAt: Date): string {
  const folder =
    out === undefined
      ? join(host.cwd, 'repro-out', name, startedAt.toISOString().replace(/[-:]|\.\d+/g, ''))
      : resolve(host.cwd, out);
  try {
    makeFolders(host.env, folder);
    closeSync(openSync(join(folder, partialName), 'w')); // whether it can be written is not always told by its rights
    for (const old of [partialName, recordingName, ...reportNames])
      rmSync(join(folder, old), { force: true });
    if (out === undefined) pointLatestAt(folder, join(host.cwd, 'repro-out', 'latest'));
    return folder;
  } catch (error) {
    if (!systemCode(error)) throw error;
    throw new Failure('usage', `The folder ${folder} can't take the results (${systemCode(error)}).`, {
      hint: 'Name another one with --out DIR.',
      cause: error,
    });
  }
}

/** Under `sudo` new folders belong to the user behind it, who can add to them and remove them then. */
function makeFolders(env: Host['env'], folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  const user = process.getuid?.() === 0 ? userBehindSudo(env) : null;
  if (first === undefined || user === null) return;
  for (let path = folder; path.length >= first.length; path = dirname(path))
    lchownSync(path, user.uid, user.gid);
}

function pointLatestAt(folder: string, link: string): void {
  rmSync(`${link}.new`, { force: true });
  symlinkSync(relative(dirname(link), folder), `${link}.new`);
  renameSync(`${link}.new`, link);
}

/** Writes all reports of a run; of several, `findings` are what they come to together. */
export function writeResult(folder: string, findings: RunFindings, runs = [findings]): void {
  writeReport(folder, 'result.json', renderJson(findings));
  writeReport(folder, 'junit.xml', renderJunit(runs, findings.repeats));
  writeReport(folder, 'result.md', renderMarkdown(findings));
}

export function writeHtml(folder: string, page: string): void {
  writeReport(folder, reportName, page);
}

/** Writes one file of a folder; what has the name is whole. */
export function writeReport(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
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
