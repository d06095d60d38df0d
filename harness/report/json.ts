import type { RunFindings } from '../verdict/types.ts';

/** result.json, and what `--json` prints: one document. */
export function renderJson(findings: RunFindings): string {
  return `${JSON.stringify(findings, null, 2)}\n`;
}
