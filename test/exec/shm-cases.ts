import { hog, killed, limit } from './case-parts.ts';
import type { ExecCase } from './cases.ts';

/** Programs that fill /dev/shm; each ends alike however often it is run. */
export function shmCases(): ExecCase[] {
  return [
    {
      name: 'named shm, three times in a row',
      options: limit('48Mi'),
      argv: ['perl', hog('shm.pl'), 'named', '100'],
      outcome: killed,
      cause: 'tmpfs',
      runs: 3,
    },
    {
      name: 'unlinked shm',
      options: limit('48Mi'),
      argv: ['perl', hog('shm.pl'), 'unlinked', '100'],
      outcome: killed,
      cause: 'tmpfs',
      // Once its process is gone, nothing tells a file without a name from memory that never was a file.
      orAtLeast: 'shared-memory',
      runs: 3,
    },
    {
      name: "a killed database's segments",
      options: limit('48Mi'),
      argv: ['perl', hog('database.pl')],
      outcome: 'child-oom-killed',
      cause: 'tmpfs',
      runs: 3,
    },
    {
      name: 'shm that is full below the limit',
      options: limit('160Mi'),
      argv: ['perl', hog('shm.pl'), 'named', '100'],
      outcome: 'exited',
      cause: null,
    },
  ];
}
