import { startTeller, type Child } from '../../process/child.ts';
import { systemProgram } from '../../process/system-programs.ts';
import type { RecordingLine } from '../../recording/types.ts';
import type { SupervisorNotice } from '../../platforms/cgroup/supervisor/settings.ts';

type Told = RecordingLine | SupervisorNotice;

const notHeard = () => undefined;

/** The supervisor's program as the harness has it. */
export interface Supervisor extends Child {
  /** What it tells goes there; it tells nothing before it knows its command. */
  listen: (onLine: (line: Told) => void) => void;
}

/**
 * Starts the supervisor of a command with this process's stdin, stdout and stderr for that. It makes nothing yet, and
 * waits for its settings: so it starts up while those are found out.
 */
export function startSupervisor(program: string): Supervisor {
  let hear: (line: Told) => void = notHeard;
  // Namespaces of its own: the tmpfs goes with its last process, and so do System V segments, which nobody
  // else would remove. Mounts that the host makes later are seen inside, those made inside are not seen there.
  const unshare = systemProgram('unshare');
  const namespaces = [unshare, '--mount', '--ipc', '--propagation', 'slave', '--'] as const;
  const child = startTeller([...namespaces, process.execPath, program], (line: Told) => hear(line), {
    handedOn: [0, 1, 2],
    sharesTerminal: true, // or the command would not have it
  });
  return { ...child, listen: (onLine) => void (hear = onLine) };
}
