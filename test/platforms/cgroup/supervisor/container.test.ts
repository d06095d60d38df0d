import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeCgroup } from '../../../../harness/ledger/remove-cgroup.ts';
import { memoryHierarchy } from '../../../../harness/platforms/cgroup/memory-hierarchy.ts';
import { findParent } from '../../../../harness/platforms/cgroup/parent.ts';
import { makeCgroup } from '../../../../harness/platforms/cgroup/supervisor/cgroups.ts';
import { Container } from '../../../../harness/platforms/cgroup/supervisor/container.ts';
import { lacksRoot } from '../../../skip.ts';

it('says why an app can not be started, and has nothing to stop then', async () => {
  const container = new Container('/nowhere', { argv: ['true'], env: {}, cwd: '/no/such/folder' });
  await expect(container.ended).rejects.toMatchObject({ code: 'ENOENT' });
  await container.stop();
  expect(container).toMatchObject({ pid: 0, gone: true });
});

it.skipIf(lacksRoot())('ends an app that ignores SIGTERM in a process group of its own', async () => {
  const cgroup = join(findParent(memoryHierarchy()), `nal-test-${process.pid}`);
  makeCgroup(cgroup);
  onTestFinished(() => removeCgroup(cgroup));
  // A leader of a group may join another one of its session.
  const leaves = `$SIG{TERM} = "IGNORE"; my $other = fork; if (!$other) { setpgrp; sleep 100; exit }
    select undef, undef, undef, 0.2; setpgrp 0, $other; print "left\\n"; close STDOUT; sleep 1 while 1`;
  const container = new Container(cgroup, {
    argv: ['perl', '-e', leaves],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  await expect.poll(() => container.lastLines).toContain('left');
  await container.stop();
  expect(await container.ended).toMatchObject({ signal: 'SIGKILL', stopped: true });
});
