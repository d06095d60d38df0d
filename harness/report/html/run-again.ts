import type { ExecLine } from '../../recording/exec-line.ts';
import type { RunFindings } from '../../verdict/types.ts';
import { execAgain, reportAgain, runAgain } from '../again.ts';

export interface ShownCommand {
  what: string;
  line: string;
}

/** The commands to measure it again, and to rewrite the page in `folder`. */
export function runAgainLines(findings: RunFindings, folder: string): ShownCommand[] {
  return linesWith(runAgain(findings), reportAgain(findings.asked, folder));
}

/** The same for a command. */
export function execAgainLines(exec: ExecLine, folder: string): ShownCommand[] {
  return linesWith(execAgain(exec), reportAgain(exec.asked ?? null, folder));
}

function linesWith(measure: string, render: string): ShownCommand[] {
  return [
    { what: 'The same measurement:', line: measure },
    { what: 'This page again, from the recording beside it:', line: render },
  ];
}
