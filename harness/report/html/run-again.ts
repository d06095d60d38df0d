import type { RunFindings } from '../../verdict/types.ts';
import { runAgain } from '../again.ts';

/** The commands that measure it again, and that make the page again. */
export function runAgainLines(findings: RunFindings): { what: string; line: string }[] {
  return [
    { what: 'The same measurement:', line: runAgain(findings) },
    { what: 'This page, from the recording beside it:', line: 'npm run repro -- report .' },
  ];
}
