import { startTeller, type Child } from '../../process/child.ts';
import { systemProgram } from '../../process/system-programs.ts';
import type { RecordingLine } from '../../recording/types.ts';
import type { SupervisorNotice } from '../../platforms/cgroup/supervisor/settings.ts';

type Told = RecordingLine | SupervisorNotice;

const notHeard = () => undefined;

/** The harness's side of the supervisor. */
export interface Supervisor extends Child {
  /** Where its lines go; it is silent until it has its settings. */
  listen: (onLine: (line: Told) => void) => void;
}

/**
 * Starts the supervisor, with this process's stdin, stdout and stderr for the command. It makes nothing and waits
 * for its settings, so it can start up while those are found out.
 */
export function startSupervisor(program: string): Supervisor {
  let hear: (line: Told) => void = notHeard;
  // In its own namespaces, tmpfs and System V segments go with the last process; nobody else would remove them. The
  // host's later mounts propagate in, those made inside do not propagate out.
  const unshare = systemProgram('unshare');
  const namespaces = [unshare, '--mount', '--ipc', '--propagation', 'slave', '--'] as const;
  const child = startTeller([...namespaces, process.execPath, program], (line: Told) => hear(line), {
    handedOn: [0, 1, 2],
    sharesTerminal: true, // the command needs it
  });
  return { ...child, listen: (onLine) => void (hear = onLine) };
}
