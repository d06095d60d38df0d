import { join } from 'node:path/posix';
import { Failure } from '../../errors.ts';
import { findSystemProgram } from '../../process/system-programs.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { ReportedEnd } from '../../recording/types.ts';
import type { LocalTarget } from '../target.ts';
import { hierarchyHere, targetOf } from './cgroup.ts';
import { startedAt } from './pid.ts';

const properties = [
  'LoadState',
  'ControlGroup',
  'MainPID',
  'MemoryMax',
  'NRestarts',
  'Result',
  'ExecMainStatus',
  'ExecMainStartTimestamp',
  'ExecMainExitTimestamp',
];
/** systemd's word for no limit: the most that 64 bits hold. */
const unlimited = /^(?:infinity|18446744073709551615|)$/;

/** A systemd unit. Throws a Failure if there is none, or it does not run. */
export async function findUnit(name: string, signal: AbortSignal): Promise<LocalTarget> {
  const program = findSystemProgram('systemctl');
  if (program === null)
    throw new Failure('missing', 'There is no systemctl here.', {
      hint: 'Name a process (pid N) or a cgroup.',
    });
  const argv: [string, ...string[]] = [program, 'show', '--property', properties.join(','), '--', name];
  const { stdout, stderr, exitCode } = await tryProgram(argv, { signal });
  const found = parseProperties(stdout);
  if (exitCode !== 0 || found['LoadState'] === undefined)
    throw new Failure('missing', 'systemd does not answer.', { hint: stderr });
  if (found['LoadState'] === 'not-found')
    throw new Failure('usage', `There is no unit ${name}.`, { hint: 'systemctl list-units shows them all.' });
  const group = found['ControlGroup'] ?? '';
  if (group === '') throw new Failure('usage', `The unit ${name} does not run.`, { hint: lastEnd(found) });
  const pid = Number(found['MainPID'] ?? 0);
  const limit = found['MemoryMax'] ?? '';
  const here = hierarchyHere();
  return targetOf({ kind: 'unit', name }, join(here.mountPoint, group), here, {
    asked: unlimited.test(limit) ? null : { bytes: Number(limit), source: 'MemoryMax of the unit' },
    restarts: Number(found['NRestarts'] ?? 0),
    ends: endsOf(found),
    comesAgain: true,
    afresh: `systemctl restart ${name}`,
    ...(pid > 0 ? { sinceMs: startedAt(pid) } : {}),
  });
}

export function parseProperties(text: string): Record<string, string> {
  const entries = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
  });
  return Object.fromEntries(entries);
}

/** The last one: systemd keeps no more. */
function endsOf(found: Record<string, string>): ReportedEnd[] {
  const result = found['Result'] ?? 'success';
  if (result === 'success' || result === '') return [];
  const exitCode = Number(found['ExecMainStatus'] ?? 0);
  return [{ reason: result, exitCode, startedAt: null, finishedAt: null }];
}

function lastEnd({ Result = '', ExecMainExitTimestamp = '' }: Record<string, string>): string {
  return `systemd says that it ended with ${Result || 'nothing to tell'}${ExecMainExitTimestamp ? ` on ${ExecMainExitTimestamp}` : ''}.`;
}
