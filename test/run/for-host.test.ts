import { describe, expect, it } from 'vitest';
import { armForHost, compareKernels, fits } from '../../harness/run/for-host.ts';
import { loadSuite } from '../../harness/scenario/load-suite.ts';
import type { HostCase } from '../../harness/scenario/schema.ts';
import { hostFacts } from '../host-facts.ts';

const expectation = { because: 'a test', expect: { outcome: 'oom-killed' } } as const;

describe('compareKernels', () => {
  it.each([
    ['6.12.117-amd64', '6.13', -1],
    ['6.13.0-rc1', '6.13', 0],
    ['6.9.1', '6.13', -4],
    ['7.2.13', '6.13', 1],
    ['5.10.223', '6.1', -1],
  ])('holds %s against %s by their first two numbers', (release, version, order) => {
    expect(Math.sign(compareKernels(release, version))).toBe(Math.sign(order));
  });
});

describe('what is expected of a host', () => {
  it.each<[string, Partial<HostCase>, boolean]>([
    ['its cgroup version', { cgroup: 1 }, true],
    ['another cgroup version', { cgroup: 2 }, false],
    ['MGLRU, which it has', { 'lru-gen': 'on' }, true],
    ['no MGLRU', { 'lru-gen': 'off' }, false],
    ['a kernel from before its own', { 'kernel-from': '6.1' }, true],
    ['a kernel before a later one', { 'kernel-before': '6.13' }, true],
    ['a kernel before its own', { 'kernel-before': '6.12' }, false],
    ['one thing that it has and one that it has not', { cgroup: 1, 'kernel-before': '6.1' }, false],
    ['nothing in particular', {}, true],
  ])('may depend on %s', (_what, when, expected) => {
    const host = { cgroupVersion: 1, lruGen: '0x0007', kernel: '6.12.117' } as const;
    expect(fits({ ...expectation, ...when }, host)).toBe(expected);
  });

  it('takes a kernel without MGLRU and one with it switched off for the same', () => {
    const host = { cgroupVersion: 2, kernel: '7.2.13' } as const;
    for (const lruGen of [null, '0x0000'])
      expect(fits({ ...expectation, 'lru-gen': 'off' }, { ...host, lruGen })).toBe(true);
  });

  it('is the first case that fits, with its reason, and what stands in the scenario where none does', () => {
    const [scenario] = loadSuite(['dirty-slow-disk'], process.cwd());
    const [baseline] = scenario?.arms ?? [];
    if (!baseline) throw new Error('no baseline');
    const killing = armForHost(
      baseline,
      hostFacts({ cgroupVersion: 1, lruGen: '0x0007', kernel: '6.1.176' }),
    );
    expect(killing.expect).toMatchObject({ outcome: 'oom-killed', cause: 'dirty-cache' });
    expect(killing.because).toContain('MGLRU');
    const [line] = /\d+/.exec(baseline.expectedAt['outcome'] ?? '') ?? [];
    const [otherLine] = /\d+/.exec(killing.expectedAt['outcome'] ?? '') ?? [];
    expect(Number(otherLine)).toBeGreaterThan(Number(line));
    expect(armForHost(baseline, null)).toBe(baseline);
  });
});
