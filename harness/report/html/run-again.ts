import type { ExecLine } from '../../recording/exec-line.ts';
import type { RunFindings } from '../../verdict/types.ts';
import { execAgain, runAgain } from '../again.ts';

export interface ShownCommand {
  what: string;
  line: string;
}

/** The commands that measure it again, and that make the page again. */
export function runAgainLines(findings: RunFindings): ShownCommand[] {
  return linesWith(runAgain(findings));
}

/** The same for a command. */
export function execAgainLines(exec: ExecLine): ShownCommand[] {
  return linesWith(execAgain(exec));
}

function linesWith(line: string): ShownCommand[] {
  return [
    { what: 'The same measurement:', line },
    { what: 'This page again, from the recording beside it:', line: 'npm run repro -- report FOLDER' },
  ];
}
