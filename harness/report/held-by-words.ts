import type { ExecFindings } from '../verdict/exec/types.ts';
import type { HeldBy, Named } from '../verdict/exec/held-by-findings.ts';
import { mebibytes } from '../text/words.ts';

/** A process with a smaller share of the limit is not worth mentioning. */
const worthShare = 0.05;
const mostNamed = 3;

/** Who held what filled the limit, and who else was killed for it; null if nobody can be named. */
export function heldByWords({ heldBy, cause, limitBytes, oomKills }: ExecFindings): string | null {
  if (!heldBy || cause === null) return null;
  const held = heldParts(heldBy, cause, limitBytes);
  if (held.parts.length === 0) return null;
  const killed = heldBy.killed.filter(({ pid }) => !held.pids.includes(pid));
  // The kernel log may have lost reports; the cgroup counts every kill.
  const count = killed.length + Math.max(0, oomKills - heldBy.killed.length);
  return [...held.parts, ...killedWords(killed, count)].join('; ');
}

interface Held {
  parts: string[];
  /** A victim among these was a holder itself: of processes, only the largest one counts. */
  pids: number[];
}

function heldParts(heldBy: HeldBy, cause: string, limitBytes: number): Held {
  const worth = limitBytes * worthShare;
  const inProcesses = heldBy.processes.filter(({ anonBytes }) => anonBytes >= worth).slice(0, mostNamed);
  const anonymous = inProcesses.map((one) => `${nameOf(one)} ${mebibytes(one.anonBytes)}`).join(', ');
  const files = [...namedFiles(heldBy), ...deletedFiles(heldBy), ...segments(heldBy)];
  const holders = [
    heldBy.files.map(({ writers }) => writers),
    heldBy.deletedFiles.map(({ processes }) => processes),
    heldBy.segments.map(({ creator }) => [creator]),
  ];
  const ofFiles: Held = { parts: files, pids: holders.flat(2).map(({ pid }) => pid) };
  const ofProcesses: Held = {
    parts: anonymous === '' ? [] : [anonymous],
    pids: inProcesses.slice(0, 1).map(({ pid }) => pid),
  };
  if (cause === 'tmpfs' || cause === 'shared-memory') return ofFiles;
  if (['native', 'anonymous', 'heap', 'threads'].includes(cause)) return ofProcesses;
  if (cause !== 'mixed' && cause !== 'unknown') return { parts: [], pids: [] };
  return { parts: [...ofProcesses.parts, ...ofFiles.parts], pids: [...ofProcesses.pids, ...ofFiles.pids] };
}

/** Files with the same writers are grouped; if there are several groups, each is shown with its largest file. */
function namedFiles({ files }: HeldBy): string[] {
  const alike = new Map<string, HeldBy['files']>();
  for (const file of files) {
    const key = file.writers.length === 0 ? file.how : file.writers.map(({ pid }) => pid).join(' ');
    alike.set(key, [...(alike.get(key) ?? []), file]);
  }
  return [...alike.values()].slice(0, mostNamed).flatMap(([first, ...rest]) => {
    if (!first) return [];
    const name = alike.size > 1 ? `${first.path} (${mebibytes(first.bytes)})` : first.path;
    if (first.writers.length === 0) return [`${name}: ${first.how}`];
    const others = rest.length > 0 ? ' and others' : '';
    return [`${name}${others}, written by ${uniqueNames(first.writers)} (${first.how})`];
  });
}

/** Files of the same kind with the same holders are grouped. */
function deletedFiles({ deletedFiles: files }: HeldBy): string[] {
  const alike = new Map<string, HeldBy['deletedFiles']>();
  for (const file of files) {
    const key = [file.on, ...file.processes.map(({ pid }) => pid)].join(' ');
    alike.set(key, [...(alike.get(key) ?? []), file]);
  }
  return [...alike.values()].slice(0, mostNamed).map((group) => {
    const sum = group.reduce((bytes, file) => bytes + file.bytes, 0);
    return `${mebibytes(sum)} in ${groupWords(group)}: ${uniqueNames(group[0]?.processes ?? [])}`;
  });
}

function groupWords([first, ...rest]: HeldBy['deletedFiles']): string {
  if (!first) return '';
  const name = first.path.replace(/ \(deleted\)$/, '');
  const shared = name === '/dev/zero' ? 'anonymous shared memory' : name;
  if (first.on === 'memfd') return rest.length === 0 ? shared : `${shared} and others`;
  if (rest.length === 0) return `${name}, deleted and still in use`;
  return `${rest.length + 1} files, deleted and still in use, the largest ${name}`;
}

function segments({ segments: made }: HeldBy): string[] {
  return made.map(
    ({ bytes, creator }) => `${mebibytes(bytes)} in System V segments made by ${nameOf(creator)}`,
  );
}

function uniqueNames(all: Named[]): string {
  const unique = [...new Map(all.map((one) => [one.pid, one])).values()];
  const rest = unique.length > mostNamed ? ` and ${unique.length - mostNamed} more` : '';
  return `${unique.slice(0, mostNamed).map(nameOf).join(', ')}${rest}`;
}

function killedWords(killed: HeldBy['killed'], count: number): string[] {
  const [last] = killed.toReversed();
  if (!last) return [];
  const held = last.anonBytes === null ? '' : `, which held ${mebibytes(last.anonBytes)}`;
  if (count === 1) return [`the victim was ${nameOf(last)}${held}`];
  return [`${count} other processes were killed, the last ${nameOf(last)}${held}`];
}

function nameOf({ pid, name }: Named): string {
  return `pid ${pid} ${name}`.trimEnd();
}
