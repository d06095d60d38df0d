import { describe, expect, it } from 'vitest';
import { Failure } from '../../harness/errors.ts';
import { Lives } from '../../harness/platforms/wait-for-lives.ts';

const { signal } = new AbortController();

describe('waiting for an app', () => {
  it('gives up on one that never listens, and says what it waited for', async () => {
    const lives = new Lives({ ready: '/healthz', startupMs: 50 });
    await expect(lives.up(signal, () => 'ContainerCreating')).rejects.toMatchObject({
      name: 'NeverUp',
      message: 'did not answer /healthz within 0.05 s (ContainerCreating)',
    });
  });

  it('ends with the first failure, also for those who wait later', async () => {
    const lives = new Lives({ ready: 'tcp', startupMs: 1000 });
    const waiting = lives.death(1);
    lives.fail(new Failure('infrastructure', 'the sampler is gone'));
    lives.fail(new Failure('infrastructure', 'and so is the rest'));
    await expect(waiting).rejects.toThrow('the sampler is gone');
    await expect(lives.death(2)).rejects.toThrow('the sampler is gone');
    await expect(lives.up(signal)).rejects.toThrow('the sampler is gone');
  });
});
