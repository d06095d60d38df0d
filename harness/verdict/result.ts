import * as z from 'zod';
import { execFindings } from './exec/types.ts';
import { runFindings } from './types.ts';

/**
 * The content of result.json and `--json`: the result of `run` or `exec`. Times are milliseconds since the start of
 * the arm or command, sizes bytes; null means unknown. Fields may be added.
 */
export const result = z.union([runFindings, execFindings]);
export type Result = z.output<typeof result>;
