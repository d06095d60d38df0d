import { describe, expect, it } from 'vitest';
import { expectKill, killedByTmpfs, replay } from './scripted.ts';

const arms = { baseline: expectKill };
const scripts = { baseline: killedByTmpfs };

describe('progress where stderr is no terminal', () => {
  it('is a line a step, without an escape sequence, and stdout has the result alone', async () => {
    const { stderr, stdout } = await replay('plain', arms, scripts);
    expect(stderr).toMatch(/^ +\d+\.\d s {2}plain\/baseline: the load begins$/m);
    expect(stderr).not.toContain('\u001b');
    expect(stdout).not.toContain('the load begins');
  });

  it('is more with -v, and nothing with -q', async () => {
    const verbose = await replay('verbose', arms, scripts, ['-v']);
    expect(verbose.stderr).toMatch(/verbose\/baseline: sampled [\d,]+ times/);
    const quiet = await replay('quiet', arms, scripts, ['-q']);
    expect(quiet.stderr).toBe('');
  });

  it('has colours in the result with --color always, and none with --color never', async () => {
    const colored = await replay('colored', arms, scripts, ['--color', 'always']);
    expect(colored.stdout).toContain('\u001b[32m');
    const plain = await replay('colorless', arms, scripts, ['--color', 'never'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(plain.stdout).not.toContain('\u001b');
  });
});
