import { join } from 'node:path';
import { startChild, type Child } from '../process/child.ts';
import { builtFolder } from '../package/folder.ts';
import { runVariable } from './resource.ts';

const janitor = join(builtFolder, 'programs', 'janitor.mjs');

/**
 * A shell that only waits: it starts within a millisecond and uses hardly any memory. If stdin ends without the
 * word `release`, the harness is gone, perhaps by SIGKILL, and the shell becomes the janitor. The janitor is not
 * one of the processes it must end.
 */
const wait = `
  trap '' INT TERM HUP QUIT TSTP
  cd /
  while read -r word; do [ "$word" = release ] && exit; done
  unset ${runVariable}
  exec "$@"`;

/** Starts what settles a ledger if this process ends without doing so; may start before the ledger exists. */
export function watchLedger(file: string): Child {
  return startChild(['/bin/sh', '-c', wait, 'sh', process.execPath, janitor, file], () => undefined);
}
