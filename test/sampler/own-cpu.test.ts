import { expect, it } from 'vitest';
import { ownCpuMs } from '../../harness/sampler/own-cpu.ts';

it('counts the processor time that the sampler has had', () => {
  const before = ownCpuMs();
  const { user, system } = process.cpuUsage();
  for (let rounds = 0; process.cpuUsage().user - user < 50_000; rounds++) Math.sqrt(rounds);
  const had = process.cpuUsage({ user, system });
  expect(ownCpuMs() - before).toBeGreaterThan(40);
  expect(ownCpuMs() - before).toBeLessThan((had.user + had.system) / 1000 + 50);
});
