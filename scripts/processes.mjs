// Processes of this host by names that no other process ever has, with nothing but Node.
import { readFileSync } from 'node:fs';

/** A process by its number and, where there is /proc, the clock tick that it started at: numbers come again. */
export function nameOf(/** @type {number} */ pid) {
  return `${pid}-${statOf(pid)?.startTicks ?? ''}`;
}

/** Whether the process of a name still runs. */
export function runs(/** @type {string} */ name) {
  return nameOf(Number.parseInt(name, 10)) === name && answers(Number.parseInt(name, 10));
}

/** The names of the processes that this one runs below. */
export function ancestors() {
  const names = [];
  for (let pid = process.ppid; pid > 0; pid = statOf(pid)?.parent ?? 0) names.push(nameOf(pid));
  return names;
}

/** What a process is, for a person: npm has what it runs for its title. */
export function wordsOf(/** @type {string} */ name) {
  const pid = Number.parseInt(name, 10);
  const title = read(`/proc/${pid}/cmdline`)
    ?.replace(/\p{Cc}+/gu, ' ')
    .slice(0, 60)
    .trim();
  return title ? `process ${pid} (${title})` : `process ${pid}`;
}

/** The second field of stat is a name and may hold anything. */
function statOf(/** @type {number} */ pid) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && { parent: Number(fields[1]), startTicks: fields[19] };
}

function read(/** @type {string} */ path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // it is over, or there is no /proc
  }
}

function answers(/** @type {number} */ pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
