import { describe, expect, it } from 'vitest';
import { withoutEffect } from '../../../harness/cli/arguments/without-effect.ts';

const given = {
  image: 'x',
  cluster: 'x',
  keepOnFailure: true,
  keep: true,
  scratchDir: '/x',
  load: 'k6' as const,
  seed: 1,
};

describe('options that do nothing on a platform', () => {
  it.each([
    ['cgroup', ['--image', '--cluster', '--keep', '--keep-on-failure']],
    ['docker', ['--image', '--cluster', '--keep', '--keep-on-failure', '--scratch-dir']],
    ['kind', ['--scratch-dir']],
    ['scripted', ['--image', '--cluster', '--keep', '--keep-on-failure', '--scratch-dir', '--load']],
  ])('are named on %s', (platform, flags) => {
    const lines = withoutEffect(platform, given);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(flags);
    expect(lines.every((line) => line.includes(`has no effect on ${platform}, only on `))).toBe(true);
  });

  it('are none where none was given', () => expect(withoutEffect('cgroup', {})).toEqual([]));
});
