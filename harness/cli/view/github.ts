import { appendFileSync } from 'node:fs';
import { messageOf, systemCode } from '../../errors.ts';
import type { Host } from '../host.ts';
import { annotations } from '../../report/github.ts';
import { withRightsFor } from '../../files/rights.ts';
import type { RunFindings } from '../../verdict/types.ts';

export function isOnGitHub(env: Host['env']): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/**
 * In GitHub Actions: annotates what was not as expected, and adds `markdown` to the job summary. Workflow commands
 * work on stderr too, so stdout stays the result's own.
 */
export function annotateGitHub(host: Host, findings: RunFindings[], markdown: string): void {
  if (!isOnGitHub(host.env)) return;
  const commands = [...new Set(findings.flatMap(annotations))];
  host.stderr.write(commands.map((command) => `${command}\n`).join(''));
  const summary = host.env['GITHUB_STEP_SUMMARY'];
  if (!summary) return;
  try {
    withRightsFor(summary, host.env, () => appendFileSync(summary, `${markdown}\n`));
  } catch (error) {
    if (!systemCode(error)) throw error;
    host.stderr.write(`The job's summary can't be written: ${messageOf(error)}\n`);
  }
}
