import type { ExecCase } from './cases.ts';
import { hog, killed, limit, needs } from './case-parts.ts';
import type { ExecPlace } from './place.ts';

/** Programs of which it is not plain who holds the memory, or in what. */
export function holderCases({ memory }: Pick<ExecPlace, 'memory'>): ExecCase[] {
  const python = needs('python3');
  return [
    {
      name: 'locked stacks',
      options: limit('64Mi'),
      argv: ['python3', hog('locked-stacks.py'), '64', '8192'],
      outcome: killed,
      cause: 'threads',
      orAtLeast: 'anonymous',
      skip: python,
    },
    {
      name: 'locked stacks without guards, which the kernel merges',
      options: limit('64Mi'),
      argv: ['python3', hog('locked-stacks.py'), '150', '512', 'unguarded'],
      outcome: killed,
      cause: 'threads',
      orAtLeast: 'anonymous',
      skip: python,
    },
    {
      name: 'buffers that the kernel merges with stacks',
      options: limit('64Mi'),
      argv: ['python3', hog('thread-buffers.py'), '100', '800'],
      outcome: killed,
      cause: 'anonymous', // and not threads; Python's heap is not known
      skip: python,
    },
    {
      name: 'a protected holder: helpers that hold little are killed in its place, one after the other',
      options: limit('64Mi'),
      argv: ['python3', hog('protected-holder.py'), '4'],
      outcome: 'child-oom-killed',
      cause: 'anonymous', // and not threads; Python's heap is not known
      heldBy:
        /^pid \d+ python3 5\d MiB.*; [34] other processes were killed, the last pid \d+ python3, which held 1\d MiB$/,
      skip: python,
    },
    {
      name: 'a daemon that holds deleted files',
      options: [...limit('64Mi'), '--scratch', `memory:${memory}`],
      argv: ['python3', hog('deleted-files.py'), memory, '40'],
      outcome: killed,
      cause: 'tmpfs',
      heldBy:
        /^40 MiB in 4 files, deleted and still in use, the largest .*segment-\d: pid (\d+) python3; the victim was pid (?!\1)\d+ /,
      skip: python,
    },
    {
      name: 'a file on tmpfs, by one process of several',
      options: [...limit('64Mi'), '--scratch', `memory:${memory}`],
      argv: ['sh', '-c', `sleep 20 & dd if=/dev/zero of=${memory}/x bs=1M count=200; kill $!`],
      outcome: 'child-oom-killed',
      cause: 'tmpfs',
      heldBy: /\/x, written by pid \d+ dd \(it had the file open for writing\)$/,
    },
    {
      name: 'a deleted file that is mapped, and no longer open',
      options: [...limit('64Mi'), '--scratch', `memory:${memory}`],
      argv: ['python3', hog('mapped-file.py'), `${memory}/x`, 'deleted'],
      outcome: killed,
      cause: 'tmpfs',
      heldBy: /^\d+ MiB in .*\/x, deleted and still in use: pid \d+ python3$/,
      skip: python,
    },
    {
      name: 'a file that is mapped',
      options: [...limit('64Mi'), '--scratch', `memory:${memory}`],
      argv: ['python3', hog('mapped-file.py'), `${memory}/x`],
      outcome: killed,
      cause: 'tmpfs',
      heldBy: /\/x, written by pid \d+ python3 \(it had the file mapped\)$/,
      skip: python,
    },
  ];
}
