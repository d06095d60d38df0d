import type { ExecFindings } from './exec/types.ts';
import type { RunFindings } from './types.ts';

/**
 * What result.json holds, and `--json` prints: the result of `run`, or of `exec`. Times are milliseconds from
 * the arm's or the command's start, sizes bytes; what is not known is null. More fields may come.
 */
export type Result = RunFindings | ExecFindings;
