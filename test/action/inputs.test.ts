import { describe, expect, it } from 'vitest';
import { readInputs } from '../../action/inputs.mjs';

const read = (inputs: Record<string, string>, env = {}) => {
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return readInputs(
    { GITHUB_ACTION: '__not-a-leak_not-a-leak', ...Object.fromEntries(given), ...env },
    '/ws',
  );
};

describe('what a step runs', () => {
  it('is the default suite, where no input says more', () => {
    expect(read({}).argv).toEqual(['run', '--out', '/ws/repro-out/not-a-leak_not-a-leak']);
  });

  it('is the command with its options before the arguments', () => {
    const args = '--arm baseline ./mine';
    expect(read({ command: 'run', platform: 'cgroup', out: 'reports', args }).argv).toEqual([
      'run',
      '--on',
      'cgroup',
      '--out',
      '/ws/reports',
      '--arm',
      'baseline',
      './mine',
    ]);
  });

  it('has a folder for its reports that no other step of the job has', () => {
    expect(read({}, { GITHUB_ACTION: 'guard' }).out).toBe('/ws/repro-out/guard');
    expect(read({}, { GITHUB_ACTION: '__self_2' }).out).toBe('/ws/repro-out/self_2');
  });

  it('has no such folder, where the command makes no reports', () => {
    expect(read({ command: 'validate', args: './mine' })).toMatchObject({
      argv: ['validate', './mine'],
      out: null,
    });
  });

  it.each([
    ['--out x', 'use the input "out"'],
    ['mine --on=docker', 'use the input "platform"'],
  ])('is refused where %s says what an input says', (args, words) => {
    expect(() => read({ args })).toThrow(words);
    expect(() => read({ command: 'exec', args: `--memory 64Mi -- other ${args}` })).not.toThrow();
  });

  it('is refused where a platform is named that the command does not take', () => {
    const inputs = { command: 'exec', platform: 'cgroup', args: '--memory 64Mi -- true' };
    expect(() => read(inputs)).toThrow('exec has no platform: only run and doctor do');
  });
});

describe('a step is of root', () => {
  it.each([
    [{ command: 'run', platform: '' }, true],
    [{ command: 'run', platform: 'cgroup' }, true],
    [{ command: 'run', platform: 'docker' }, false],
    [{ command: 'run', platform: 'kind' }, false],
    [{ command: 'doctor', platform: 'cgroup' }, true],
    [{ command: 'exec', args: '--memory 64Mi -- true' }, true],
    [{ command: 'diagnose', args: 'container/web' }, true],
    [{ command: 'diagnose', args: 'pid 4711' }, true],
    [{ command: 'diagnose', args: 'pod/web -n shop' }, false],
    [{ command: 'validate' }, false],
  ])('where that takes root or may take it: %j', (inputs, asRoot) => {
    expect(read(inputs).asRoot).toBe(asRoot);
  });
});
