import { describe, expect, it } from 'vitest';
import { jobsFor, refuseTooLarge } from '../../harness/platforms/capacity.ts';
import type { HostFacts } from '../../harness/recording/types.ts';
import type { Arm } from '../../harness/scenario/types.ts';
import { appSetup, scratchSetup } from '../setup.ts';

const mebibyte = 2 ** 20;

function arm(name: string, memoryMebibytes: number): Arm {
  return {
    id: `x/${name}`,
    name,
    title: name,
    setup: {
      app: appSetup({ mode: 'leak', retention: null }),
      memory: memoryMebibytes * mebibyte,
      scratch: scratchSetup({ medium: 'disk' }),
      load: { rate: 1, body: 1, for: 1, ramp: 0, maxVUs: 1 },
    },
    expect: { outcome: 'survived' },
    folder: '/',
    hostCases: [],
    because: null,
    locate: () => '',
    expectedAt: {},
  };
}

function host(processors: number, availableMebibytes: number): HostFacts {
  return {
    kernel: '6.1.0',
    cgroupVersion: 2,
    lruGen: null,
    swapBytes: 0,
    processors,
    memoryBytes: 64 * 1024 * mebibyte,
    availableBytes: availableMebibytes * mebibyte,
    node: 'v20',
    damon: false,
    disk: null,
  };
}

const arms = (count: number) => Array.from({ length: count }, (_, index) => arm(`a${index}`, 100));

const refuse = () => refuseTooLarge([arm('small', 100), arm('big', 101), arm('huge', 4096)], host(1, 756));

describe('refuseTooLarge', () => {
  it('takes an arm that just leaves the reserve of 256 MiB free', () => {
    expect(() => refuseTooLarge([arm('a', 100)], host(1, 756))).not.toThrow();
  });

  it('refuses arms that would not, and names those only', () => {
    expect(refuse).toThrow(
      'This host has too little free memory: x/big needs 501 MiB, x/huge needs 4496 MiB.',
    );
    expect(refuse).toThrow(
      expect.objectContaining({ kind: 'missing', hint: expect.stringContaining('756 MiB') }),
    );
  });
});

describe('jobsFor', () => {
  it.each([
    ['one on one processor, however much memory there is', 10, 1, 100_000, 1],
    ['three on two processors', 10, 2, 100_000, 3],
    ['six on four processors', 10, 4, 100_000, 6],
    ['no more than there are arms', 3, 64, 100_000, 3],
    ['as many as fit into memory above the reserve', 10, 64, 256 + 4 * 500, 4],
    ['one less where a MiB for the last is missing', 10, 64, 256 + 4 * 500 - 1, 3],
    ['one, even where none fits', 10, 64, 100, 1],
    ['one where there are no arms', 0, 64, 100_000, 1],
  ])('is %s', (_what, count, processors, availableMebibytes, jobs) => {
    expect(jobsFor(arms(count), host(processors, availableMebibytes))).toBe(jobs);
  });

  it('is reckoned by the largest arm', () => {
    expect(jobsFor([arm('small', 100), arm('large', 800), arm('other', 100)], host(64, 256 + 2400))).toBe(2);
  });
});
