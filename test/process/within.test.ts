import { describe, expect, it } from 'vitest';
import { within } from '../../harness/process/within.ts';

const never = new Promise<string>(() => undefined);

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('within', () => {
  it('gives what a promise gives in time', async () => {
    expect(await within(10_000, Promise.resolve('kept'), 'late')).toBe('kept');
  });

  it('gives what stands for a promise that is not kept in time', async () => {
    expect(await within(1, never, null)).toBeNull();
  });

  it('rejects as the promise does', async () => {
    await expect(within(10_000, Promise.reject(new Error('broken')), 'late')).rejects.toThrow('broken');
  });

  it('leaves no timer', async () => {
    const before = timers();
    await within(10_000, Promise.resolve(), null);
    expect(timers()).toBe(before);
  });
});
