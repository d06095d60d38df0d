import type { HostFacts } from '../recording/types.ts';
import type { HostCase } from '../scenario/schema.ts';
import type { Arm } from '../scenario/types.ts';

/** The arm with its expectations for this host; unchanged if the host is unknown. */
export function armForHost(arm: Arm, host: HostFacts | null): Arm {
  const found = host && arm.hostCases.find((hostCase) => fits(hostCase, host));
  return found ? { ...arm, expect: found.expect, expectedAt: found.expectedAt, because: found.because } : arm;
}

type Host = Pick<HostFacts, 'cgroupVersion' | 'lruGen' | 'kernel'>;

export function fits(hostCase: HostCase, { cgroupVersion, lruGen, kernel }: Host): boolean {
  const { cgroup, 'lru-gen': mglru, 'kernel-from': from, 'kernel-before': before } = hostCase;
  return (
    (cgroup === undefined || cgroup === cgroupVersion) &&
    (mglru === undefined || (mglru === 'on') === isOn(lruGen)) &&
    (from === undefined || compareKernels(kernel, from) >= 0) &&
    (before === undefined || compareKernels(kernel, before) < 0)
  );
}

/** The file holds a bit mask such as 0x0007; kernels without MGLRU lack it. */
function isOn(lruGen: string | null): boolean {
  return lruGen !== null && Number(lruGen) > 0;
}

/** Compares `6.12.117-amd64` with `6.13` by their first two numbers; negative if the first is older. */
export function compareKernels(release: string, version: string): number {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [numbers(release), numbers(version)];
  return major - otherMajor || minor - otherMinor;
}

function numbers(text: string): number[] {
  return (/^(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
}
