/** result.json, and what `--json` prints: one document. */
export function renderJson(findings: object): string {
  return `${JSON.stringify(findings, null, 2)}\n`;
}
