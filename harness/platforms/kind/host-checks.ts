import { statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { bytesIn, readProc } from '../../kernel/procfs.ts';
import { mebibytes } from '../../text/words.ts';
import type { Check } from '../../recording/types.ts';

const wantedMemoryBytes = 3 * 2 ** 30;
const wantedDiskBytes = 5 * 2 ** 30;
/** https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const wantedInotify = { max_user_instances: 512, max_user_watches: 65_536 };

/** What a node in a container needs of its host. */
export function checkHost(): Check[] {
  const watches = Object.entries(wantedInotify).flatMap(([name, least]) => inotify(name, least));
  return [memory(), swap(), disk(), ...watches];
}

function memory(): Check {
  const bytes = meminfo('MemAvailable') ?? freemem();
  const found = `${mebibytes(bytes)} available`;
  const enough = bytes >= wantedMemoryBytes;
  return check('free memory', enough, found, `A node and its pods want ${mebibytes(wantedMemoryBytes)}.`);
}

/** A pod may swap if its memory.swap.max is `max`: then the kill comes late or never. */
function swap(): Check {
  const bytes = meminfo('SwapTotal');
  if (bytes === null) return check('swap', true, 'not known here', null);
  if (bytes === 0) return check('swap', true, 'none', null);
  const found = `${mebibytes(bytes)}: pods may swap instead of being killed`;
  return check('swap', false, found, 'Turn it off for the run: swapoff -a');
}

function disk(): Check {
  const { bavail, bsize } = statfsSync('/');
  const found = `${mebibytes(bavail * bsize)} free at /`;
  const hint = `Node and app images want ${mebibytes(wantedDiskBytes)}.`;
  return check('free disk', bavail * bsize >= wantedDiskBytes, found, hint);
}

function inotify(name: string, least: number): Check[] {
  const text = readProc(`/proc/sys/fs/inotify/${name}`);
  if (text === null) return [];
  const hint = `sysctl fs.inotify.${name}=${least}`;
  return [check(`inotify ${name.replace('max_user_', '')}`, Number(text) >= least, text.trim(), hint)];
}

function check(name: string, good: boolean, found: string, hint: string | null): Check {
  return { name, state: good ? 'ok' : 'warn', found, hint: good ? null : hint };
}

function meminfo(name: string): number | null {
  return bytesIn(readProc('/proc/meminfo') ?? '', name);
}
