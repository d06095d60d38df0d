import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askedRun } from '../../../harness/cli/arguments/asked.ts';
import type { Host } from '../../../harness/cli/host.ts';
import { execAgain, runAgain } from '../../../harness/report/again.ts';
import { runFindings } from '../../findings.ts';

const byNpm = { npm_lifecycle_event: 'repro' };
const hostOf = (env: Record<string, string>) =>
  ({ env, cwd: '/home/me/my work', program: '' }) as unknown as Host;
const bin = resolve(import.meta.dirname, '../../../dist/not-a-leak.mjs');

describe('how to run it again', () => {
  it('has all that was asked for, with folders that hold from anywhere', () => {
    const options = {
      on: 'kind',
      load: 'k6',
      arm: ['baseline', 'pvc'],
      repeat: 3,
      jobs: 1,
      keep: true,
      out: 'out here',
      cluster: 'c',
    };
    const asked = askedRun(hostOf(byNpm), ['upload-spool', './mine', 'other.yaml'], options);
    expect(runAgain(runFindings({ asked }))).toBe(
      "npm run repro -- upload-spool '/home/me/my work/mine' '/home/me/my work/other.yaml' --on kind --load k6 " +
        "--arm baseline --arm pvc --jobs 1 --repeat 3 --cluster c --out '/home/me/my work/out here' --keep",
    );
  });

  it('is behind sudo where it was, and by its own file where npm did not start it', () => {
    const about = { on: 'cgroup', load: 'builtin', seed: 0, all: true };
    const again = (env: Record<string, string>) =>
      runAgain(runFindings({ asked: askedRun(hostOf(env), [], about) }));
    const args = '--on cgroup --load builtin --seed 0 --all';
    expect(again({ ...byNpm, SUDO_UID: '1000' })).toBe(`sudo env "PATH=$PATH" npm run repro -- ${args}`);
    expect(again({})).toBe(`node ${bin} ${args}`);
  });

  it('of a command has the flags of exec, and where its result went', () => {
    const scratch = [
      { medium: 'memory' as const, directory: '/a b', sizeBytes: 2 ** 26 },
      { medium: 'memory' as const, directory: '/a:5', sizeBytes: null },
    ];
    const line = {
      kind: 'exec' as const,
      arm: 'exec',
      argv: ['sh', '-c', "echo 'x'"],
      limitBytes: 2 ** 26,
      scratch,
    };
    const rest = {
      timeoutMs: 1500,
      heapSource: 'node',
      cgroup: '/x',
      asked: { sudo: true, bin: null, args: ['--out', '/o'] },
    };
    expect(execAgain({ ...line, ...rest })).toBe(
      `sudo env "PATH=$PATH" npm run -s repro -- exec --memory 64Mi --scratch 'memory:/a b:64Mi' --scratch memory:/a:5/ ` +
        `--timeout 1500ms --heap node --out /o -- sh -c 'echo '\\''x'\\'''`,
    );
  });
});
