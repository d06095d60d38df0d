import { join } from 'node:path';
import { Failure, ofDisk, systemCode } from '../errors.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { toolCommand } from '../package/tool-command.ts';

export const reportName = 'report.html';

export function writeHtml(folder: string, page: string): void {
  writeReport(folder, reportName, page);
}

/** Writes one report; a file of that name is always complete. Throws a usage Failure if it can't be written. */
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
