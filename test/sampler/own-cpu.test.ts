import { expect, it } from 'vitest';
import { ownCpuMs } from '../../harness/sampler/own-cpu.ts';

it('counts the processor time that the sampler has had', () => {
  const before = ownCpuMs();
  const { user, system } = process.cpuUsage();
  for (const untilMs = performance.now() + 200; performance.now() < untilMs;);
  const had = process.cpuUsage({ user, system });
  const hadMs = (had.user + had.system) / 1000;
  expect(hadMs).toBeGreaterThan(0);
  expect(Math.abs(ownCpuMs() - before - hadMs)).toBeLessThan(50);
});
