import { Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { ReportedEnd } from '../../recording/types.ts';
import type { LocalTarget } from '../target.ts';
import { targetOfPid } from './pid.ts';

/** They print the same for `inspect`, as far as it matters here. */
const programs = ['docker', 'podman'] as const;

interface Inspected {
  Id: string;
  Name: string;
  RestartCount?: number;
  State: {
    Pid: number;
    Running: boolean;
    Paused?: boolean;
    ExitCode: number;
    OOMKilled: boolean;
    StartedAt: string;
    FinishedAt: string;
  };
  HostConfig: { Memory: number; Runtime?: string };
}

/** A container of Docker or podman whose processes are on this host. */
export async function findContainer(name: string, signal: AbortSignal): Promise<LocalTarget> {
  const tried: string[] = [];
  for (const program of programs) {
    const ran = await tryProgram([program, 'container', 'inspect', '--', name], { signal });
    const [found] = ran.exitCode === 0 ? (JSON.parse(ran.stdout) as Inspected[]) : [];
    if (found) return targetOfContainer(program, name, found);
    tried.push(ran.broken === 'ENOENT' ? `There is no ${program} here.` : ran.stderr.trim());
  }
  throw new Failure('usage', `No container ${name} was found.`, { hint: tried.join('\n') });
}

function targetOfContainer(
  program: string,
  name: string,
  { Name, RestartCount = 0, State, HostConfig }: Inspected,
): LocalTarget {
  const ends = endsOf(State);
  if (!State.Running)
    throw new Failure('usage', `The container ${name} does not run.`, {
      hint: `It ended with exit code ${State.ExitCode}${State.OOMKilled ? ', OOMKilled' : ''} at ${State.FinishedAt}. What the kernel's log says of it can be pasted: diagnose -`,
    });
  if (State.Pid === 0)
    throw new Failure('missing', `The processes of the container ${name} are not on this host.`, {
      hint: 'Run it where the daemon runs.',
    });
  return targetOfPid(
    State.Pid,
    { kind: 'container', name: Name.replace(/^\//, '') || name },
    {
      asked: HostConfig.Memory > 0 ? { bytes: HostConfig.Memory, source: `the container's --memory` } : null,
      restarts: RestartCount,
      ends,
      comesAgain: true,
      afresh: `${program} restart ${name}`,
      ...(State.Paused === true ? { idle: 'it is paused' } : {}),
      isSandboxed: /runsc|gvisor|kata/i.test(HostConfig.Runtime ?? ''),
    },
  );
}

/** The last one: the daemon keeps no more. */
function endsOf({ FinishedAt, ExitCode, OOMKilled }: Inspected['State']): ReportedEnd[] {
  if (Number.isNaN(Date.parse(FinishedAt)) || FinishedAt.startsWith('0001-')) return [];
  // Its start is that of the life after it.
  return [
    { reason: OOMKilled ? 'OOMKilled' : null, exitCode: ExitCode, startedAt: null, finishedAt: FinishedAt },
  ];
}
