/**
 * What must pass before a change lands: the README's test command, the suite on every platform, the checks, and all of
 * it again on cgroup v2 where a kernel for it stands beside this checkout. `.ci/run` starts it.
 */
import { $ } from './ci/command.ts';
import { installMissing, startCluster, stopCluster } from './ci/host.ts';
import { main } from './ci/main.ts';
import { measured } from './ci/measured.ts';
import { Reports } from './ci/reports.ts';
import type { Step } from './ci/steps.ts';
import { tests } from './ci/tests.ts';

const cluster = '../shared/cluster/up';
const v2 = '../shared/v2/run';
const v2kind = '../shared/v2/kind-run';

/** Of files, locks and pipes, or of a run that other tests look at closer: cgroup v2 changes nothing of what they show. */
const sameOnV2 = [
  'cli/clean',
  'heap/node-source',
  'library',
  'recording/write',
  'resources/ledger',
  'run/wait-for-turn',
].map((name) => `test/${name}.kernel.test.ts`);

const reports = new Reports();

const steps: Step[] = [
  {
    name: 'cluster',
    about: 'starts Docker for kind, until the end where it was not running',
    needs: cluster,
    run: () => startCluster(cluster),
    undo: () => stopCluster('../shared/cluster/down'),
  },
  {
    name: 'tools',
    about: 'installs the programs that tests look through or run',
    run: () =>
      installMissing(['chromium', 'stress-ng', 'vmtouch', 'perl', 'python3'], { pgbench: 'postgresql' }),
  },
  {
    name: 'test',
    about: "the README's test command",
    run: () => tests(reports, 'test', [], (more) => $`npm test -- ${more}`),
  },
  {
    name: 'cgroup',
    about: 'the suite on plain cgroups',
    run: () => measured(2, (more) => $`npm run repro -- --on cgroup ${more}`),
  },
  {
    name: 'kind',
    about: 'the suite on kind',
    needs: cluster,
    run: () => measured(2, (more) => $`npm run repro -- --on kind ${more}`),
  },
  {
    name: 'docker',
    about: 'the suite on Docker',
    needs: cluster,
    run: () => measured(2, (more) => $`npm run repro -- --on docker ${more}`),
  },
  {
    name: 'tarball',
    about: 'the suite from the installed package, on every platform',
    needs: cluster,
    run: () => $`.ci/from-tarball cgroup docker kind`,
  },
  {
    name: 'check',
    about: 'types, lint and format',
    run: () => $`npm run check`,
  },
  {
    name: 'v2-test',
    about: 'the tests of the kernel on cgroup v2, but for those that say the same there',
    needs: v2,
    // The clock is the guest's own, so a test may set it.
    run: () =>
      tests(
        reports,
        'v2-test',
        ['--project', 'kernel'],
        (more) =>
          $`${v2} -- env REPRO_TEST_SETS_CLOCK=yes REPRO_TEST_LEAVES_OUT=${sameOnV2.join(',')} npm test -- ${more}`,
      ),
  },
  {
    name: 'v2-cgroup',
    about: 'the suite on plain cgroups, on cgroup v2',
    needs: v2,
    run: () => measured(4, (more) => $`${v2} -- npm run repro -- --on cgroup ${more}`),
  },
  {
    name: 'v2-kind',
    // The guest has one processor: the restart loop of a real kubelet is within its reach, the whole suite is slow.
    about: 'the restart loop of a real kubelet, on cgroup v2',
    needs: v2kind,
    run: () =>
      measured(6, (more) => $`${v2kind} -- npm run repro -- --on kind upload-spool --arm baseline ${more}`),
  },
  {
    name: 'v2-diagnose',
    about: 'what `diagnose` says of a pod that dies and of one that lives, on cgroup v2',
    needs: v2kind,
    run: () =>
      tests(
        reports,
        'v2-diagnose',
        ['test/diagnose/pod.kind.test.ts'],
        (more) => $`${v2kind} -- npm test -- --testNamePattern ${'memory volume|clean cache'} ${more}`,
      ),
  },
  {
    name: 'v2-docker',
    about: 'the suite on Docker, on cgroup v2',
    needs: v2kind,
    run: () => measured(6, (more) => $`${v2kind} -- npm run repro -- --on docker ${more}`),
  },
  {
    name: 'v2-systemd',
    about: 'the test under a systemd that owns the cgroups, in a container of the node image',
    needs: v2kind,
    run: () =>
      $`${v2kind} -- .ci/under-systemd node node_modules/vitest/vitest.mjs run test/platforms/cgroup/systemd-scope.kernel.test.ts`,
  },
];

try {
  process.exitCode = await main(steps, reports, process.argv.slice(2));
} finally {
  reports.remove();
}
