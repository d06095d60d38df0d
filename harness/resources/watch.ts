import { join } from 'node:path';
import { startChild, type Child } from '../process/child.ts';
import { builtFolder } from '../package/folder.ts';
import { runVariable } from './resource.ts';

const janitor = join(builtFolder, 'programs', 'janitor.mjs');

/**
 * A shell that does nothing but wait, for it is there within a millisecond and holds hardly any memory: the janitor
 * takes its place where stdin ends without the word `release`, which says that the harness is gone, be it by SIGKILL.
 * The janitor itself is none of the processes that it is to end.
 */
const wait = `
  trap '' INT TERM HUP QUIT TSTP
  cd /
  while read -r word; do [ "$word" = release ] && exit; done
  unset ${runVariable}
  exec "$@"`;

/** Starts what settles a ledger should this process end without having done so; may be started before there is one. */
export function watchLedger(file: string): Child {
  return startChild(['/bin/sh', '-c', wait, 'sh', process.execPath, janitor, file], () => undefined);
}
