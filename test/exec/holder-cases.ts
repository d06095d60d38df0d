import type { ExecCase } from './cases.ts';
import { hog, killed, limit, needs } from './case-parts.ts';

/** Programs of which it is not plain who holds the memory, or in what. */
export function holderCases(): ExecCase[] {
  const python = needs('python3');
  return [
    {
      name: 'locked stacks',
      options: limit('64Mi'),
      argv: ['python3', hog('locked-stacks.py'), '64', '8192'],
      outcome: killed,
      cause: 'threads',
      skip: python,
    },
    {
      name: 'locked stacks without guards, which the kernel merges',
      options: limit('64Mi'),
      argv: ['python3', hog('locked-stacks.py'), '150', '512', 'unguarded'],
      outcome: killed,
      cause: 'threads',
      skip: python,
    },
    {
      name: 'buffers that the kernel merges with stacks',
      options: limit('64Mi'),
      argv: ['python3', hog('thread-buffers.py'), '100', '800'],
      outcome: killed,
      cause: 'native',
      skip: python,
    },
  ];
}
