import { dirname } from 'node:path/posix';
import { shmFolder } from '../scenario/media.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import type { HostFiles } from '../verdict/exec/held-by-findings.ts';
import { grouped, mebibytes } from '../text/words.ts';

/** What a command left on the host's own tmpfs mounts, its effect on the next run, and how to remove it. */
export function hostFilesWords({ chargedBytes, mounts }: HostFiles): string {
  const places = mounts.map(({ point, files, bytes, largest }) => {
    const which = largest === null ? '' : `, ${files === 1 ? '' : 'the largest '}${largest}`;
    return `${grouped(files)} ${files === 1 ? 'file' : 'files'} of ${mebibytes(bytes)} on ${point} (a tmpfs of the host${which})`;
  });
  const effect =
    chargedBytes > 0
      ? `${mebibytes(chargedBytes)} of that counted against this limit, but will count against none from now on: the next run may end differently`
      : 'there before, and changed while the command ran: these pages now count against no limit, so an earlier run may have ended differently';
  return `${places.join(', ')}: ${effect}. Delete what it left, or give it a tmpfs of its own (--scratch memory:${folderOf(mounts)})`;
}

function folderOf([first]: HostFiles['mounts']): string {
  const folder = first?.largest ? dirname(first.largest) : first?.point;
  return folder === undefined || folder === '/dev' ? 'DIR' : folder;
}

/** The command's own tmpfs that was full. */
export function fullWords({ point, sizeBytes }: { point: string; sizeBytes: number }): string {
  const flag = point === shmFolder ? '--shm-size SIZE' : `--scratch memory:${point}:SIZE`;
  return `${point} is full at ${mebibytes(sizeBytes)}: a write there gets ENOSPC, a store SIGBUS; ${flag} sets its size`;
}

/** SIGBUS at a store into a mapped file: it was truncated, or its file system is full. */
export function busWords({ shmBytes }: Pick<ExecFindings, 'shmBytes'>): string {
  const own = shmBytes === null ? '' : `, such as its /dev/shm at ${mebibytes(shmBytes)} (--shm-size SIZE)`;
  return `it stored into a mapped file that was cut short, or whose file system was full${own}`;
}
