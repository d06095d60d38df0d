import { constants } from 'node:os';
import type { ExecFindings } from '../verdict/exec/types.ts';

/**
 * The tool's exit code. With `--pass-exit-code`, and only if the measurement can be trusted, the command's own:
 * 128+n if signal n ended it.
 */
export function exitCodeOf(findings: ExecFindings, passes: boolean | undefined): number {
  const { toolExitCode, exitCode, signal } = findings;
  if (!passes || toolExitCode !== 0) return toolExitCode;
  if (signal === null) return exitCode ?? toolExitCode;
  return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
