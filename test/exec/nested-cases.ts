import { hog, killed, limit } from './case-parts.ts';
import type { ExecCase } from './cases.ts';

const managed = (...words: string[]) => ['sh', hog('job-manager.sh'), ...words];

/** Programs that die in a cgroup which the command made below its own. */
export function nestedCases(): ExecCase[] {
  const dies = ['perl', '-e', 'my $kept = "x" x 104857600; sleep 1'];
  return [
    {
      name: 'a nested cgroup at the limit of exec',
      options: limit('64Mi'),
      argv: managed('job', '-', 'remove', ...dies),
      outcome: 'child-oom-killed',
      cause: 'native',
    },
    {
      name: 'a nested cgroup at a limit of its own',
      options: limit('64Mi'),
      argv: managed('batch/job', '20M', 'remove', ...dies),
      outcome: 'child-oom-killed',
      cause: 'native',
    },
    {
      name: 'a nested cgroup that the main process is in',
      options: limit('64Mi'),
      argv: managed('job', '20M', 'become', 'perl', hog('shm.pl'), 'named', '100'),
      outcome: killed,
      cause: 'tmpfs',
    },
  ];
}
