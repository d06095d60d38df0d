import * as z from 'zod';
import { execFindings } from './exec/types.ts';
import { runFindings } from './types.ts';

/**
 * What result.json holds, and `--json` prints: the result of `run`, or of `exec`. Times are milliseconds from
 * the arm's or the command's start, sizes bytes; what is not known is null. More fields may come.
 */
export const result = z.union([runFindings, execFindings]);
export type Result = z.output<typeof result>;
