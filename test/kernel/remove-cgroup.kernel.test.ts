import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { removeCgroup } from '../../harness/kernel/remove-cgroup.ts';
import { memoryHierarchy } from '../../harness/platforms/cgroup/memory-hierarchy.ts';
import { findParent } from '../../harness/platforms/cgroup/parent.ts';
import { countWhatIsBelow } from '../../harness/kernel/cgroups.ts';
import { temporaryFolder } from '../cli.ts';
import { isRoot, lacks, lacksRoot } from '../skip.ts';

const version = isRoot ? memoryHierarchy().version : null;

function newCgroup(): string {
  const folder = join(findParent(memoryHierarchy()), `nal-test-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder);
  onTestFinished(() => removeCgroup(folder));
  return folder;
}

/** Runs a script of /bin/sh in a cgroup. */
function runIn(cgroup: string, script: string): void {
  const enter = 'echo $$ >"$1/cgroup.procs" && eval "$2"';
  spawn('/bin/sh', ['-c', enter, 'sh', cgroup, script], { stdio: 'ignore', detached: true });
}

describe.skipIf(lacksRoot())('removing a cgroup', () => {
  it('ends all that is in it and in those below it', async () => {
    const cgroup = newCgroup();
    mkdirSync(join(cgroup, 'below'));
    runIn(join(cgroup, 'below'), 'trap "" TERM; while :; do sleep 100; done');
    await expect.poll(() => readFileSync(join(cgroup, 'below/cgroup.procs'), 'utf8')).not.toBe('');
    await removeCgroup(cgroup);
    expect(existsSync(cgroup)).toBe(false);
  });

  it('ends a process that goes on making cgroups below, before it removes them', async () => {
    const cgroup = newCgroup();
    runIn(cgroup, 'i=0; while :; do i=$((i + 1)); mkdir -p "$1/$i/below"; done');
    await expect.poll(() => existsSync(join(cgroup, '20')), { interval: 5 }).toBe(true);
    await removeCgroup(cgroup);
    expect(existsSync(cgroup)).toBe(false);
  });

  describe.skipIf(lacks('cgroup v2', version === 2))('on v2', () => {
    it('ends at once what goes on forking faster than its processes can be listed', async () => {
      const cgroup = newCgroup();
      runIn(cgroup, 'comet() { comet & }; for tail in 1 2 3 4 5 6 7 8; do comet; done');
      await sleep(300);
      const startedMs = performance.now();
      await removeCgroup(cgroup);
      expect(performance.now() - startedMs).toBeLessThan(1000);
      expect(existsSync(cgroup)).toBe(false);
    });

    it('removes threaded cgroups that a command has made, whose processes can not be listed', async () => {
      const cgroup = newCgroup();
      mkdirSync(join(cgroup, 'threads'));
      writeFileSync(join(cgroup, 'threads/cgroup.type'), 'threaded');
      runIn(cgroup, 'sleep 100');
      await expect.poll(() => readFileSync(join(cgroup, 'cgroup.procs'), 'utf8')).not.toBe('');
      await removeCgroup(cgroup);
      expect(existsSync(cgroup)).toBe(false);
    });
  });
});

describe('a cgroup of an old v1 kernel', () => {
  it.each([
    ['0\n', '1'],
    ['1\n', '1\n'],
  ])('that says %j to use_hierarchy counts what is below', (before, after) => {
    const { path, remove } = temporaryFolder();
    onTestFinished(remove);
    writeFileSync(join(path, 'memory.use_hierarchy'), before);
    countWhatIsBelow(path);
    expect(readFileSync(join(path, 'memory.use_hierarchy'), 'utf8')).toBe(after);
  });

  it('is told from one that has no such file', () => {
    const { path, remove } = temporaryFolder();
    onTestFinished(remove);
    countWhatIsBelow(path);
    expect(existsSync(join(path, 'memory.use_hierarchy'))).toBe(false);
    rmSync(path, { recursive: true });
  });
});
