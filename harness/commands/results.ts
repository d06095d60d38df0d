import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { Failure, systemCode } from '../errors.ts';
import type { Host } from '../host.ts';
import { renderJson } from '../report/json.ts';
import { renderText } from '../report/text.ts';
import type { RunFindings } from '../verdict/types.ts';

export const reportName = 'report.html';

/** Makes the folder of a run: `--out`, or a new one below repro-out with `latest` pointing at it. */
export function makeOutFolder(host: Host, out: string | undefined, name: string, startedAt: Date): string {
  const folder =
    out === undefined
      ? join(host.cwd, 'repro-out', name, startedAt.toISOString().replace(/[-:]|\.\d+/g, ''))
      : resolve(host.cwd, out);
  try {
    mkdirSync(folder, { recursive: true });
    if (out === undefined) pointLatestAt(folder, join(host.cwd, 'repro-out', 'latest'));
    return folder;
  } catch (error) {
    if (!systemCode(error)) throw error;
    throw new Failure('usage', `The folder ${folder} can't be made (${systemCode(error)}).`, {
      hint: 'Name another one with --out DIR.',
      cause: error,
    });
  }
}

function pointLatestAt(folder: string, link: string): void {
  rmSync(`${link}.new`, { force: true });
  symlinkSync(relative(dirname(link), folder), `${link}.new`);
  renameSync(`${link}.new`, link);
}

export function writeResult(folder: string, findings: RunFindings): void {
  writeJson(folder, findings);
}

export function writeJson(folder: string, result: object): void {
  writeWhole(folder, 'result.json', renderJson(result));
}

export function writeHtml(folder: string, page: string): void {
  writeWhole(folder, reportName, page);
}

/** Writes a file of a result; what has the name is whole. */
function writeWhole(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}

export function showFindings(host: Host, findings: RunFindings, json: boolean, colors: Colors): void {
  host.stdout.write(json ? renderJson(findings) : `${renderText(findings, colors)}\n`);
}
