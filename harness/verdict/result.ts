import * as z from 'zod';
import { diagnosis } from './diagnose/findings.ts';
import { execFindings } from './exec/types.ts';
import { runFindings } from './types.ts';

/**
 * The content of result.json and `--json`: the result of `run`, `exec` or `diagnose`. Times are milliseconds since the
 * start of the arm, the command or the look, sizes bytes; null means unknown. Fields may be added.
 */
export const result = z.union([runFindings, execFindings, diagnosis]);
export type Result = z.output<typeof result>;
