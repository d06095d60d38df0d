import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../harness/errors.ts';
import { restartsMs } from '../../../harness/platforms/docker/backoff.ts';
import { findCgroup } from '../../../harness/kernel/find-cgroup.ts';
import { endOf } from '../../../harness/platforms/exit.ts';
import { asFailure, isKilledAtStart, isPortTaken } from '../../../harness/platforms/docker/failures.ts';
import { namesOf } from '../../../harness/platforms/docker/names.ts';
import { siblingCgroup } from '../../../harness/platforms/docker/pod-sampling.ts';
import { sumOf } from '../../../harness/platforms/docker/scratch.ts';
import { tmpfsBytes } from '../../../harness/platforms/docker/volume.ts';
import type { Setup } from '../../../harness/scenario/schema.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const answer = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });

const setup = (sizeLimit: number | null) =>
  ({ memory: 100, scratch: { medium: 'memory', sizeLimit } }) as Setup;

describe('the parts of the Docker platform', () => {
  it('names everything of a run after the run', () => {
    const { service, ...names } = namesOf('not-a-leak-x', { id: 'spool/baseline' });
    expect([...Object.values(names), service('db')]).toEqual([
      'spool.baseline',
      'not-a-leak-x.spool.baseline.app',
      'not-a-leak-x.spool.baseline.keeper',
      'not-a-leak-x.spool.baseline.scratch',
      'not-a-leak-x.spool.baseline.network',
      'not-a-leak-x.spool.baseline.service.db',
    ]);
  });

  it('waits longer where each life begins with an empty limit, and not at all for one death', () => {
    expect(restartsMs(1, true)).toBe(0);
    expect(restartsMs(3, true)).toBe(100 + 200 + 2 * 1000);
    expect(restartsMs(3, false)).toBeGreaterThan(restartsMs(3, true));
  });

  it('reads a signal out of an exit code', () => {
    expect(endOf(137)).toEqual({ exitCode: null, signal: 'SIGKILL' });
    expect(endOf(1)).toEqual({ exitCode: 1, signal: null });
  });

  it.each([['docker/ID'], ['system.slice/docker-ID.scope'], ['user.slice/user-1000.slice/docker-ID.scope']])(
    'finds the cgroup %s by the id of the container, and where its sibling will be',
    (path) => {
      const root = join(folder.path, path.replaceAll('/', '_'));
      const cgroup = join(root, path.replace('ID', 'abc123'));
      mkdirSync(cgroup, { recursive: true });
      expect(findCgroup(root, 'abc123')).toBe(cgroup);
      expect(findCgroup(root, 'fed456')).toBeNull();
      expect(siblingCgroup(cgroup, 'abc123', 'fed456')).toBe(join(root, path.replace('ID', 'fed456')));
    },
  );

  it('takes neither the cgroup of its monitor nor one that only begins like it for that of a container', () => {
    const root = join(folder.path, 'podman');
    for (const name of ['libpod-conmon-abc123.scope', 'abc1234', 'libpod-abc123.scope'])
      mkdirSync(join(root, name), { recursive: true });
    expect(findCgroup(root, 'abc123')).toBe(join(root, 'libpod-abc123.scope'));
    expect(findCgroup(root, 'abc12')).toBeNull();
  });

  it('counts the files of a listing in blocks', () => {
    expect(sumOf('8\r\n512\r\n')).toEqual({ files: 2, bytes: 520 * 512 });
    expect(sumOf('')).toEqual({ files: 0, bytes: 0 });
  });

  it('sizes a tmpfs as a kubelet does, and larger where residue does not count', () => {
    expect(tmpfsBytes(setup(null), true)).toBe(100);
    expect(tmpfsBytes(setup(null), false)).toBeGreaterThan(300);
    expect(tmpfsBytes(setup(30), true)).toBe(30);
    expect(tmpfsBytes(setup(30), false)).toBe(30);
  });

  it("gives the daemon's refusals in the user's terms, with what to do", () => {
    const full = asFailure('The volume x could not be made', answer(500, 'mkdir: no space left on device'));
    expect(full).toMatchObject({ kind: 'infrastructure', hint: expect.stringContaining('disk') });
    const podman = asFailure('x', answer(501, 'not implemented'));
    expect(podman).toMatchObject({ hint: expect.stringContaining('Podman') });
    const gone = asFailure('x', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    expect(gone).toMatchObject({ message: 'The Docker daemon went away during the run.' });
    const bug = new Error('a bug');
    expect(asFailure('x', bug)).toBe(bug);
    const known = new Failure('usage', 'known');
    expect(asFailure('x', known)).toBe(known);
  });

  it('tells a taken port and a kill at the start apart from other refusals', () => {
    expect(isPortTaken(answer(500, 'Bind for 127.0.0.1:80 failed: port is already allocated'))).toBe(true);
    expect(isPortTaken(answer(500, 'listen tcp4 127.0.0.1:80: bind: address already in use'))).toBe(true);
    expect(isKilledAtStart(answer(500, 'container init was OOM-killed (memory limit too low?)'))).toBe(true);
    expect(isKilledAtStart(answer(500, 'no such image'))).toBe(false);
  });
});
