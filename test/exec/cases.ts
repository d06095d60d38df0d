import { existsSync } from 'node:fs';
import { hog, killed, limit, needs } from './case-parts.ts';
import { holderCases } from './holder-cases.ts';
import { nestedCases } from './nested-cases.ts';
import type { ExecPlace } from './place.ts';
import { runtimeCases } from './runtime-cases.ts';
import { shmCases } from './shm-cases.ts';

/** A program with a known fault, and what `exec` must say of it. */
export interface ExecCase {
  name: string;
  /** Options of `exec`, and the command. */
  options: string[];
  argv: string[];
  outcome: string | string[];
  cause: string | null;
  /** What the result must say of who held it. */
  heldBy?: RegExp;
  /** Why it can't be run here; null where it can. */
  skip?: string | null;
  /** Nobody may have looked in time, for it is over within a look or two: this is said then, and is not wrong. */
  orAtLeast?: string;
  /** How often it is run, one after the other, to the same answer; once unless told. */
  runs?: number;
  /** Makes what it takes, before it runs: compiles a program, once. */
  prepare?: () => void;
}

const isV2 = existsSync('/sys/fs/cgroup/cgroup.controllers');

/** Every class of memory that can fill a limit, and those that can't. */
export function execCases(place: ExecPlace): ExecCase[] {
  const { memory, disk } = place;
  const onMemory = ['--scratch', `memory:${memory}`];
  const node = process.execPath;
  const clean = ['dd', `if=${disk}/clean`, 'of=/dev/null', 'bs=1M'];
  const native = [node, hog('buffers.mjs'), '400'];
  return [
    {
      name: 'dd to tmpfs',
      options: [...limit('64Mi'), ...onMemory],
      argv: ['dd', 'if=/dev/zero', `of=${memory}/x`, 'bs=1M', 'count=200'],
      outcome: killed,
      cause: 'tmpfs',
    },
    {
      name: 'dd to disk',
      options: [...limit('64Mi'), '--scratch', `disk:${disk}`],
      argv: ['dd', 'if=/dev/zero', `of=${disk}/written`, 'bs=1M', 'count=200'],
      outcome: 'exited',
      cause: null,
    },
    {
      name: '50 MiB of clean cache in 30 MiB',
      options: limit('30Mi'),
      argv: clean,
      outcome: 'exited',
      cause: null,
    },
    {
      name: '100 MiB anonymous in 30 MiB',
      options: limit('30Mi'),
      argv: ['perl', '-e', 'my $kept = "x" x 104857600; sleep 1'],
      outcome: killed,
      cause: 'native',
    },
    {
      name: 'memfd',
      options: limit('64Mi'),
      argv: ['perl', hog('memfd.pl'), '200'],
      outcome: killed,
      cause: 'shared-memory',
    },
    {
      name: 'System V',
      options: limit('64Mi'),
      argv: ['perl', hog('sysv.pl'), '200'],
      outcome: killed,
      cause: 'shared-memory',
    },
    {
      name: 'Node Buffers',
      options: [...limit('128Mi'), '--heap', 'node'],
      argv: native,
      outcome: killed,
      cause: 'native',
    },
    {
      name: 'Node Buffers, read from outside',
      options: limit('128Mi'),
      argv: native,
      outcome: killed,
      cause: 'native',
    },
    {
      name: 'Node heap leak',
      options: [...limit('128Mi'), '--heap', 'node'],
      argv: [node, hog('heap-leak.mjs'), 'yield'],
      outcome: killed,
      cause: 'heap',
    },
    {
      name: 'Node heap leak that never yields',
      options: [...limit('128Mi'), '--heap', 'node'],
      argv: [node, hog('heap-leak.mjs')],
      outcome: killed,
      cause: 'heap',
    },
    {
      name: '500 threads with touched stacks',
      options: limit('64Mi'),
      argv: ['python3', hog('threads.py'), '500', '256'],
      outcome: killed,
      cause: 'threads',
      skip: needs('python3'),
    },
    {
      name: 'unread AF_UNIX sockets',
      options: limit('64Mi'),
      argv: ['perl', hog('unread-sockets.pl'), 'unix', '900'],
      outcome: killed,
      cause: 'sockets',
      skip: needs('ss'),
    },
    {
      name: 'unread TCP sockets',
      options: limit('64Mi'),
      argv: ['perl', hog('unread-sockets.pl'), 'tcp', '900'],
      outcome: killed,
      cause: 'sockets',
      skip: isV2 ? null : 'cgroup v1 charges TCP buffers to no memory limit',
    },
    {
      name: 'page tables',
      options: limit('48Mi'),
      argv: ['python3', hog('page-tables.py'), '40000'],
      outcome: killed,
      cause: 'kernel',
      skip: needs('python3'),
    },
    {
      name: 'locked file',
      options: limit('64Mi'),
      argv: ['python3', hog('locked-file.py'), `${disk}/locked`],
      outcome: killed,
      cause: 'locked-cache',
      skip: needs('python3'),
    },
    {
      name: 'half anonymous, half tmpfs',
      options: [...limit('64Mi'), ...onMemory],
      argv: ['perl', hog('half-and-half.pl'), memory, '200'],
      outcome: killed,
      cause: 'mixed',
    },
    {
      name: 'a server that spools to tmpfs',
      options: [...limit('160Mi'), ...onMemory, '--timeout', '20s'],
      argv: [node, hog('spool.mjs'), memory],
      outcome: [killed, 'stalled'],
      cause: 'tmpfs',
    },
    {
      name: 'stress-ng --vm',
      options: limit('64Mi'),
      argv: [
        'stress-ng',
        '--vm',
        '1',
        '--vm-bytes',
        '300M',
        '--vm-method',
        'write64',
        '--vm-populate',
        '--oomable',
        '-t',
        '5',
        '-q',
      ],
      outcome: 'child-oom-killed',
      cause: 'native',
      skip: needs('stress-ng'),
    },
    {
      name: 'vmtouch -l',
      options: [...limit('64Mi'), '--timeout', '8s'],
      argv: ['vmtouch', '-l', '-q', `${disk}/locked`],
      outcome: killed,
      cause: 'locked-cache',
      skip: needs('vmtouch'),
    },
    {
      name: 'a child is killed, the main process lives on',
      options: [...limit('64Mi'), ...onMemory],
      argv: ['sh', '-c', `dd if=/dev/zero of=${memory}/x bs=1M count=200; exit 0`],
      outcome: 'child-oom-killed',
      cause: 'tmpfs',
    },
    {
      name: 'exit code 137 of its own',
      options: limit('64Mi'),
      argv: ['sh', '-c', 'exit 137'],
      outcome: 'exited',
      cause: null,
    },
    {
      name: 'SIGKILL of its own',
      options: limit('64Mi'),
      argv: ['sh', '-c', 'kill -KILL $$'],
      outcome: 'exited',
      cause: null,
    },
    {
      name: 'SIGSEGV',
      options: limit('64Mi'),
      argv: ['sh', '-c', 'kill -SEGV $$'],
      outcome: 'exited',
      cause: null,
    },
    {
      name: 'an error of its own',
      options: limit('64Mi'),
      argv: ['sh', '-c', 'exit 3'],
      outcome: 'exited',
      cause: null,
    },
    ...shmCases(),
    ...nestedCases(),
    ...holderCases({ memory }),
    ...runtimeCases(place),
  ];
}
