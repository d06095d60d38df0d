import { describe, expect, it } from 'vitest';
import { cli } from '../cli.ts';

describe('the platform that auto takes', () => {
  it('is the first that has all it takes, and the others are named with the reason', async () => {
    const run = await cli(['run', 'upload-spool'], {
      env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      uid: 65534,
    });
    expect(run.stderr).toMatch(/kind passed over: No Docker daemon answers/);
    expect(run.stderr).toMatch(/docker passed over: No Docker daemon answers/);
    expect(run.stderr).toContain("Can't run on cgroup");
    expect(run.exitCode).toBe(3);
  });
});
