import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExecPlace } from '../exec/place.ts';
import { needs } from '../exec/case-parts.ts';

/** A program that is slow to meet its limit, or never does, and what `diagnose` must say of it before. */
export interface SlowCase {
  name: string;
  memory: string;
  scratch?: string[];
  argv: string[];
  /** Makes what it takes. */
  prepare?: () => void;
  /** Null: it lives. */
  cause: string | null;
  skip: string | null;
}

const slow = (name: string) => fileURLToPath(new URL(`../fixtures/hogs/slow/${name}`, import.meta.url));
const python = (...args: string[]) => ['python3', slow('slow.py'), ...args];
const perl = (...args: string[]) => ['perl', slow('slow.pl'), ...args];
const node = (...args: string[]) => [process.execPath, slow('slow.mjs'), ...args];

/** Each is killed after 20 s to 60 s, or never. */
export function slowCases({ memory, disk }: ExecPlace): SlowCase[] {
  const onMemory = ['--scratch', `memory:${memory}`];
  const withPython = { skip: needs('python3') };
  const withPerl = { skip: needs('perl') };
  const bare = { skip: null };
  return [
    {
      name: 'files on a tmpfs',
      memory: '96Mi',
      scratch: onMemory,
      argv: python('files', '2', memory),
      cause: 'tmpfs',
      ...withPython,
    },
    { name: 'a memfd', memory: '96Mi', argv: python('memfd', '2'), cause: 'shared-memory', ...withPython },
    {
      name: 'a System V segment',
      memory: '64Mi',
      argv: perl('sysv', '2'),
      cause: 'shared-memory',
      ...withPerl,
    },
    { name: 'native memory', memory: '64Mi', argv: perl('native', '2'), cause: 'native', ...withPerl },
    {
      name: 'Python objects',
      memory: '96Mi',
      argv: python('anonymous', '2'),
      cause: 'anonymous',
      ...withPython,
    },
    {
      name: 'a file mapped as a heap, as by ZGC',
      memory: '96Mi',
      argv: python('memfd_heap', '2'),
      cause: 'shared-memory',
      ...withPython,
    },
    {
      name: 'huge pages, half of each given back',
      memory: '96Mi',
      argv: python('half_huge', '4'),
      cause: 'anonymous',
      ...withPython,
    },
    {
      name: 'a server that forks',
      memory: '96Mi',
      argv: python('forks', '2'),
      cause: 'anonymous',
      ...withPython,
    },
    {
      name: 'a child of a program that does not grow',
      memory: '96Mi',
      argv: python('child', '2'),
      cause: 'anonymous',
      ...withPython,
    },
    {
      name: 'a JVM heap',
      memory: '160Mi',
      prepare: () => void execFileSync('javac', ['-d', disk, slow('SlowHog.java')]),
      argv: ['java', '-cp', disk, '-Xmn8m', '-Xmx1g', '-XX:+UseSerialGC', 'SlowHog', '2'],
      cause: 'heap',
      skip: needs('java', 'javac'),
    },
    { name: 'a Node heap', memory: '96Mi', argv: node('heap', '2'), cause: 'heap', ...bare },
    { name: 'Node Buffers', memory: '96Mi', argv: node('buffers', '2'), cause: 'native', ...bare },
    { name: 'thread stacks', memory: '96Mi', argv: python('threads', '2'), cause: 'threads', ...withPython },
    {
      name: 'unread AF_UNIX sockets',
      memory: '64Mi',
      argv: python('sockets', '1'),
      cause: 'sockets',
      skip: needs('python3', 'ss'),
    },
    { name: 'page tables', memory: '64Mi', argv: python('tables', '2'), cause: 'kernel', ...withPython },
    {
      name: 'clean cache',
      memory: '32Mi',
      argv: python('clean', '1', `${disk}/clean`),
      cause: null,
      ...withPython,
    },
    { name: 'a plateau', memory: '96Mi', argv: python('plateau', '8'), cause: null, ...withPython },
    {
      name: 'ever slower growth',
      memory: '96Mi',
      argv: python('levelling', '16'),
      cause: null,
      ...withPython,
    },
    {
      name: 'saw-teeth of a Python program',
      memory: '96Mi',
      argv: python('teeth', '8'),
      cause: null,
      ...withPython,
    },
    { name: 'saw-teeth of a Node program', memory: '128Mi', argv: node('teeth', '8'), cause: null, ...bare },
  ];
}
