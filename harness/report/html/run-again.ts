import { quoted } from '../../quoted.ts';
import type { ExecLine } from '../../recording/exec-line.ts';
import type { RunFindings } from '../../verdict/types.ts';
import { runAgain } from '../again.ts';

export interface ShownCommand {
  what: string;
  line: string;
}

const repro = 'npm run repro --';
const pageAgain: ShownCommand = {
  what: 'This page again, from the recording beside it:',
  line: `${repro} report FOLDER`,
};

/** The commands that measure it again, and that make the page again. */
export function runAgainLines(findings: RunFindings): ShownCommand[] {
  return [{ what: 'The same measurement:', line: runAgain(findings) }, pageAgain];
}

/** The same for a command. */
export function execAgain({ argv, limitBytes, scratch, timeoutMs, heapSource }: ExecLine): ShownCommand[] {
  const heap = heapSource === null ? [] : [heapSource === 'node' ? '--heap' : '--heap-url', heapSource];
  const options = [
    ['--memory', sizeWord(limitBytes)],
    scratch === null ? [] : ['--scratch', scratchWord(scratch)],
    timeoutMs === null ? [] : ['--timeout', `${timeoutMs}ms`],
    heap,
  ].flat();
  return [
    { what: 'The same measurement:', line: `${repro} ${quoted(['exec', ...options, '--', ...argv])}` },
    pageAgain,
  ];
}

function scratchWord(scratch: NonNullable<ExecLine['scratch']>): string {
  const { medium, directory } = scratch;
  const size = medium === 'memory' && scratch.sizeBytes !== null ? `:${sizeWord(scratch.sizeBytes)}` : '';
  return `${medium}:${directory}${size}`;
}

function sizeWord(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return Number.isInteger(mebibytes) ? `${mebibytes}Mi` : String(bytes);
}
