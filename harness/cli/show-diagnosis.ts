import { join } from 'node:path';
import { renderDiagnosisText } from '../report/diagnosis-text.ts';
import { renderJson } from '../report/json.ts';
import { reportName } from '../report/write-report.ts';
import type { Diagnosis } from '../verdict/diagnose/findings.ts';
import type { Host } from './host.ts';
import { colorsFor, type ColorChoice } from './view/colors.ts';

interface Shown {
  json?: boolean | undefined;
  color?: ColorChoice | undefined;
  /** Where its reports are; null if it has none. */
  folder: string | null;
}

/** The answer of `diagnose` on stdout. */
export function showDiagnosis(
  { stdout, env }: Host,
  found: Diagnosis,
  { json, color = 'auto', folder }: Shown,
): void {
  if (json) return stdout.write(renderJson(found));
  const width = stdout.isTTY ? stdout.size().columns : Infinity;
  stdout.write(`${renderDiagnosisText(found, colorsFor(color, { env }, stdout), width)}\n`);
  if (folder !== null) stdout.write(`  ${'report'.padEnd(10)} ${join(folder, reportName)}\n`);
}
