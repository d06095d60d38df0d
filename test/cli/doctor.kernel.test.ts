import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../harness/cli/view/diagnoses.ts';
import type { Check } from '../../harness/recording/types.ts';
import { cli } from '../cli.ts';

interface Doctor {
  platforms: Diagnosis[];
  load: Check[];
}

const nowhere = { DOCKER_HOST: 'unix:///nowhere/docker.sock', K6_BIN: '/nowhere/k6' };

describe('doctor', () => {
  it('says of every platform whether it can run, and how to fix what is missing', async () => {
    const run = await cli(['doctor', '--json'], { env: nowhere });
    const { platforms, load } = JSON.parse(run.stdout) as Doctor;
    expect(platforms.map(({ platform }) => platform)).toEqual(['kind', 'docker', 'cgroup']);
    for (const { able, checks } of platforms) {
      expect(checks.length).toBeGreaterThan(0);
      expect(able).toBe(checks.every(({ state }) => state !== 'missing'));
      for (const { state, hint } of checks) expect(hint === null).toBe(state === 'ok');
    }
    expect(platforms[0]?.able).toBe(false);
    expect(platforms[1]?.able).toBe(false);
    expect(load).toMatchObject([{ name: 'k6', state: 'warn' }]);
  });

  it('exits 3 where the platform that is asked for lacks something, and says what', async () => {
    const run = await cli(['doctor', '--on', 'kind'], { env: nowhere });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("kind: can't run");
    expect(run.stdout).toContain('No Docker daemon answers');
    expect(run.stdout).not.toContain('cgroup:');
  });

  it('takes a user without rights for what he is', async () => {
    const run = await cli(['doctor', '--on', 'cgroup'], { uid: 65534, env: nowhere });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain('sudo env "PATH=$PATH" not-a-leak');
  });

  it('says of each step which right it takes and why, also to a user who has none', async () => {
    const run = await cli(['doctor', '--on', 'cgroup'], { uid: 65534, env: nowhere });
    expect(run.stdout).toMatch(/^ {2}root {5}make cgroups {2,}only root/m);
    expect(run.stdout).toMatch(/^ {2}none {5}sampler {2,}only reads memory/m);
  });

  it("tells programs of the rights, too: of root and of Docker's socket where either is wanted", async () => {
    const { platforms } = JSON.parse((await cli(['doctor', '--json'], { env: nowhere })).stdout) as Doctor;
    const taken = platforms.map(({ rights }) => [...new Set(rights.map(({ takes }) => takes))].toSorted());
    expect(taken).toEqual([
      ['docker', 'none', 'yours'],
      ['docker', 'none', 'root', 'yours'],
      ['none', 'root', 'yours'],
    ]);
  });
});
