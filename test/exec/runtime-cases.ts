import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hog, killed, limit, needs } from './case-parts.ts';
import type { ExecCase } from './cases.ts';
import type { ExecPlace } from './place.ts';

/** Programs with a managed runtime, whose heap is told or is not, and programs without one. */
export function runtimeCases(place: ExecPlace): ExecCase[] {
  return [...jvmCases(place), ...goCases(place), ...scriptCases()];
}

function jvmCases({ disk }: ExecPlace): ExecCase[] {
  const compiled = {
    skip: needs('java', 'javac'),
    prepare: () => once(join(disk, 'Hog.class'), ['javac', '-d', disk, hog('Hog.java')]),
  };
  const java = (...words: string[]) => ['java', '-cp', disk, '-Xms1g', '-Xmx1g', 'Hog', ...words];
  const kill = { ...compiled, options: limit('160Mi'), outcome: killed };
  return [
    { ...kill, name: 'JVM garbage', argv: java('garbage', '2000'), cause: 'heap' },
    { ...kill, name: 'JVM leak', argv: java('kept', '2000'), cause: 'heap' },
    { ...kill, name: 'JVM direct buffers', argv: java('direct', '1000'), cause: 'native' },
    { ...kill, name: 'JVM stacks', argv: java('stacks', '1000'), cause: 'threads' },
    {
      ...kill,
      name: 'JVM garbage, without counters',
      argv: java('garbage', '2000').toSpliced(1, 0, '-XX:-UsePerfData'),
      cause: 'anonymous',
    },
  ];
}

function goCases({ disk }: ExecPlace): ExecCase[] {
  const leak = join(disk, 'leak');
  const compiled = {
    skip: needs('go'),
    prepare: () => once(leak, ['go', 'build', '-o', leak, hog('leak.go')]),
  };
  const kill = { ...compiled, options: limit('64Mi'), outcome: killed, cause: 'anonymous' };
  return [
    { ...kill, name: 'Go leak', argv: [leak, '500'] },
    { ...kill, name: 'Go leak with GOMEMLIMIT', argv: ['env', 'GOMEMLIMIT=48MiB', leak, '500'] },
  ];
}

function scriptCases(): ExecCase[] {
  const node = process.execPath;
  const nodeLeak = { argv: [node, hog('heap-leak.mjs')], outcome: killed };
  const child = { options: limit('128Mi'), outcome: 'child-oom-killed' };
  const python = needs('python3');
  return [
    { ...nodeLeak, name: 'Node heap leak, read from outside', options: limit('128Mi'), cause: 'heap' },
    {
      ...nodeLeak,
      name: 'Node heap leak, no heap source',
      options: [...limit('128Mi'), '--heap', 'none'],
      cause: 'anonymous',
    },
    {
      name: 'Python leak',
      options: limit('64Mi'),
      argv: ['python3', hog('leak.py')],
      outcome: killed,
      cause: 'anonymous',
      skip: python,
    },
    {
      name: 'perl leak',
      options: limit('64Mi'),
      argv: ['perl', hog('leak.pl'), '200'],
      outcome: killed,
      cause: 'native',
    },
    {
      ...child,
      name: 'perl leak below a Node parent',
      argv: [node, hog('below-node.mjs'), 'perl', hog('leak.pl'), '400'],
      cause: 'native',
    },
    {
      ...child,
      name: 'Python leak below a Node parent',
      argv: [node, hog('below-node.mjs'), 'python3', hog('leak.py')],
      cause: 'anonymous',
      skip: python,
    },
  ];
}

function once(made: string, [program, ...args]: [string, ...string[]]): void {
  if (!existsSync(made)) execFileSync(program, args, { stdio: 'pipe' });
}
